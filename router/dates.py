"""Dates as clerks and registers write them."""

import re
from datetime import date

from router.errors import DateError

# Other years are no dates of letters: registers write 9999-12-31 for none, from which no term could be counted.
_YEARS = range(1900, 2200)

_DATE = re.compile(
    r"(?<!\d)(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"
)


def find_date(text: str) -> date | None:
    """The first date in ``text`` (2026-11-26, 2026/11/26 10:30, 2026年11月26日, 20261126), None where there is none.

    A date before 1900 or after 2199 counts for none.
    """
    for match in _DATE.finditer(text):
        year, month, day = (int(part) for part in match.groups() if part)
        if year not in _YEARS:
            continue
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def parse_date(text: str) -> date:
    """The date a clerk typed. Raises DateError, with an example, where it is none."""
    found = find_date(text)
    if found is None:
        raise DateError(f"看不懂日期“{text}”，请写成 2026-11-26 这样。")
    return found
