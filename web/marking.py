"""Marked text: a text cut into pieces, each with the numbers of the marks that cover it.

Marks may overlap, as two matters can rest on overlapping words; a template only walks over the pieces.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from router.words import Span


@dataclass(frozen=True)
class Mark:
    """A marked span; ``labels`` are shown at its end, ``tone`` names its colour."""

    span: Span
    labels: tuple[str, ...]
    tone: str


@dataclass(frozen=True)
class Piece:
    """A run of text under the same marks; ``closing`` are the labels of marks that end with it."""

    text: str
    tone: str | None
    closing: tuple[str, ...]


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Cut ``text`` at the edges of ``marks``; joined the pieces are ``text`` again."""
    wanted = [mark for mark in marks if mark.span[0] < mark.span[1]]
    edges = sorted({0, len(text), *(edge for mark in wanted for edge in mark.span)})
    return [_piece(text, start, end, wanted) for start, end in pairwise(edges)]


def _piece(text: str, start: int, end: int, marks: list[Mark]) -> Piece:
    covering = [mark for mark in marks if mark.span[0] <= start and end <= mark.span[1]]
    closing = tuple(label for mark in covering if mark.span[1] == end for label in mark.labels)
    return Piece(text[start:end], covering[0].tone if covering else None, closing)


def find_all(text: str, words: Iterable[str]) -> list[Mark]:
    """Marks, without labels, on every occurrence of ``words``: what a search found."""
    marks = []
    for word in filter(None, words):
        start = text.find(word)
        while start >= 0:
            marks.append(Mark((start, start + len(word)), (), "found"))
            start = text.find(word, start + len(word))
    return marks
