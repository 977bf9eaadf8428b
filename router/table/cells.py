"""Values of cells as text: what a workbook stores as a number or a date, written so that nothing of it is lost."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation

# A double holds this many decimal digits; a longer number would be changed by a spreadsheet and stays text.
EXACT_DIGITS = 15
_EPOCH = datetime(1899, 12, 30)
# Lotus took 1900 for a leap year and Excel kept that: days before this one are counted from a day later.
_FIRST_RIGHT_DAY = 60
_EPOCH_1904 = datetime(1904, 1, 1)
_LAST_DAY = 2_958_465
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_FORMAT_NOISE = re.compile(r'"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*.', re.IGNORECASE)
_DATE_LETTERS = re.compile(r"[ymdhs]|上午|年|月|日|时|分|秒", re.IGNORECASE)


class Number(str):
    """The text of a cell that a workbook stores as a number, so that it can be written as a number again."""

    __slots__ = ()


def number_text(stored: str) -> Number:
    """``stored`` as a person reads it: 20240305001 and not 2.0240305001E10, 0.1 and not 0.10000000000000001."""
    if stored.isdigit():
        return Number(stored)
    try:
        exact = Decimal(stored)
    except InvalidOperation:
        return Number(stored)
    if not exact.is_finite():
        return Number(stored)
    if exact == exact.to_integral_value() and abs(exact.adjusted()) < 2 * EXACT_DIGITS:
        return Number(f"{exact.to_integral_value():f}")
    return Number(repr(float(stored)))


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a date or a time: by its number, or by its code where the workbook defines it."""
    if code is None:
        return number in _DATE_FORMATS
    return bool(_DATE_LETTERS.search(_FORMAT_NOISE.sub("", code))) and "General" not in code


def serial_text(stored: str, is_1904: bool = False) -> str:
    """A spreadsheet's day number as 2024-03-05, 2024-03-05 14:30:00 or 14:30:00; what is none stays as stored."""
    try:
        days = float(stored)
    except ValueError:
        return stored
    if not 0 <= days <= _LAST_DAY:
        return number_text(stored)
    if days < 1:
        return str(timedelta_text(timedelta(seconds=round(days * 86_400))))
    epoch = _EPOCH_1904 if is_1904 else _EPOCH if days >= _FIRST_RIGHT_DAY else _EPOCH + timedelta(days=1)
    try:
        return moment_text(epoch + timedelta(days=int(days), seconds=round(days % 1 * 86_400)))
    except OverflowError:
        return number_text(stored)


def moment_text(moment: datetime) -> str:
    """A date, with the time where it has one."""
    if moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(" ", "seconds")


def timedelta_text(duration: timedelta) -> str:
    """Hours, minutes and seconds, as 14:30:00."""
    minutes, seconds = divmod(round(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def value_text(value: object) -> str:
    """The text of a value that a reading library made of a cell."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, (int, float)):
        return number_text(repr(value))
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return timedelta_text(value)
    return "" if value is None else str(value)


def column_letters(index: int) -> str:
    """A, B, …, Z, AA for 0, 1, …, 25, 26."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """The inverse of `column_letters`."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1
