"""Cleaning a complaint without moving a single character.

Every step maps one character to one character, so a span found in the cleaned text is the same span of the letter as
it came, and words can be marked in the original.
"""

import functools
import string
import unicodedata
from collections.abc import Callable
from enum import IntFlag

import numpy as np
import numpy.typing as npt

from router.arrays import Flags, sums
from router.hashing import Codes, codes_of, text_of

_FOREIGN_SHARE = 0.5
# Signs that one word cutter takes into a word (2,4-D) and the other does not.
_JOINERS = "-_+#&"
# Telephone and identity numbers say nothing about the matter, and should say nothing to the model.
SENTENCE_ENDS = frozenset("。！？!?；;\n")
_PLAIN_LETTERS = frozenset(string.ascii_lowercase + string.digits)
_LONG_NUMBER = 7
_SPACE, _DOT, _ZERO = map(ord, " .0")


@functools.cache
def _simplifier() -> "OpenCC":  # type: ignore[name-defined]  # noqa: F821
    from opencc import OpenCC  # loaded only for the rare letter in traditional script

    return OpenCC("t2s")


@functools.lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return "\n" if character in "\n\r" else " "
    plain = unicodedata.normalize("NFKC", character).lower()
    if len(plain) != 1:
        return character
    if plain in _JOINERS:
        return " "
    if "一" <= plain <= "鿿" and not _in_gb2312(plain):
        simplified = _simplifier().convert(plain)
        return simplified if len(simplified) == 1 else plain
    return "0" if plain.isdigit() else plain


def _in_gb2312(character: str) -> bool:
    """Whether the character belongs to the simplified set; no traditional form does."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


class _Characters:
    """What ``describe`` says of each character, worked out once; 0 stands for not yet."""

    def __init__(self, describe: Callable[[str], int]) -> None:
        self._describe = describe
        # Zeroed memory is only taken where it is written to: of the code points a letter uses few.
        self._known = np.zeros(0x110000, dtype=np.uint32)

    def of(self, codes: Codes) -> Codes:
        """The description of every character, an array of the same shape."""
        found = self._known[codes]
        unknown = found == 0
        if unknown.any():
            for code in np.unique(codes[unknown]).tolist():
                self._known[code] = self._describe(chr(code))
            found = self._known[codes]
        return found


class Trait(IntFlag):
    """What a character can be."""

    ANY = 1
    ALNUM = 2
    ALPHA = 4
    CHINESE = 8
    SENTENCE_END = 16
    PLAIN = 32


def _traits(character: str) -> int:
    held = (
        (Trait.ALNUM, character.isalnum()),
        (Trait.ALPHA, character.isalpha()),
        (Trait.CHINESE, is_chinese(character)),
        (Trait.SENTENCE_END, character in SENTENCE_ENDS),
        (Trait.PLAIN, is_chinese(character) or character in _PLAIN_LETTERS),
    )
    return Trait.ANY | sum(trait for trait, is_held in held if is_held)


_PLAIN = _Characters(lambda character: ord(_plain(character)))
_TRAITS = _Characters(_traits)


def clean(text: str) -> str:
    """Return ``text`` in half-width, lower-case, simplified characters, digits as ``0``; the length is unchanged."""
    return text_of(clean_codes(codes_of(text)))


def clean_codes(codes: Codes) -> Codes:
    """`clean` on code points. Texts joined by line breaks are cleaned as each by itself."""
    plain = _PLAIN.of(codes)
    is_zero = plain == _ZERO
    # A dot that no digit follows ends something and belongs to no number.
    is_loose = plain == _DOT
    is_loose[:-1] &= ~is_zero[1:]
    plain[is_loose] = _SPACE
    turns = np.flatnonzero(np.diff(np.r_[False, is_zero, False]))
    for start, end in zip(turns[::2], turns[1::2], strict=True):
        if end - start >= _LONG_NUMBER:
            plain[start:end] = _SPACE
    return plain


def is_chinese(character: str) -> bool:
    """Whether the character is a Chinese one (CJK unified ideographs, base block)."""
    return "一" <= character <= "鿿"


def has_trait(codes: Codes, trait: Trait) -> Flags:
    """Whether each character is such a one."""
    return (_TRAITS.of(codes) & np.uint32(trait)).astype(bool)


def are_readable(codes: Codes, starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Flags:
    """Whether enough of the letters of each text ``starts:ends`` are Chinese for the model to have anything to say.

    The share of one half is a rule of thumb: a Chinese letter with a foreign brand in it passes, a letter in Uyghur
    script or in English with a Chinese place name in it does not.
    """
    letters, chinese = (sums(has_trait(codes, trait)) for trait in (Trait.ALPHA, Trait.CHINESE))
    letters, chinese = letters[ends] - letters[starts], chinese[ends] - chinese[starts]
    return np.asarray((chinese > 0) & (chinese >= _FOREIGN_SHARE * letters))


def is_readable(text: str) -> bool:
    """`are_readable` of one text."""
    codes = codes_of(text)
    return bool(are_readable(codes, np.array([0]), np.array([len(codes)]))[0])
