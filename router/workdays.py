"""Chinese working days: weekends, holidays and the Saturdays worked in exchange, from the kept library chinesecalendar.

The State Council announces each year's holidays at the end of the year before. For a year the library does not know yet
only weekends are days off here, and the answer says that it was reckoned so.
"""

import functools
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@functools.lru_cache(maxsize=4096)
def _announced(day: date) -> bool | None:
    """Whether offices work on ``day``; None where the calendar of its year is not known. A batch asks for the same days."""
    import chinese_calendar  # holidays of twenty years, not needed to say whose matter a letter is

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def is_known(day: date) -> bool:
    """Whether the library knows the holidays of the year of ``day``."""
    return _announced(day) is not None


def is_workday(day: date) -> bool:
    """Whether offices work on ``day``; by weekday alone where the calendar of its year is not known."""
    announced = _announced(day)
    return day.weekday() < _SATURDAY if announced is None else announced


def workday_from(day: date) -> date:
    """``day`` itself if offices work on it, else the first working day after it."""
    while not is_workday(day):
        day += _DAY
    return day


def add_workdays(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself does not count."""
    for _ in range(count):
        day = workday_from(day + _DAY)
    return day
