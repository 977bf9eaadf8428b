"""The parts of an XLSX file around its sheets: which sheets there are, which formats are dates, the shared strings."""

import re
import tempfile
import weakref
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

from router.errors import TableError
from router.table.cells import is_date_format

CHUNK = 1 << 20
_SMALL_PART = 1 << 26
_KEPT_STRINGS = 20_000
_LONGEST_KEPT = 1000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """A sheet of the workbook: its name, the part of the package that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True)
class Book:
    """What must be known before the first cell can be read."""

    sheets: tuple[Sheet, ...]
    date_styles: frozenset[str]
    is_1904: bool
    strings: str | None


def read_book(package: zipfile.ZipFile, path: Path) -> Book:
    """Read workbook, relations and styles. Raises TableError where the package is no workbook."""
    names = {name.lower(): name for name in package.namelist()}
    main = next((part for kind, part in _relations(package, names, "") if kind == "officeDocument"), None)
    if main is None or main.lower() not in names:
        raise TableError(f"{path.name} 是压缩包但不是 XLSX 工作簿，请用 Excel 或 WPS 另存为 XLSX 后再试。")
    by_id = _relation_ids(package, names, main)
    parts = dict(_relations(package, names, main))
    root = _xml(package, names, main)
    sheets = []
    for element in root.iter():
        part = names.get(by_id.get(_local(element, "id"), "").lower())
        if _name(element.tag) == "sheet" and part:
            sheets.append(Sheet(element.get("name", ""), part, element.get("state", "visible") != "visible"))
    setting = next((element for element in root.iter() if _name(element.tag) == "workbookPr"), None)
    styles, strings = parts.get("styles", ""), parts.get("sharedStrings", "")
    return Book(
        tuple(sheets),
        _date_styles(_xml(package, names, styles)) if styles.lower() in names else frozenset(),
        setting is not None and setting.get("date1904") in ("1", "true"),
        names.get(strings.lower()),
    )


def _xml(package: zipfile.ZipFile, names: dict[str, str], part: str) -> ElementTree.Element:
    with package.open(names[part.lower()]) as file:
        data = file.read(_SMALL_PART)
    if b"<!DOCTYPE" in data:
        raise TableError(
            f"工作簿的 {part} 含有不应出现的文档类型声明，为安全起见不予读取。请用 Excel 或 WPS 重新另存。"
        )
    return ElementTree.fromstring(data)


def _relation_elements(
    package: zipfile.ZipFile, names: dict[str, str], part: str
) -> list[ElementTree.Element]:
    place = PurePosixPath(part)
    relations = str(place.parent / "_rels" / f"{place.name}.rels") if part else "_rels/.rels"
    return list(_xml(package, names, relations)) if relations.lower() in names else []


def _relations(package: zipfile.ZipFile, names: dict[str, str], part: str) -> Iterator[tuple[str, str]]:
    for element in _relation_elements(package, names, part):
        yield element.get("Type", "").rpartition("/")[2], _target(part, element)


def _relation_ids(package: zipfile.ZipFile, names: dict[str, str], part: str) -> dict[str, str]:
    return {
        element.get("Id", ""): _target(part, element) for element in _relation_elements(package, names, part)
    }


def _target(part: str, element: ElementTree.Element) -> str:
    target = element.get("Target", "").replace("\\", "/")
    if target.startswith("/"):
        return target[1:]
    steps: list[str] = []
    for step in (PurePosixPath(part).parent / target).parts:
        if step == "..":
            steps = steps[:-1]
        else:
            steps.append(step)
    return "/".join(steps)


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _local(element: ElementTree.Element, name: str) -> str:
    """An attribute by its name without namespace."""
    return next((value for key, value in element.attrib.items() if _name(key) == name and "}" in key), "")


def _date_styles(root: ElementTree.Element) -> frozenset[str]:
    codes = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iter()
        if _name(element.tag) == "numFmt"
    }
    lists = [element for element in root.iter() if _name(element.tag) == "cellXfs"]
    formats = [element.get("numFmtId", "0") for cells in lists[:1] for element in cells]
    return frozenset(
        str(style)
        for style, number in enumerate(formats)
        if is_date_format(int(number) if number.isdigit() else 0, codes.get(number))
    )


def unescape(text: str) -> str:
    """Characters that XML cannot hold are written by spreadsheets as ``_x000D_``."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class SharedStrings:
    """The strings that cells of type ``s`` refer to, kept in a file: a million letters do not fit into memory."""

    def __init__(self, file: BinaryIO, ends: "array[int]") -> None:
        self._file = file
        weakref.finalize(self, file.close)
        self._ends = ends
        self._recent: dict[int, str] = {}

    def __getitem__(self, index: int) -> str:
        text = self._recent.get(index)
        if text is None:
            start = self._ends[index - 1] if index else 0
            self._file.seek(start)
            text = self._file.read(self._ends[index] - start).decode("utf-8", "surrogatepass")
            if len(self._recent) >= _KEPT_STRINGS:
                self._recent.clear()
            if len(text) <= _LONGEST_KEPT:
                self._recent[index] = text
        return text


def read_strings(package: zipfile.ZipFile, part: str | None) -> SharedStrings:
    """Copy the shared strings into a temporary file, one pass, phonetic readings left out."""
    file: Any = tempfile.TemporaryFile()  # noqa: SIM115  closed when the strings are no longer used
    ends = array("Q")
    collector = _StringCollector()
    if part is not None:
        for texts in parse(package, part, collector.start, collector.end, collector.text, collector.take):
            for text in texts:
                file.write(unescape(text).encode("utf-8", "surrogatepass"))
                ends.append(file.tell())
    return SharedStrings(file, ends)


class _StringCollector:
    def __init__(self) -> None:
        self._done: list[str] = []
        self._parts: list[str] = []
        self._in_text = self._in_phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = _name(name)
        if kind == "si":
            self._parts = []
        elif kind == "rPh":
            self._in_phonetic = True
        elif kind == "t":
            self._in_text = not self._in_phonetic

    def end(self, name: str) -> None:
        kind = _name(name)
        if kind == "si":
            self._done.append("".join(self._parts))
        elif kind == "rPh":
            self._in_phonetic = False
        elif kind == "t":
            self._in_text = False

    def text(self, text: str) -> None:
        if self._in_text:
            self._parts.append(text)

    def take(self) -> list[str]:
        done, self._done = self._done, []
        return done


def parse(package: zipfile.ZipFile, part: str, start: Any, end: Any, text: Any, take: Any) -> Iterator[Any]:
    """Run a part of the package through expat, and after each chunk yield what ``take`` has to give.

    Element names come as ``namespace}name``. A part with a document type is refused: it is the way to entity bombs.
    """
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse
    with package.open(part) as file:
        while chunk := file.read(CHUNK):
            parser.Parse(chunk)
            yield take()
        parser.Parse(b"", True)
        yield take()


def _refuse(*_: object) -> None:
    raise TableError("工作簿含有不应出现的文档类型声明，为安全起见不予读取。请用 Excel 或 WPS 重新另存。")
