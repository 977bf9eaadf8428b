"""Taking a department out of an answer built by hand."""

import pytest

from router.accused import Accused
from router.duties import duty_list
from router.grounds import Ground
from router.matters import matter_table
from router.routing import Candidate, Issue, ModelInfo, Routing, Suggestion
from router.territory import Territory
from router.withhold import REPORT_DUTY, withhold

DUTIES = duty_list()


def suggestion(duty_id: str, role: str) -> Suggestion:
    duty = DUTIES.duties[duty_id]
    return Suggestion(duty.department, role, 0.9, (Ground(duty, ()),))


def accused(*numbers: int) -> tuple[Accused, ...]:
    return tuple(Accused(DUTIES.departments[number], "某局", (0, 2), "某局不作为") for number in numbers)


@pytest.fixture
def routing() -> Routing:
    parts = (suggestion("22.03", "lead"), suggestion("11.05", "assist"))
    return Routing(
        text="某局不作为，油烟太大",
        scope="in",
        kind="report_officials",
        disposition="auto",
        question=None,
        suggestions=parts,
        candidates=tuple(Candidate(DUTIES.departments[number], 0.1) for number in (22, 11, 1, 16, 24, 25)),
        issues=(Issue("油烟太大", 6, matter_table()["air-cooking"], parts),),
        territory=Territory(),
        model=ModelInfo("0", "0", "0"),
    )


def test_nobody_accused_changes_nothing(routing):
    assert withhold(routing, (), suggestion(REPORT_DUTY, "lead")) is routing


def test_without_its_lead_the_report_goes_to_discipline(routing):
    answer = withhold(routing, accused(22), suggestion(REPORT_DUTY, "lead"))
    assert [s.department.number for s in answer.suggestions] == [1, 11]
    assert [s.department.number for s in answer.issues[0].suggestions] == [1, 11]
    assert [c.department.number for c in answer.candidates] == [11, 1, 16, 24, 25]
    assert answer.disposition == "review"


def test_an_accused_assist_only_goes(routing):
    answer = withhold(routing, accused(11), suggestion(REPORT_DUTY, "lead"))
    assert [s.department.number for s in answer.suggestions] == [22]


def test_where_discipline_is_accused_too_the_clerk_is_told_to_go_higher(routing):
    answer = withhold(routing, accused(22, 11, 1), suggestion(REPORT_DUTY, "lead"))
    assert answer.suggestions == ()
    assert "报上级信访部门" in answer.remark
