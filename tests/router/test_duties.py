import pytest

from router.duties import duty_list


@pytest.mark.parametrize(
    ("query", "found"),
    [("22.03", ["22.03"]), ("露天烧烤", ["22.03"]), ("快递 包装", ["41.01"]), ("没有这样的词", [])],
)
def test_search_by_id_and_words(query, found):
    assert [duty.id for duty in duty_list().search(query)] == found


def test_search_by_a_citizens_name_of_a_department():
    assert {duty.department.number for duty in duty_list().search("城管局")} == {22}


def test_an_empty_search_lists_all_207():
    assert len(duty_list().search("")) == 207


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("22", 22),
        ("环保局", 11),
        ("州住建局", 22),
        ("住建局", 22),
        ("交警", 16),
        ("畜牧局", 25),
        ("玩具局", None),
    ],
)
def test_departments_are_found_by_any_name(name, number):
    department = duty_list().find_department(name)
    assert (department.number if department else None) == number


def test_the_version_names_document_and_date():
    assert duty_list().version == "昌州党办字〔2021〕17号（2021-06-26）"
