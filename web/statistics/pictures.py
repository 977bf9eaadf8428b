"""The pictures of the statistics. They are told apart by light and dark and not by colour, so that any printer will do."""

from collections.abc import Sequence
from math import ceil, floor, log10

from router.charts import Canvas, text_width
from web.statistics.tables import Table

WIDTH = 600
_BAR, _GAP, _LABEL = 18, 7, 170
_PLOT, _TOP, _LEFT, _BOTTOM = 190, 34, 44, 26
_SIZE = 12
# Classes of the style sheet: dark, middle, light with an edge.
LOOKS = ("one", "two", "three")
_MOST_BARS = 15
_LONGEST_NAME = 13

Series = Sequence[tuple[str, int]]


def bars(table: Table, series: Series, most: int = _MOST_BARS, label: int = 0) -> str:
    """A group of bars for each of the first rows, with its figure; ``series`` are headings and columns."""
    rows = table.rows[:most]
    field = WIDTH - _LABEL - 60
    height = len(series) * _BAR * (0.75 if len(series) > 1 else 1)
    canvas = Canvas(table.key, WIDTH, _TOP + len(rows) * (height + _GAP), table.title)
    _legend(canvas, [name for name, _ in series])
    largest = max((_number(row[column]) for row in rows for _, column in series), default=0) or 1
    for place, row in enumerate(rows):
        y = _TOP + place * (height + _GAP)
        canvas.text(_LABEL - 8, y + height / 2, _short(str(row[label])), _SIZE, 1, "")
        for at, (_, column) in enumerate(series):
            value = _number(row[column])
            length, thick = field * value / largest, height / len(series)
            canvas.rect(_LABEL, y + at * thick, max(length, 0.5), thick - 1, look=LOOKS[at])
            canvas.text(_LABEL + length + 5, y + (at + 0.5) * thick, f"{value:,.0f}", _SIZE, 0, "")
    return canvas.svg()


def columns(table: Table, series: Series) -> str:
    """Columns beside one another for each month."""
    canvas, step, scale = _frame(table, series, max_of=_largest(table, series))
    width = step * 0.8 / len(series)
    for place, row in enumerate(table.rows):
        for at, (_, column) in enumerate(series):
            height = _number(row[column]) * scale
            x = _LEFT + place * step + step * 0.1 + at * width
            canvas.rect(x, _TOP + _PLOT - height, width - 0.5, height, look=LOOKS[at])
    return canvas.svg()


def stack(table: Table, series: Series, share: int) -> str:
    """Columns of parts on one another for each month, above each the share in column ``share`` where there is one."""
    totals = [sum(_number(row[column]) for _, column in series) for row in table.rows]
    canvas, step, scale = _frame(table, series, max_of=max(totals, default=0))
    has_room = step > text_width("100%", 10)
    for place, row in enumerate(table.rows):
        x, top = _LEFT + place * step + step * 0.15, float(_TOP + _PLOT)
        for at, (_, column) in enumerate(series):
            part = _number(row[column]) * scale
            top -= part
            canvas.rect(x, top, step * 0.7, part, look=LOOKS[at])
        if row[share] is not None and has_room:
            canvas.text(x + step * 0.35, top - 8, f"{row[share]:.0%}", 10, 0.5, "")
    return canvas.svg()


def lines(table: Table, series: Series, mark: tuple[str, float] | None = None) -> str:
    """A line through the months for each column, broken where there is no value; ``mark`` is a level to compare with."""
    largest = max(_largest(table, series), mark[1] if mark else 0)
    canvas, step, scale = _frame(table, series, max_of=largest)
    if mark:
        y = _TOP + _PLOT - mark[1] * scale
        canvas.line(_LEFT, y, WIDTH, y, "", dash="5 4", look="mark")
        canvas.text(WIDTH, y - 9, mark[0], 11, 1, "")
    for at, (_, column) in enumerate(series):
        run: list[tuple[float, float]] = []
        for place, row in enumerate([*table.rows, None]):
            value = row[column] if row else None
            if value is None:
                if len(run) > 1:
                    canvas.curve(run, "", look=f"{LOOKS[at]} drawn")
                run = []
                continue
            run.append((_LEFT + (place + 0.5) * step, _TOP + _PLOT - _number(value) * scale))
        for place, row in enumerate(table.rows):
            if row[column] is not None:
                x, y = _LEFT + (place + 0.5) * step, _TOP + _PLOT - _number(row[column]) * scale
                canvas.circle(x, y, 4, "", look=LOOKS[at])
    return canvas.svg()


def heat(title: str, across: Sequence[str], down: Sequence[str], counts: Sequence[Sequence[int]]) -> str:
    """A grid of counts, the darker the more; every count is written in its cell."""
    size, head = 26, 96
    left = _LABEL + 20
    width = (WIDTH - left) / max(len(across), 1)
    canvas = Canvas("heat", WIDTH, head + size * len(down) + 2, title)
    for at, name in enumerate(across):
        canvas.text(left + (at + 0.5) * width, head - 6, _short(name, 7), _SIZE, 0, "", turned=True)
    largest = max((max(row, default=0) for row in counts), default=0) or 1
    for place, (name, row) in enumerate(zip(down, counts, strict=True)):
        y = head + place * size
        canvas.text(left - 8, y + size / 2, _short(name), _SIZE, 1, "")
        for at, count in enumerate(row):
            depth = ceil(4 * count / largest)
            canvas.rect(left + at * width, y, width - 1, size - 1, look=f"depth{depth}")
            if count:
                look = "on-dark" if depth >= 3 else ""
                canvas.text(left + (at + 0.5) * width, y + size / 2, f"{count:,}", 11, 0.5, "", look=look)
    return canvas.svg()


def _frame(table: Table, series: Series, max_of: float) -> tuple[Canvas, float, float]:
    """Axes and legend; the width of a month, and the height of one."""
    canvas = Canvas(table.key, WIDTH, _TOP + _PLOT + _BOTTOM, table.title)
    _legend(canvas, [name for name, _ in series])
    tick = _tick(max_of)
    most = tick * ceil(max_of * 1.05 / tick) if max_of else tick
    scale = _PLOT / most
    for level in range(round(most / tick) + 1):
        y = _TOP + _PLOT - level * tick * scale
        canvas.line(_LEFT, y, WIDTH, y, "", look="grid")
        canvas.text(_LEFT - 6, y, f"{level * tick:,.0f}", 11, 1, "")
    step = (WIDTH - _LEFT) / max(len(table.rows), 1)
    each = ceil(text_width("2026-01", 11) / step)
    for place, row in enumerate(table.rows):
        # The last month is always named; those before it as far as there is room.
        if (len(table.rows) - 1 - place) % each == 0:
            x = _LEFT + (place + 0.5) * step
            canvas.text(min(x, WIDTH - 22), _TOP + _PLOT + 14, str(row[0])[2:], 11, 0.5, "")
    return canvas, step, scale


def _legend(canvas: Canvas, names: Sequence[str]) -> None:
    x = float(_LEFT)
    for look, name in zip(LOOKS, names, strict=False):
        canvas.rect(x, 6, 14, 12, look=look)
        canvas.text(x + 20, 12, name, _SIZE, 0, "")
        x += text_width(name, _SIZE) + 44


def _tick(largest: float) -> float:
    """A round step with four lines or so up to ``largest``, at least 1."""
    if largest <= 4:
        return 1
    rough = largest / 4
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _largest(table: Table, series: Series) -> float:
    return max((_number(row[column]) for row in table.rows for _, column in series), default=0)


def _number(value: str | int | float | None) -> float:
    return float(value or 0)


def _short(name: str, longest: int = _LONGEST_NAME) -> str:
    return name if len(name) <= longest else name[: longest - 1] + "…"
