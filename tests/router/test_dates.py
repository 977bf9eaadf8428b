from datetime import date

import pytest

from router.dates import find_date, parse_date
from router.errors import DateError

DAY = date(2026, 11, 6)


@pytest.mark.parametrize(
    "text", ["2026-11-06", "2026/11/6 10:30", "2026年11月6日", "20261106", "2026.11.6", "登记于2026-11-06。"]
)
def test_dates_as_registers_write_them(text):
    assert find_date(text) == DAY


@pytest.mark.parametrize(
    "text", ["", "11月6日", "2026-13-01", "20260228006", "昨天", "9999-12-31", "0001-01-01"]
)
def test_what_is_no_date(text):
    assert find_date(text) is None
    with pytest.raises(DateError, match="请写成 2026-11-26 这样"):
        parse_date(text)
