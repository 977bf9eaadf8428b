"""How many letters came and how many were decided: by month, department, territory, kind and matter."""

from collections.abc import Callable

from web.statistics.facts import Array
from web.statistics.selection import Months, Selection, department, tally
from web.statistics.tables import Column, Table, Value, share

_COUNTS = (Column("收到", "count"), Column("占收到", "share"), Column("研判", "count"))
RECEIVED_NOTE = "收到按收到日期计，研判按现行决定的日期计；未研判的来信按建议归类。"


def by_month(chosen: Selection) -> Table:
    """Letters received, those whose words had come before, and letters decided, over the months of the trend."""
    trend = chosen.trend
    months = Months(trend.period)
    received = trend.received
    again = received.received[received.repeat_of > 0]
    columns = (months.counts(days) for days in (received.received, again, trend.decided.decided_on))
    rows: list[list[Value]] = [list(row) for row in zip(months.names, *columns, strict=True)]
    return Table(
        "months", "各月来信", (Column("月份"), Column("收到", "count"), Column("其中重复", "count"), Column("研判", "count")),
        rows, f"趋势图至少显示 12 个月，截至{_end(chosen)}，不受起始日期限制。",
    )  # fmt: skip


def by_department(chosen: Selection) -> Table:
    """By the department that leads as things stand, and that was decided."""
    return _grouped(
        chosen, "departments", "各主办部门", "主办部门", department,
        chosen.received.department, chosen.decided.decided_lead,
    )  # fmt: skip


def by_territory(chosen: Selection) -> Table:
    """By county, city or park."""
    return _grouped(
        chosen, "territories", "各县市园区", "属地", chosen.place,
        chosen.received.territory, chosen.decided.territory,
    )  # fmt: skip


def by_kind(chosen: Selection) -> Table:
    """By kind."""
    return _grouped(
        chosen,
        "kinds",
        "诉求类型",
        "诉求类型",
        chosen.kind,
        chosen.received.kind_now,
        chosen.decided.kind_now,
    )


def by_matter(chosen: Selection) -> Table:
    """By matter."""
    return _grouped(
        chosen,
        "matters",
        "各事项",
        "事项",
        chosen.matter,
        chosen.received.matter_now,
        chosen.decided.matter_now,
    )


def _grouped(
    chosen: Selection,
    key: str,
    title: str,
    heading: str,
    name: Callable[[int], str],
    received: Array,
    decided: Array,
) -> Table:
    came, done = tally(received), tally(decided)
    total = len(received)
    rows: list[list[Value]] = [
        [name(code), came.get(code, 0), share(came.get(code, 0), total), done.get(code, 0)]
        for code in {**came, **done}
    ]
    return Table(key, title, (Column(heading), *_COUNTS), rows, RECEIVED_NOTE)


def _end(chosen: Selection) -> str:
    until = chosen.period.until
    return f"{until.year}年{until.month}月{until.day}日"
