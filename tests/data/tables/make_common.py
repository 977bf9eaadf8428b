"""What `make.py` and its parts share: the complaints in the tables, and the list of what each file must give."""

from pathlib import Path

HERE = Path(__file__).parent
SMOKE, NOISE, WATER = "楼下烧烤油烟呛得不敢开窗", "工地半夜打桩吵得睡不着", "自来水发黄有异味，没法喝"
TEXTS = [SMOKE, NOISE, WATER]
PLAIN = [["工单编号", "诉求内容", "属地"], ["1", SMOKE, "昌吉市"], ["2", NOISE, "阜康市"], ["3", WATER, ""]]
EXPECTED: dict[str, dict[str, object]] = {}


def expect(name: str, columns: list[str], texts: list[str], rows: int | None = None) -> Path:
    EXPECTED[name] = {
        "rows": len(texts) if rows is None else rows, "columns": columns, "first": texts[:1], "last": texts[-1:],
    }  # fmt: skip
    return HERE / name


def lines(rows: list[list[str]], separator: str = ",", end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def text(name: str, content: str | bytes, columns: list[str], texts: list[str], **how: object) -> None:
    path = expect(name, columns, texts, how.pop("rows", None))  # type: ignore[arg-type]
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode(str(how.get("encoding", "utf-8")))
    )
