"""Which days a span means, and which it is compared with."""

from datetime import date

import pytest

from web.statistics import Period, period_of

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("span", "since", "until", "former_since", "former_until"),
    [
        ("month", "2026-11-01", "2026-11-27", "2026-10-01", "2026-10-27"),
        ("last_month", "2026-10-01", "2026-10-31", "2026-09-01", "2026-09-30"),
        ("quarter", "2026-10-01", "2026-11-27", "2026-07-01", "2026-08-27"),
        ("year", "2026-01-01", "2026-11-27", "2025-01-01", "2025-11-27"),
    ],
)
def test_spans_are_compared_with_as_much_of_the_one_before(span, since, until, former_since, former_until):
    found = period_of(span, TODAY)
    assert (found.since.isoformat(), found.until.isoformat()) == (since, until)
    assert (found.former.since.isoformat(), found.former.until.isoformat()) == (former_since, former_until)


def test_a_longer_month_is_compared_with_the_whole_of_a_shorter_one():
    assert period_of("month", date(2026, 3, 31)).former == Period(date(2026, 2, 1), date(2026, 2, 28))


def test_chosen_days_are_compared_with_as_many_before_them():
    found = period_of("custom", TODAY, date(2026, 3, 11), date(2026, 3, 20))
    assert found.former == Period(date(2026, 3, 1), date(2026, 3, 10))


def test_a_development_is_shown_over_a_year_at_least_and_three_at_most():
    assert period_of("month", TODAY).trend.since == date(2025, 12, 1)
    long = period_of("custom", TODAY, date(2020, 1, 1), TODAY)
    assert long.trend.since == date(2023, 12, 1)
    assert period_of("custom", TODAY, date(2025, 3, 9), TODAY).trend.since == date(2025, 3, 1)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("2026-11-01", "2026-11-27", "2026年11月1日至27日"),
        ("2026-01-01", "2026-11-27", "2026年1月1日至11月27日"),
        ("2025-12-01", "2026-01-31", "2025年12月1日至2026年1月31日"),
        ("2026-11-27", "2026-11-27", "2026年11月27日"),
    ],
)
def test_days_are_written_as_reports_write_them(since, until, words):
    assert Period(date.fromisoformat(since), date.fromisoformat(until)).words == words
