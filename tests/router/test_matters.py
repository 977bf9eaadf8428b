import pytest

from router.duties import duty_list
from router.errors import DataError
from router.matters import MatterTable, matter_table

HEADER = "id,class,name,lead,assist,open,question,note\n"


def test_every_duty_is_reached_by_a_matter():
    reached = {duty.id for matter in matter_table().values() for duty in (*matter.lead, *matter.assist)}
    assert set(duty_list().duties) - reached == set()


def test_matters_have_distinct_names_and_a_leading_duty():
    matters = list(matter_table().values())
    assert len(matters) >= 100
    assert len({matter.name for matter in matters}) == len(matters)
    assert all(matter.lead for matter in matters if matter.in_scope)
    assert not any(matter.lead or matter.assist for matter in matters if not matter.in_scope)


def test_an_open_matter_asks_and_an_outside_one_advises():
    for matter in matter_table().values():
        assert matter.question or not matter.is_open
        assert matter.note or matter.in_scope


def test_equals_of_the_list_lead_together():
    assert [department.number for department in matter_table()["noise-square"].leads] == [22, 16]
    assert [department.number for department in matter_table()["agri-livestock"].leads] == [11, 25]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,噪声,甲,99.01,,,,\n", "清单中没有的条目 99.01"),
        ("a,噪声,甲,22.03,,,,\na,噪声,乙,22.03,,,,\n", "事项 a 出现两次"),
        ("a,噪声,甲,,,,,\n", "事项 a 没有主办条目"),
    ],
)
def test_a_wrong_row_is_refused_with_the_reason(tmp_path, row, message):
    path = tmp_path / "matters.csv"
    path.write_text(HEADER + row, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        MatterTable.load(path, duty_list())
