"""What a clerk may type for a department or a matter: number, name, alias, or the initials of its pinyin.

Initials come from the order of GB 2312, whose first level of characters is sorted by pinyin, so no dictionary is needed.
"""

import functools
from bisect import bisect_right
from itertools import islice, product
from typing import TypedDict

from router.duties import Department, duty_list
from router.matters import Matter, matter_table
from web.store import RefusedError
from web.why_view import meant_department, unknown_department

# The first character of each initial, in the order of GB 2312; i, u and v begin no syllable.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_INITIALS = "abcdefghjklmnopqrstwxyz"
# The second level is sorted by radical, so that its characters are named where they occur; so are second readings.
_OTHERS = {
    "长": "cz",
    "行": "hx",
    "畜": "cx",
    "重": "cz",
    "会": "hk",
    "调": "dt",
    "系": "jx",
    "圾": "j",
    "驿": "y",
    "渎": "d",
}
_LAST_SORTED = b"\xd7\xf9"
_MOST_READINGS = 4
_SEPARATORS = str.maketrans("，,；;\n", "、、、、、")


class Choice(TypedDict):
    """A row of a list to choose from: ``value`` goes into the form, ``keys`` are what may be typed for it."""

    value: str
    name: str
    hint: str
    keys: list[str]


def initials(words: str) -> list[str]:
    """The initials of ``words`` in every reading: 城管 is ["cg"], 河长办 ["hcb", "hzb"]; letters and digits stay."""
    readings = [found for character in words if (found := _initial(character))]
    return ["".join(reading) for reading in islice(product(*readings), _MOST_READINGS)] if readings else []


@functools.cache
def department_choices() -> list[Choice]:
    """All departments."""
    return [
        Choice(
            value=str(department.number),
            name=f"{department.number} {department.short}",
            hint=department.name if department.name != department.short else "",
            keys=_keys(str(department.number), *_names(department)),
        )
        for department in duty_list().departments.values()
    ]


@functools.cache
def matter_choices() -> list[Choice]:
    """All matters."""
    return [
        Choice(
            value=matter.id,
            name=matter.name,
            hint=matter.pollution_class,
            keys=_keys(matter.name, matter.pollution_class),
        )
        for matter in matter_table().values()
    ]


def named_departments(words: str) -> list[Department]:
    """The departments in a list such as ``22、环保局``. Raises RefusedError where one is not in the duty list."""
    named = [part.strip() for part in words.translate(_SEPARATORS).split("、") if part.strip()]
    return [_department(name) for name in named]


def named_matter(words: str) -> Matter | None:
    """The matter of that name or id, None for none. Raises RefusedError where the table has no such matter."""
    words = words.strip()
    if not words:
        return None
    for matter in matter_table().values():
        if words in (matter.name, matter.id):
            return matter
    similar = [matter.name for matter in matter_table().values() if words in matter.name][:5]
    hint = f"是否指：{'、'.join(similar)}？" if similar else "请从列表中选择。"
    raise RefusedError(f"事项表中没有“{words}”。{hint}")


def _department(name: str) -> Department:
    found = meant_department(name)
    if found is None:
        typed = name.lower()
        fitting = [choice for choice in department_choices() if typed in choice["keys"]]
        # What could mean two departments means none.
        found = duty_list().departments[int(fitting[0]["value"])] if len(fitting) == 1 else None
    if found is None:
        raise RefusedError(unknown_department(name))
    return found


def _names(department: Department) -> list[str]:
    plain = department.short.removeprefix("州")
    return [department.short, plain, department.name, *department.aliases]


def _keys(*names: str) -> list[str]:
    readings = [reading for name in names for reading in initials(name) if len(reading) > 1]
    return list(dict.fromkeys([*(name.lower() for name in names), *readings]))


@functools.cache
def _starts() -> list[bytes]:
    return [character.encode("gb2312") for character in _FIRST]


def _initial(character: str) -> str:
    """The initials of one character; empty for what has none."""
    if character in _OTHERS:
        return _OTHERS[character]
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = character.encode("gb2312")
    except UnicodeEncodeError:
        return ""
    place = bisect_right(_starts(), code) - 1
    return _INITIALS[place] if place >= 0 and code <= _LAST_SORTED else ""
