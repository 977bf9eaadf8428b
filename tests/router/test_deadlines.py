"""Terms across 春节 and 国庆 of three years, by the calendars the State Council announced."""

from datetime import date

import pytest

from router.deadlines import read_terms, schedule
from router.errors import DataError, DateError
from router.legal import legal_table
from router.matters import matter_table
from router.workdays import add_workdays, is_known, is_workday, workday_from


def route(kind: str = "complaint", matter: str = "out-heating"):
    return legal_table().find("", kind, [matter_table()[matter]])


def due(received: date, **days: date) -> dict[str, date]:
    return {item.term.id: item.due for item in schedule(received, route(), **days).items}


@pytest.mark.parametrize(
    ("received", "last_day"),
    [
        (date(2024, 1, 27), date(2024, 2, 18)),  # 11 Feb in 春节 10-17 Feb; Sunday 18 Feb is worked
        (date(2024, 1, 20), date(2024, 2, 4)),  # Sunday 4 Feb is worked
        (date(2025, 1, 15), date(2025, 2, 5)),  # 30 Jan in 春节 28 Jan - 4 Feb
        (date(2025, 1, 11), date(2025, 1, 26)),  # Sunday 26 Jan is worked
        (date(2026, 2, 3), date(2026, 2, 24)),  # 18 Feb in 春节 15-23 Feb
        (date(2024, 9, 18), date(2024, 10, 8)),  # 3 Oct in 国庆 1-7 Oct
        (date(2024, 9, 27), date(2024, 10, 12)),  # Saturday 12 Oct is worked
        (date(2025, 9, 16), date(2025, 10, 9)),  # 1 Oct in 国庆 1-8 Oct
        (date(2026, 9, 17), date(2026, 10, 8)),  # 2 Oct in 国庆 1-7 Oct
        (date(2026, 11, 10), date(2026, 11, 25)),  # an ordinary Wednesday
        (date(2026, 11, 6), date(2026, 11, 23)),  # 21 Nov is an ordinary Saturday
    ],
)
def test_fifteen_days_end_on_a_working_day(received, last_day):
    assert due(received)["register"] == last_day
    assert due(received)["notice"] == last_day


@pytest.mark.parametrize(
    ("forwarded", "last_day"),
    [
        (date(2024, 2, 9), date(2024, 2, 22)),
        (date(2025, 1, 23), date(2025, 2, 6)),
        (date(2026, 2, 12), date(2026, 2, 26)),
        (date(2024, 9, 30), date(2024, 10, 12)),
        (date(2025, 9, 26), date(2025, 10, 10)),
        (date(2026, 9, 28), date(2026, 10, 10)),
        (date(2026, 11, 26), date(2026, 12, 3)),
    ],
)
def test_five_working_days_leave_out_holidays_and_count_worked_weekends(forwarded, last_day):
    assert due(forwarded)["objection"] == last_day


def test_sixty_and_thirty_days_from_acceptance():
    terms = due(date(2025, 11, 20), forwarded=date(2025, 11, 25), accepted=date(2025, 12, 1))
    assert terms["finish"] == date(2026, 1, 30)
    assert terms["extended"] == date(2026, 3, 2)  # 1 March 2026 is a Sunday


def test_the_sixty_days_bind_only_the_petition_procedure():
    found = schedule(date(2026, 11, 2), route(matter="air-cooking"))
    assert [item.term.id for item in found.items] == ["register", "objection", "notice"]
    assert any("不适用条例第三十四条的60日" in note for note in found.notes)


def test_a_report_has_no_notice_of_the_responsible_unit():
    found = schedule(date(2026, 11, 2), route("report_officials", "official-leak"))
    assert [item.term.id for item in found.items] == ["register", "objection"]


def test_a_year_without_a_calendar_is_said_and_counted_by_weekends():
    found = schedule(date(2999, 9, 20), route())
    assert not is_known(date(2999, 10, 1))
    assert all(item.is_estimated for item in found.items)
    assert found.items[0].due.weekday() < 5
    assert any(note.startswith("2999年的节假日安排未收入") for note in found.notes)
    assert "仅按周末推算" in found.items[0].words(date(2999, 9, 20))


def test_a_year_with_a_calendar_needs_no_such_note():
    assert not any("节假日安排未收入" in note for note in schedule(date(2026, 3, 2), route()).notes)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 21), "open"),
        (date(2026, 11, 22), "due_soon"),
        (date(2026, 11, 25), "due_soon"),
        (date(2026, 11, 26), "overdue"),
    ],
)
def test_marks_are_relative_to_today(today, state):
    item = schedule(date(2026, 11, 10), route()).items[0]
    assert item.due == date(2026, 11, 25)
    assert item.state(today) == item.to_json(today)["state"] == state


def test_what_was_assumed_is_said():
    assert schedule(date(2026, 11, 10), route()).notes[:2] == (
        "转送日期未填，按收到当日转送推算。",
        "受理日期未填，按转送当日受理推算。",
    )
    day = date(2026, 11, 10)
    assert not any("推算。" in note for note in schedule(day, route(), forwarded=day, accepted=day).notes)


def test_days_in_the_wrong_order_are_refused():
    with pytest.raises(DateError, match="日期次序不对"):
        schedule(date(2026, 11, 10), route(), forwarded=date(2026, 11, 9))


def test_working_days():
    assert is_workday(date(2026, 2, 14)) and not is_workday(date(2026, 2, 16))
    assert workday_from(date(2026, 2, 15)) == date(2026, 2, 24)
    assert add_workdays(date(2026, 2, 13), 2) == date(2026, 2, 24)


def test_a_wrong_unit_is_named(tmp_path):
    path = tmp_path / "deadlines.csv"
    path.write_text(
        "id,short,step,who,days,unit,from,routes,basis,certainty,note\nx,转送,登记,局,15,周,received,,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError, match=r"deadlines\.csv：x 的 days 须是整数"):
        read_terms(path)
