"""Text as terms of the full-text index: pairs of neighbouring Chinese characters, and whole foreign words and numbers.

One way of cutting for both databases, and for what is stored and what is asked. A run of characters ABC becomes AB, BC
and C, so that every character begins exactly one term and a single one can be found by its prefix.
"""

import re
import unicodedata
from dataclasses import dataclass
from operator import add

from router.text import clean

_CHINESE = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CHINESE}]+|[^\W_{_CHINESE}]+")
_IS_CHINESE = re.compile(rf"[{_CHINESE}]")
# What the model's cleaning leaves of a digit.
_DOUBTFUL = re.compile("[0 ]")
_LONGEST_WORD = 40
# What PostgreSQL takes into one vector, with room to spare; a letter of the longest kind has about as many.
_MOST_TERMS = 30_000
_MOST_ASKED = 40


@dataclass(frozen=True)
class Asked:
    """A term that must be in the text; with ``is_prefix`` its beginning is enough."""

    term: str
    is_prefix: bool


def fold(text: str) -> str:
    """``text`` in half-width, lower-case, simplified characters; the length is unchanged and digits stay."""
    return _DOUBTFUL.sub(lambda found: _folded(text[found.start()], found[0]), clean(text))


def _folded(character: str, plain: str) -> str:
    # The model's cleaning hides digits, which a clerk may well look for.
    if plain in "0 " and (digit := unicodedata.normalize("NFKC", character)).isdigit() and len(digit) == 1:
        return digit
    return plain


def terms(*texts: str) -> list[str]:
    """The different terms of ``texts`` in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        for run in _RUN.findall(fold(text)):
            if _IS_CHINESE.match(run):
                found.update(dict.fromkeys(run[at : at + 2] for at in range(len(run))))
            else:
                found[run[:_LONGEST_WORD]] = None
    return list(found)[:_MOST_TERMS]


def pairs(text: str) -> set[str]:
    """The terms of ``text`` without the single characters at the ends of runs, for comparing texts."""
    found: set[str] = set()
    for run in _RUN.findall(fold(text)):
        if _IS_CHINESE.match(run):
            found.update(map(add, run, run[1:]))
        elif len(run) > 1:
            found.add(run[:_LONGEST_WORD])
    return found


def asked(query: str) -> list[Asked]:
    """What a text must hold to match ``query``; empty where nothing in the query can be looked for."""
    found: dict[Asked, None] = {}
    for run in _RUN.findall(fold(query)):
        if not _IS_CHINESE.match(run):
            found[Asked(run[:_LONGEST_WORD], True)] = None
        elif len(run) == 1:
            found[Asked(run, True)] = None
        else:
            found.update(dict.fromkeys(Asked(run[at : at + 2], False) for at in range(len(run) - 1)))
    return list(found)[:_MOST_ASKED]
