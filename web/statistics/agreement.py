"""How far clerks agree with what is suggested, and where they correct it most often.

A letter counts once, by the decision that holds, beside the suggestion that was shown then; letters without a
suggestion do not count.
"""

from collections.abc import Callable

from web.statistics.facts import MOST_DEPARTMENTS, Array
from web.statistics.outcomes import Outcomes
from web.statistics.selection import Months, Selection, department, named, tally
from web.statistics.tables import Column, Table, Value, share

_NOTE = "每件按现行决定计一次，与当时显示的建议比较；没有建议的不计。不足 10 件的不计比例。"
_COLUMNS = (
    Column("研判", "count"),
    Column("确认", "count"),
    Column("主办未改，其他有改", "count"),
    Column("改了主办", "count"),
    Column("确认率", "share"),
    Column("改主办率", "share"),
)


def agreement_by_month(chosen: Selection) -> Table:
    """Over the months of the trend, by the day of the decision."""
    trend = chosen.trend
    months, outcomes = Months(trend.period), trend.outcomes
    parts = (
        months.counts(outcomes.letters.decided_on[mask])
        for mask in (outcomes.confirmed, outcomes.kept, outcomes.corrected)
    )
    rows = [_row(name, [sum(counts), *counts]) for name, *counts in zip(months.names, *parts, strict=True)]
    return Table(
        "agreement",
        "研判与建议的一致情况",
        (Column("月份"), *_COLUMNS),
        rows,
        f"{_NOTE}柱上的百分数是确认率。",
    )


def corrected_departments(chosen: Selection) -> Table:
    """By the department that was suggested, the most corrected first."""
    outcomes = chosen.outcomes
    return _corrections(
        "corrected-departments", "建议主办部门被更正的情况", "建议的主办部门", outcomes, outcomes.letters.shown_lead, department
    )  # fmt: skip


def corrected_matters(chosen: Selection) -> Table:
    """By the matter that was suggested, the most corrected first."""
    outcomes = chosen.outcomes
    return _corrections(
        "corrected-matters",
        "建议事项被更正主办的情况",
        "建议的事项",
        outcomes,
        outcomes.letters.matter,
        chosen.matter,
    )


def _corrections(
    key: str, title: str, heading: str, outcomes: Outcomes, codes: Array, name: Callable[[int], str]
) -> Table:
    instead = _instead(codes[outcomes.corrected], outcomes.letters.decided_lead[outcomes.corrected])
    groups = {mask: tally(codes[getattr(outcomes, mask)]) for mask in ("confirmed", "kept", "corrected")}
    rows = []
    for code in tally(codes):
        parts = [counts.get(code, 0) for counts in groups.values()]
        rows.append([*_row(name(code), [sum(parts), *parts]), named(instead.get(code, {}), department)])
    rows.sort(key=lambda row: -int(row[4] or 0))
    return Table(key, title, (Column(heading), *_COLUMNS, Column("多改为")), rows, _NOTE)


def _instead(codes: Array, leads: Array) -> dict[int, dict[int, int]]:
    """Of each code that was corrected: which departments it went to instead."""
    found: dict[int, dict[int, int]] = {}
    for pair, count in tally((codes + 1) * MOST_DEPARTMENTS + leads).items():
        code, lead = divmod(pair, MOST_DEPARTMENTS)
        found.setdefault(code - 1, {})[lead] = count
    return found


def _row(name: str, counts: list[int]) -> list[Value]:
    every, confirmed, _, corrected = counts
    return [name, *counts, share(confirmed, every), share(corrected, every)]
