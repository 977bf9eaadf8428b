"""Reading a request: every fault is named with its field, the rule and an example."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest

from router.dates import parse_date
from router.errors import ComplaintRouterError

LARGEST_NUMBER = 2**53


class InvalidError(ComplaintRouterError):
    """A field of the request is not what it must be."""


def body() -> Any:
    """The JSON that was sent. Raises BadRequest where it is none."""
    try:
        return request.get_json()
    except RecursionError as error:
        raise BadRequest from error


class Fields:
    """The fields of an object; ``where`` is put before every message."""

    def __init__(self, given: Any, allowed: Collection[str], where: str = "") -> None:
        if not isinstance(given, Mapping):
            raise InvalidError(f"{where}应为 JSON 对象，可有的字段：{'、'.join(allowed)}。")
        unknown = sorted(set(given) - set(allowed))
        if unknown:
            raise InvalidError(f"{where}没有字段“{unknown[0][:40]}”，可有的字段：{'、'.join(allowed)}。")
        self._given, self._where = given, where

    def text(self, name: str) -> str:
        """A string, empty where it is missing or null."""
        value = self._given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise InvalidError(f"{self._where}{name} 应为字符串。")
        return value

    def number(self, name: str) -> int | None:
        """A whole number, None where it is missing or null."""
        value = self._given.get(name)
        if value is not None and not is_number(value):
            raise InvalidError(f"{self._where}{name} 应为整数。")
        return value

    def needed_number(self, name: str, why: str) -> int:
        """A whole number that must be there."""
        value = self.number(name)
        if value is None:
            raise InvalidError(f"{self._where}缺少 {name}：{why}")
        return value

    def amount(self, name: str) -> float | None:
        """A number, None where it is missing or null."""
        value = self._given.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise InvalidError(f"{self._where}{name} 应为数字。")
        return value

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers, empty where it is missing or null."""
        value = self.items(name)
        if not all(map(is_number, value)):
            raise InvalidError(f"{self._where}{name} 应为整数的数组，如 [22, 11]。")
        return tuple(value)

    def items(self, name: str) -> list[Any]:
        """A list, empty where it is missing or null."""
        value = self._given.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise InvalidError(f"{self._where}{name} 应为数组。")
        return value

    def day(self, name: str) -> date | None:
        """A day, None where it is missing or empty. Raises DateError where it cannot be read."""
        text = self.text(name).strip()
        return parse_date(text) if text else None

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        """One of ``choices``, None where it is missing or empty."""
        text = self.text(name)
        if text and text not in choices:
            raise InvalidError(f"{self._where}{name} 应为 {'、'.join(choices)} 之一，现为“{text[:40]}”。")
        return text or None


def is_number(value: Any) -> bool:
    """Whether it is a whole number that every program can hold; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER


def asked(allowed: Collection[str]) -> dict[str, str]:
    """The parameters of the address. Raises InvalidError where one is not known or stands twice."""
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise InvalidError(f"参数 {twice[0]} 只能写一次。")
    unknown = sorted(set(request.args) - set(allowed))
    if unknown:
        raise InvalidError(f"没有参数“{unknown[0][:40]}”，可有的参数：{'、'.join(allowed)}。")
    return request.args.to_dict()


def whole(text: str, name: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int:
    """A parameter that is a whole number."""
    if not (text.isascii() and text.isdigit() and len(text) <= 16 and least <= int(text) <= most):
        raise InvalidError(f"参数 {name} 应为 {least} 到 {most} 的整数，现为“{text[:40]}”。")
    return int(text)
