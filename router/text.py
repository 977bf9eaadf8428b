"""Cleaning a complaint without moving a single character.

Every step maps one character to one character, so a span found in the cleaned text is the same span of the letter as
it came, and words can be marked in the original.
"""

import functools
import re
import unicodedata

_FOREIGN_SHARE = 0.5
# Signs that one word cutter takes into a word (2,4-D) and the other does not.
_JOINERS = "-_+#&"
# Telephone and identity numbers say nothing about the matter, and should say nothing to the model.
_NUMBER = re.compile(r"0{7,}")
_LOOSE_DOT = re.compile(r"\.(?!\d)")


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


def clean(text: str) -> str:
    """Return ``text`` in half-width, lower-case, simplified characters, digits as ``0``; the length is unchanged."""
    plain = _LOOSE_DOT.sub(" ", "".join(map(_plain, text)))
    return _NUMBER.sub(lambda match: " " * len(match[0]), plain)


def is_chinese(character: str) -> bool:
    """Whether the character is a Chinese one (CJK unified ideographs, base block)."""
    return "一" <= character <= "鿿"


def is_readable(text: str) -> bool:
    """Whether enough of the letters in ``text`` are Chinese for the model to have anything to say.

    The share of one half is a rule of thumb: a Chinese letter with a foreign brand in it passes, a letter in Uyghur
    script or in English with a Chinese place name in it does not.
    """
    letters = [c for c in text if c.isalpha()]
    chinese = sum(map(is_chinese, letters))
    return chinese > 0 and chinese >= _FOREIGN_SHARE * len(letters)
