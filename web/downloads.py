"""Files that leave the program: their names, also Chinese ones, and their bytes block by block."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from urllib.parse import quote

from flask import Response

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 64 * 1024


def attachment(body: bytes | Iterable[bytes], content_type: str, name: str) -> Response:
    """A file that the browser saves as ``name``."""
    response = Response(body, content_type=content_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """What is in ``file`` from where it stands."""
    while chunk := file.read(_CHUNK):
        yield chunk
