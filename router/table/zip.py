"""The records of a ZIP package, for a file whose last part still grows (APPNOTE 6.3.9, sections 4.3 and 4.5)."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace

_LARGEST = 0xFFFF_FFFF
_VERSION, _VERSION_64 = 20, 45
_UTF8_DEFLATED = (0x800, 8)
# 1980-01-01 00:00, the zero of DOS time: the same rows must make the same bytes on any day.
_TIME, _DAY = 0, 0x21
# Room for the sizes of a part beyond 4 GB; until then it is filled by the padding that Office itself uses.
_PADDING = struct.pack("<HHHH12x", 0xA220, 16, 0xA028, 0)


@dataclass(frozen=True)
class Entry:
    """A part: where its local header begins, and checksum, packed and unpacked size of its content."""

    name: str
    start: int
    crc: int
    packed: int
    size: int

    def grown(self, crc: int, packed: int, size: int) -> "Entry":
        """The entry after more content."""
        return replace(self, crc=crc, packed=self.packed + packed, size=self.size + size)

    @property
    def is_large(self) -> bool:
        """Whether sizes or place do not fit into the old 32 bits."""
        return max(self.packed, self.size, self.start) >= _LARGEST


def local_header(entry: Entry) -> bytes:
    """The record before the content; its length does not depend on the sizes."""
    name = entry.name.encode()
    sizes = (_LARGEST, _LARGEST) if entry.is_large else (entry.packed, entry.size)
    extra = struct.pack("<HHQQ", 1, 16, entry.size, entry.packed) if entry.is_large else _PADDING
    return _common(b"PK\x03\x04", entry, sizes, len(extra)) + name + extra


def directory(entries: Sequence[Entry], start: int) -> bytes:
    """The records after the content, which begin at byte ``start``."""
    records = b"".join(map(_central_record, entries))
    count, large = len(entries), start + len(records) >= _LARGEST
    end = struct.pack(
        "<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(records), _LARGEST if large else start, 0
    )
    if not large:
        return records + end
    end_64 = struct.pack(
        "<4sQHHIIQQQQ", b"PK\x06\x06", 44, _VERSION_64, _VERSION_64, 0, 0, count, count, len(records), start
    )
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, start + len(records), 1)
    return records + end_64 + locator + end


def _central_record(entry: Entry) -> bytes:
    name = entry.name.encode()
    sizes, place, extra = (entry.packed, entry.size), entry.start, b""
    if entry.is_large:
        sizes, place = (_LARGEST, _LARGEST), _LARGEST
        extra = struct.pack("<HHQQQ", 1, 24, entry.size, entry.packed, entry.start)
    made_by = struct.pack("<H", _VERSION_64 if entry.is_large else _VERSION)
    record = _common(b"PK\x01\x02" + made_by, entry, sizes, len(extra))
    return record + struct.pack("<HHHII", 0, 0, 0, 0, place) + name + extra


def _common(signature: bytes, entry: Entry, sizes: tuple[int, int], extra: int) -> bytes:
    version = _VERSION_64 if entry.is_large else _VERSION
    name = len(entry.name.encode())
    return signature + struct.pack(
        "<HHHHHIIIHH", version, *_UTF8_DEFLATED, _TIME, _DAY, entry.crc, *sizes, name, extra
    )
