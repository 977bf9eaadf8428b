"""Which encoding a text table is in, decided by the whole file and not by its first lines.

An export is often plain ASCII for its first thousand rows, or has one character cut in half in the middle.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from router.errors import TableError

_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Chinese in GB18030 read as UTF-8 is broken nearly everywhere; with this share of broken characters it is still UTF-8.
_TOLERATED = 0.25
_CONTROLS_OF_BINARY = 0.05
_NULS_OF_UTF16 = 0.01
_ONE_SIDED = 0.95
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and how many characters of the file are broken and will read as U+FFFD."""

    name: str
    broken: int = 0


def detect_encoding(path: Path) -> Encoding:
    """The encoding of ``path``: by its mark, else UTF-16 by its NULs, else UTF-8, else GB18030, else a guess.

    Raises TableError where the file is no text in any encoding.
    """
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return Encoding(name, _count(path, name)[0])
    if unmarked := _utf16(sample):
        return Encoding(unmarked, _count(path, unmarked)[0])
    if _is_binary(sample):
        raise TableError(
            f"{path.name} 不是文本表格，也不是可识别的工作簿。请用 CSV（UTF-8 或 GB18030）、XLSX、XLS 或 ODS 格式。"
        )
    for name in ("utf-8", "gb18030"):
        broken, special = _count(path, name)
        if broken <= _TOLERATED * special:
            return Encoding(name, broken)
    best = from_bytes(sample).best()
    name = best.encoding if best else "gb18030"
    return Encoding(name, _count(path, name)[0])


def _count(path: Path, name: str) -> tuple[int, int]:
    """How many characters are broken, and how many are not ASCII (the broken ones included)."""
    decoder = codecs.getincrementaldecoder(name)("replace")
    broken = special = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if not text.isascii():
                broken += text.count(REPLACEMENT)
                special += len(text) - len(text.encode("ascii", "ignore"))
    rest = len(decoder.decode(b"", final=True))
    return broken + rest, special + rest


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark: every ASCII character has a NUL beside it, always on the same side."""
    low, high = sample[::2].count(0), sample[1::2].count(0)
    if low + high < _NULS_OF_UTF16 * len(sample) or max(low, high) < _ONE_SIDED * (low + high):
        return None
    name = "utf-16-le" if high > low else "utf-16-be"
    text = sample[: len(sample) // 2 * 2].decode(name, "replace")
    return name if any(mark in text for mark in "\n\r,\t;") else None


def _is_binary(sample: bytes) -> bool:
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x0b\x1b\x00")
    return controls > _CONTROLS_OF_BINARY * len(sample)
