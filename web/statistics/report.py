"""All tables and pictures of a selection, in the order of the page."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from web.statistics import pictures
from web.statistics.agreement import agreement_by_month, corrected_departments, corrected_matters
from web.statistics.counts import by_department, by_kind, by_matter, by_month, by_territory
from web.statistics.durations import TERM_DAYS, Quantiles, days_waited, time_by_matter, time_by_month
from web.statistics.lookup import Lookup
from web.statistics.repeats import repeated, repeats_in
from web.statistics.returns import between_departments, divided_matters, returned_matters
from web.statistics.selection import Selection
from web.statistics.spots import grid, hot_spots
from web.statistics.tables import Table, share

_BOTH = (("收到", 1), ("研判", 3))


@dataclass(frozen=True)
class Figure:
    """A table and the picture drawn from it, None where a table says it better."""

    table: Table
    picture: Markup | None = None


@dataclass(frozen=True)
class Section:
    """Figures under one heading."""

    key: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Fact:
    """A figure of the overview: ``beside`` says what it is of, ``former`` what it was before."""

    name: str
    value: str
    beside: str = ""
    former: str = ""


# Every table by its key, as functions: a file of one table counts only that.
_MAKERS: dict[str, Callable[[Selection, Lookup], Table]] = {
    "months": lambda chosen, _: by_month(chosen),
    "departments": lambda chosen, _: by_department(chosen),
    "territories": lambda chosen, _: by_territory(chosen),
    "kinds": lambda chosen, _: by_kind(chosen),
    "matters": lambda chosen, _: by_matter(chosen),
    "agreement": lambda chosen, _: agreement_by_month(chosen),
    "corrected-departments": lambda chosen, _: corrected_departments(chosen),
    "corrected-matters": lambda chosen, _: corrected_matters(chosen),
    "time": lambda chosen, _: time_by_month(chosen),
    "time-matters": lambda chosen, _: time_by_matter(chosen),
    "repeats": lambda chosen, _: repeated(chosen),
    "spots": lambda chosen, lookup: hot_spots(chosen, lookup.towns),
    "returns": lambda chosen, lookup: returned_matters(chosen, lookup.numbers),
    "pairs": lambda chosen, lookup: between_departments(chosen, lookup.numbers),
    "divided": lambda chosen, _: divided_matters(chosen),
}
KEYS = tuple(_MAKERS)
_SECTIONS = (
    ("counts", "来信与研判", ("months", "departments", "territories", "kinds", "matters")),
    ("agreement-section", "与建议的一致情况", ("agreement", "corrected-departments", "corrected-matters")),
    ("time-section", "研判用时", ("time", "time-matters")),
    ("spots-section", "热点与重复来信", ("spots", "repeats")),
    ("meeting", "退单与职责交叉", ("returns", "pairs", "divided")),
)


def table(key: str, chosen: Selection, lookup: Lookup) -> Table:
    """One table. Raises KeyError where there is none of that name."""
    return _MAKERS[key](chosen, lookup)


def tables(chosen: Selection, lookup: Lookup) -> list[Table]:
    """All of them."""
    return [make(chosen, lookup) for make in _MAKERS.values()]


def sections(chosen: Selection, lookup: Lookup) -> list[Section]:
    """All of them with their pictures, in the order of the page."""
    return [
        Section(key, title, tuple(_figure(table(name, chosen, lookup), chosen) for name in names))
        for key, title, names in _SECTIONS
    ]


def overview(chosen: Selection) -> list[Fact]:
    """The figures that a report begins with."""
    before = chosen.former
    waits = int(chosen.received.waiting.sum())
    outcomes = chosen.outcomes
    every = len(outcomes.letters)
    confirmed, kept = int(outcomes.confirmed.sum()), int(outcomes.kept.sum())
    waited = days_waited(chosen.first_decided)
    days = Quantiles(np.zeros(len(waited), int), waited)
    middle, most = days.at(0, 0.5), days.at(0, 0.9)
    return [
        Fact("收到", f"{len(chosen.received):,} 件", "", f"{len(before.received):,} 件" if before else ""),
        Fact("研判", f"{len(chosen.decided):,} 件", "", f"{len(before.decided):,} 件" if before else ""),
        Fact("待研判", f"{waits:,} 件", "本期收到的"),
        Fact("按建议确认", *_share_words(confirmed, every)),
        Fact("主办与建议一致", *_share_words(confirmed + kept, every)),
        Fact(
            "研判用时",
            f"{middle} 天" if middle is not None else "件数不足",
            f"中位数；90% 不超过 {most} 天" if most is not None else f"首次研判 {len(waited)} 件",
        ),
        Fact(
            "重复来信",
            f"{repeats_in(chosen):,} 件",
            "文字相同",
            f"{repeats_in(before):,} 件" if before else "",
        ),
        Fact("退单", f"{len(chosen.returns):,} 次", "", f"{len(before.returns):,} 次" if before else ""),
    ]


def _share_words(part: int, whole: int) -> tuple[str, str]:
    """A share with its counts or, of too few, the counts alone."""
    of = f"{part:,} / {whole:,} 件"
    found = share(part, whole)
    return (f"{found:.0%}", of) if found is not None else (of, "件数少，不计比例" if whole else "")


def _figure(made: Table, chosen: Selection) -> Figure:
    if not made.rows:
        return Figure(made)
    drawn = _drawn(made, chosen)
    # The canvas escapes all words it writes.
    return Figure(made, Markup(drawn) if drawn else None)


def _drawn(made: Table, chosen: Selection) -> str | None:
    match made.key:
        case "months":
            return pictures.columns(made, (("收到", 1), ("研判", 3)))
        case "departments" | "territories" | "kinds" | "matters":
            return pictures.bars(made, _BOTH)
        case "agreement":
            parts = (("确认", 2), ("主办未改，其他有改", 3), ("改了主办", 4))
            return pictures.stack(made, parts, share=5)
        case "corrected-departments" | "corrected-matters":
            return pictures.bars(made, (("改了主办", 4),), most=10)
        case "time-matters":
            return pictures.bars(made, (("中位数", 2), ("90%不超过", 3)), most=10)
        case "time":
            return pictures.lines(made, (("中位数", 2), ("90%不超过", 3)), (f"{TERM_DAYS} 日", TERM_DAYS))
        case "spots" if chosen.territory is not None:
            both = (("本期", 2), ("上期", 3)) if chosen.former else (("本期", 2),)
            return pictures.bars(made, both, label=1)
        case "spots":
            return pictures.heat("各属地最多的事项", *grid(chosen))
    return None
