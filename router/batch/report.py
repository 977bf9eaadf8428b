"""The summary of a batch as one HTML page with pictures: no script, nothing loaded from elsewhere, fit to be printed."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path

from router.batch.summary import NOWHERE, Summary
from router.files import write_beside
from router.labels import DISPOSITIONS

_MOST_BARS = 15
_BAR, _GAP, _LABEL, _FIELD, _FIGURE = 20, 8, 190, 420, 110
_BLUE, _GREY = "#1f5f99", "#8a94a0"
# Colours that stay apart in grey print and for colour-blind eyes.
_DISPOSITION_COLOURS = dict(zip(DISPOSITIONS.values(), ("#2a7f62", "#d08a1d", "#7a5aa6", _GREY), strict=True))
_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;color:#1c2733;max-width:60rem;
margin:2rem auto;padding:0 1.5rem}
h1{font-size:1.5rem;margin-bottom:.2rem}h2{font-size:1.1rem;margin:2rem 0 .6rem;border-bottom:1px solid #d5dbe1}
.figures{display:flex;flex-wrap:wrap;gap:1rem;margin:1.2rem 0}.figures div{border:1px solid #d5dbe1;border-radius:6px;
padding:.6rem 1.1rem}.figures b{display:block;font-size:1.4rem}p.note{color:#55606c;margin:.2rem 0}
svg{max-width:100%;height:auto;display:block}svg text{font-size:13px;fill:#1c2733}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #d5dbe1;padding:.3rem .6rem;text-align:left}
@media print{body{margin:0;max-width:none}section{break-inside:avoid}}
"""


def write_report(summary: Summary, path: Path) -> None:
    """Write the page to ``path``. Raises OutputError where that is not possible."""
    with write_beside(path) as temporary:
        temporary.write_text(report_html(summary, datetime.now()), encoding="utf-8", errors="replace")


def report_html(summary: Summary, now: datetime) -> str:
    """The page, as of ``now``."""
    tally = summary.tally
    sections = [
        ("处理建议", _shares(tally.dispositions)),
        ("主办部门（每件按第一主办部门计）", _bars(tally.departments)),
        ("属地", _bars(tally.territories, apart=NOWHERE)),
        ("事项", _bars(tally.matters)),
        ("诉求类型", _bars(tally.kinds)),
        ("需要留意的行", _problems(summary)),
    ]
    body = "\n".join(f"<section><h2>{escape(title)}</h2>{content}</section>" for title, content in sections)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>批量分办报告 {escape(Path(summary.source).name)}</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>批量分办报告</h1>{_notes(summary, now)}{_figures(summary)}\n{body}\n"
        '<p class="note">建议由程序按责任清单给出，仅供参考，由经办人决定。</p></body></html>\n'
    )


def _notes(summary: Summary, now: datetime) -> str:
    lines = [
        f"输入：{Path(summary.source).name}（{summary.form}；{summary.columns}）",
        f"结果：{Path(summary.target).name}",
        f"依据：{summary.duty_list}；模型 {summary.model}；{now:%Y-%m-%d %H:%M}",
    ]
    if summary.other_sheets:
        lines.append(f"未处理的工作表：{'、'.join(summary.other_sheets)}")
    return "".join(f'<p class="note">{escape(line)}</p>' for line in lines)


def _figures(summary: Summary) -> str:
    figures = [
        (f"{summary.rows:,}", "行"),
        (f"{summary.seconds:.1f} 秒", "用时"),
        (f"{summary.rows_per_second:,.0f}", "每秒行数"),
        (f"{len(summary.tally.departments)}", "个主办部门"),
        (f"{sum(problem.rows for problem in summary.tally.problems.values()):,}", "处需留意"),
    ]
    return (
        '<div class="figures">'
        + "".join(f"<div><b>{figure}</b>{name}</div>" for figure, name in figures)
        + "</div>"
    )


def _bars(counts: Counter[str], apart: str = "") -> str:
    """A bar for each of the most frequent values; the rest and ``apart`` in words, as they would dwarf the others."""
    ranked = [item for item in counts.most_common() if item[0] != apart]
    bars, rest = ranked[:_MOST_BARS], ranked[_MOST_BARS:]
    total = counts.total()
    words = []
    if rest:
        words.append(f"其余 {len(rest)} 项共 {_share(sum(count for _, count in rest), total)}")
    if counts[apart]:
        words.append(f"{apart} {_share(counts[apart], total)}")
    note = f'<p class="note">{escape("；".join(words) or ("" if bars else "没有"))}</p>'
    rows = [
        f'<g transform="translate(0,{index * (_BAR + _GAP)})">{_bar(name, count, bars[0][1], total)}</g>'
        for index, (name, count) in enumerate(bars)
    ]
    return (
        _picture(len(bars) * (_BAR + _GAP), rows, "，".join(f"{name} {count}" for name, count in bars)) + note
    )


def _share(count: int, total: int) -> str:
    return f"{count:,}（{count / total:.1%}）"


def _bar(name: str, count: int, most: int, total: int) -> str:
    length = max(1, round(_FIELD * count / most))
    middle = _BAR - 5
    return (
        f'<text x="{_LABEL - 8}" y="{middle}" text-anchor="end">{escape(_short(name))}<title>{escape(name)}</title></text>'
        f'<rect x="{_LABEL}" width="{length}" height="{_BAR}" rx="2" fill="{_BLUE}"/>'
        f'<text x="{_LABEL + length + 6}" y="{middle}">{_share(count, total)}</text>'
    )


def _short(name: str) -> str:
    return name if len(name) <= 13 else name[:12] + "…"


def _shares(counts: Counter[str]) -> str:
    """One bar divided among the dispositions, and its key."""
    total = counts.total()
    if not total:
        return '<p class="note">没有。</p>'
    parts, start, width = [], 0.0, _LABEL + _FIELD + _FIGURE
    found = [(name, counts[name]) for name in _DISPOSITION_COLOURS if counts[name]]
    for place, (name, count) in enumerate(found):
        colour, length = _DISPOSITION_COLOURS[name], width * count / total
        parts.append(f'<rect x="{start:.1f}" width="{length:.1f}" height="28" fill="{colour}"/>')
        x = place * width // len(_DISPOSITION_COLOURS)
        parts.append(f'<rect x="{x}" y="40" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="51">{escape(name)} {_share(count, total)}</text>')
        start += length
    return _picture(60, parts, "，".join(f"{name} {count}" for name, count in found))


def _picture(height: int, parts: Iterable[str], words: str) -> str:
    width = _LABEL + _FIELD + _FIGURE
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(words)}">{"".join(parts)}</svg>'
    )


def _problems(summary: Summary) -> str:
    problems = summary.tally.problems
    if not problems:
        return '<p class="note">没有。</p>'
    rows = "".join(
        f"<tr><td>{escape(reason)}</td><td>{problem.rows:,}</td><td>{'、'.join(map(str, problem.first))}"
        f"{'…' if problem.rows > len(problem.first) else ''}</td></tr>"
        for reason, problem in problems.items()
    )
    return f"<table><tr><th>原因</th><th>行数</th><th>行号（前几行）</th></tr>{rows}</table>"
