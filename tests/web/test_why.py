import pytest

from router.duties import duty_list
from web.why import why_not

LETTER = "村口养猪场臭气熏天，污水流到渠里"


@pytest.fixture
def case(router):
    def make(text, name):
        return why_not(router, router.route(text), duty_list().find_department(name))

    return make


def test_department_without_a_part_is_set_against_the_answer(case):
    found = case(LETTER, "水利局")
    assert found.role is None
    assert found.rival.name == "畜禽养殖臭气与粪污"
    assert any("水" in word or "渠" in word for word in found.speaking)
    assert any("养猪场" in word for word in found.against)
    assert found.ground.duty.department.number == 24
    assert 0 <= found.confidence < 0.5


def test_department_of_the_answer_is_shown_with_the_answers_own_matter(case):
    found = case("工地半夜打桩吵得睡不着觉", "环保局")
    assert (found.role, found.rival) == ("assist", None)
    assert found.matter.name == "建筑施工噪声"
    assert found.ground.duty.id == "11.05"


def test_outside_the_list_the_rival_is_outside_too(case):
    found = case("公司拖欠我们三个月工资不给", "人社局")
    assert not found.rival.in_scope
    assert any("工资" in word for word in found.against)


def test_missing_are_words_that_the_text_lacks(case):
    text = "公路上车太吵"
    found = case(text, "住建局")
    assert found.missing
    assert not any(word in text for word in found.missing)


@pytest.mark.parametrize("number", range(1, 47))
def test_every_department_has_a_case(router, case, number):
    found = case(LETTER, str(number))
    assert found.department.number == number
    assert found.ground.duty.department.number == number
    for match in found.ground.matches:
        assert LETTER[slice(*match.complaint)]
        assert found.ground.duty.text[slice(*match.duty)]
