"""Text as it may be stored: personal data masked (`router.privacy`), and what was masked, for the clerk to see."""

from collections.abc import Iterable
from dataclasses import dataclass

from router.privacy import PersonalKind, find_masked
from web.store.types import storable


@dataclass(frozen=True)
class MaskedPart:
    """What was masked: the ``original`` (never stored) and where ``start:end`` its stand-in is in the masked text."""

    kind: PersonalKind
    original: str
    start: int
    end: int


@dataclass(frozen=True)
class Preview:
    """How a complaint would be stored."""

    title: str
    text: str
    parts: tuple[MaskedPart, ...]


def preview(text: str, title: str = "") -> Preview:
    """``text`` and ``title`` as they would be stored, and what was masked in the text; a name in one is known in both."""
    text, title = storable(text).strip(), storable(title).strip()
    names = {
        part[slice(*found.span)]
        for part in (text, title)
        for found in find_masked(part)
        if found.kind == "姓名"
    }
    masked, parts = _mask(text, names)
    return Preview(_mask(title, names)[0], masked, parts)


def masked_words(text: str) -> str:
    """A note or a reason as it may be stored."""
    return _mask(storable(text).strip(), ())[0]


def _mask(text: str, names: Iterable[str]) -> tuple[str, tuple[MaskedPart, ...]]:
    parts: list[MaskedPart] = []
    pieces: list[str] = []
    last = length = 0
    for masked in find_masked(text, names=names):
        start, end = masked.span
        pieces += [text[last:start], masked.shown]
        begin = length + start - last
        length, last = begin + len(masked.shown), end
        parts.append(MaskedPart(masked.kind, text[start:end], begin, length))
    return "".join([*pieces, text[last:]]), tuple(parts)
