"""The settings of slips: shipped, copied for the clerk, and checked."""

import pytest

from router.errors import DataError
from router.office import load_office, settings_path, write_settings


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))


def test_shipped_settings_hold_until_the_clerk_changes_them():
    assert load_office().name == "昌吉州信访局"
    path = write_settings()
    assert path == settings_path()
    changed = path.read_text(encoding="utf-8").replace('phone = ""', 'phone = "0994-1234567"')
    path.write_text(changed, encoding="utf-8-sig")
    assert load_office().phone == "0994-1234567"
    write_settings()
    assert load_office().phone == "0994-1234567"


def test_a_setting_that_is_missing_is_as_shipped():
    settings_path().write_text('name = "奇台县信访局"', encoding="utf-8")
    office = load_office()
    assert (office.name, office.report_days) == ("奇台县信访局", 60)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name = 奇台县信访局", "写法有误"),
        ('telephone = "1"', "没有“telephone”这一项，可用：clerk"),
        ('report_days = "60"', "“report_days”写法不对，请参照：report_days = 60"),
        ("requirements = [1]", "“requirements”写法不对"),
        ('number_format = "昌{no}号"', "“number_format”只能含"),
    ],
)
def test_a_wrong_setting_is_named(text, sentence):
    settings_path().write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=sentence):
        load_office()
