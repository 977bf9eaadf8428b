"""What somebody was writing when his session had ended: held in the log-in page, and given back after it.

Nothing of it is kept by the program: the log-in page carries it along as one hidden field. A form that came without the
token of this browser may have been sent by a page elsewhere; what is in it is shown after the log-in, for copying, but
cannot be sent on with one click.
"""

import json
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from web.people.places import safe_place, this_place

FIELD = "held"
_TOKEN = "csrf_token"


@dataclass(frozen=True)
class HeldForm:
    """A form: where it was sent ``to``, its ``fields``, and whether it came from a page of ours."""

    to: str
    fields: tuple[tuple[str, str], ...]
    is_ours: bool

    @property
    def words(self) -> list[str]:
        """What was written, without marks and numbers that the page itself put in."""
        return [value for _, value in self.fields if not value.isascii() or " " in value.strip()]

    def packed(self) -> str:
        """As the hidden field holds it."""
        return json.dumps([self.to, self.fields, self.is_ours], ensure_ascii=False)


def hold() -> HeldForm | None:
    """The form of the present request, None where there is none that could be given back.

    A file cannot be given back by any page, and what is larger than any form is not even read.
    """
    longest = request.max_form_memory_size
    if request.method != "POST" or longest is None or (request.content_length or 0) > longest:
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != _TOKEN)
    if request.files or not fields:
        return None
    return HeldForm(this_place(), fields, _is_ours())


def unpack(packed: str | None, *, is_ours: bool = True) -> HeldForm | None:
    """The form that a log-in page carried along."""
    try:
        to, fields, was_ours = json.loads(packed or "null")
        pairs = tuple((_words(name), _words(value)) for name, value in fields)
    except (ValueError, TypeError, RecursionError):
        return None
    return HeldForm(safe_place(to if isinstance(to, str) else None), pairs, is_ours and was_ours is True)


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _is_ours() -> bool:
    try:
        validate_csrf(request.form.get(_TOKEN))
    except ValidationError:
        return False
    return True
