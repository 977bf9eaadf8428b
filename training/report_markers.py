"""Documents with generated parts: what stands between two markers is written by a command, never by hand."""

from pathlib import Path

from router.errors import DataError


def fill(path: Path, parts: dict[str, str]) -> None:
    """Write ``parts`` between their markers in ``path``. Raises DataError where a marker is missing."""
    text = path.read_text(encoding="utf-8")
    for name, content in parts.items():
        start, end = _span(text, name, path)
        text = f"{text[:start]}\n{content.strip()}\n{text[end:]}"
    path.write_text(text, encoding="utf-8")


def read_part(path: Path, name: str) -> str:
    """What stands between the markers of ``name``. Raises DataError where a marker is missing."""
    text = path.read_text(encoding="utf-8")
    start, end = _span(text, name, path)
    return text[start:end].strip()


def table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; all columns but the first are figures."""
    lines = [header, ["---", *["---:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _span(text: str, name: str, path: Path) -> tuple[int, int]:
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    start = text.find(begin)
    stop = text.find(end, start)
    if start < 0 or stop < 0:
        raise DataError(f"{path.name} 中缺少标记 {begin} 与 {end}，请恢复后重新运行。")
    return start + len(begin), stop
