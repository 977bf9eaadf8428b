"""What stands on every slip of this office: ``data/office.toml``, or the copy a clerk has made and changed."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from router.errors import DataError
from router.files import write_beside
from router.paths import data_dir, home_dir

SETTINGS_FILE = "office.toml"


@dataclass(frozen=True)
class Office:
    """The office that sends slips. Both formats hold ``{year}`` and ``{number}``; ``report_days`` is for 交办 only.

    ``report_requirements`` stand on slips for reports against officials, ``requirements`` on all others.
    """

    name: str
    number_format: str
    order_number_format: str
    phone: str
    clerk: str
    reviewer: str
    report_days: int
    requirements: tuple[str, ...]
    report_requirements: tuple[str, ...]


def settings_path() -> Path:
    """Where this user's copy is or would be."""
    return home_dir() / SETTINGS_FILE


def load_office(path: Path | None = None) -> Office:
    """The settings of ``path`` or of this user, each one that is missing as shipped.

    Raises DataError, naming the file and the setting, where one is unknown or of the wrong form.
    """
    chosen = path or settings_path()
    values = _read(data_dir() / SETTINGS_FILE)
    defaults = dict(values)
    if chosen.is_file():
        values |= _read(chosen)
    _check(values, defaults, chosen)
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Office(**(values | lists))


def write_settings() -> Path:
    """Copy the shipped settings, comments and all, to where they can be changed, unless they are there already."""
    path = settings_path()
    if not path.is_file():
        with write_beside(path) as temporary:
            temporary.write_bytes((data_dir() / SETTINGS_FILE).read_bytes())
    return path


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(
            f"设置文件 {path} 写法有误（{error}）。内容须写在英文引号里，文件须存为 UTF-8；删除它即恢复默认设置。"
        ) from error


def _check(values: dict[str, Any], defaults: dict[str, Any], path: Path) -> None:
    names = {field.name for field in fields(Office)}
    if unknown := sorted(set(values) - names):
        raise DataError(f"设置文件 {path} 中没有“{unknown[0]}”这一项，可用：{'、'.join(sorted(names))}。")
    for name, value in values.items():
        is_right = type(value) is type(defaults[name])
        if isinstance(value, list):
            is_right = is_right and all(isinstance(line, str) for line in value)
        if not is_right:
            raise DataError(f"设置文件 {path} 的“{name}”写法不对，请参照：{name} = {defaults[name]!r}。")
    for name in ("number_format", "order_number_format"):
        try:
            values[name].format(year=2026, number=1)
        except (KeyError, IndexError, ValueError) as error:
            raise DataError(f"设置文件 {path} 的“{name}”只能含 {{year}} 和 {{number}}。") from error
