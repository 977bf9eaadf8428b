"""The tables of ``docs/comparison.md``, in Markdown."""

import os
import platform
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

from training.compare_figures import Figures
from training.compare_material import SENTENCES, Material
from training.compare_systems import SHIPPED, STEPS, System
from training.report_markers import table
from training.vectors import PACKAGE, is_available

Compared = dict[System, Figures]


def report(material: Material, compared: Compared, folds: int, arguments: Sequence[str]) -> dict[str, str]:
    """The generated parts of the document."""
    tables = [_corpus_table(compared)]
    for name in filter(None, material.asked):
        tables += [
            f"On the {len(material.asked[name])} letters of `{name}` that have a lead:",
            _letters_table(compared, name),
        ]
    return {
        "circumstances": _circumstances(material, folds, arguments),
        "figures": "\n\n".join(tables),
        "steps": _steps_table(material, compared),
    }


def _circumstances(material: Material, folds: int, arguments: Sequence[str]) -> str:
    natural = sum(example.is_natural for example in material.examples)
    vectors = f"{PACKAGE} {version(PACKAGE)}" if is_available() else f"none ({PACKAGE} is not installed)"
    # Where the letters stand on this machine is nobody's business.
    names = [Path(argument).name for argument in arguments]
    return "\n".join(
        [
            f"- Command: `{' '.join(['python -m training.compare', *names])}`",
            f"- Date: {date.today():%Y-%m-%d}",
            f"- Machine: {_processor()}, {os.cpu_count()} cores, one used; Python {platform.python_version()},"
            f" scikit-learn {version('scikit-learn')}",
            f"- Corpus: {len(material.examples)} texts, {natural} of them ordinary letters (`letters*`);"
            f" {len(material.duties)} duty texts, clauses and names of matters in every training set",
            f"- Folds: {folds}, by group; a figure on letters or duty sentences is the mean over the {folds} machines",
            f"- Word vectors: {vectors}",
        ]
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _corpus_table(compared: Compared) -> str:
    header = ["", "corpus lead", "@3", "letters* lead", "@3", "duty sentences lead", "@3", "seconds"]
    rows = []
    for system, found in compared.items():
        shares = [part[name] for part in (found.corpus, found.natural) for name in ("lead", "recall")]
        shares += [found.asked[SENTENCES][name] for name in ("lead", "recall")]
        rows.append([_name(system), *(f"{share:.3f}" for share in shares), f"{found.seconds:.1f}"])
    return table(header, rows)


def _letters_table(compared: Compared, name: str) -> str:
    header = ["", "lead", "by department", "@3", "error own", "error sharpened", "error calibrated"]
    keys = ("lead", "macro", "recall", "error own", "error sharpened", "error")
    rows = []
    for system, found in compared.items():
        values = found.asked[name]
        rows.append([_name(system), *(f"{values[key]:.3f}" if key in values else "" for key in keys)])
    return table(header, rows)


def _steps_table(material: Material, compared: Compared) -> str:
    names = [name for name in material.asked if name]
    header = [
        "what it adds, in points",
        "corpus lead",
        "letters* lead",
        "duty sentences @3",
        *(f"{name} lead" for name in names),
    ]
    rows = []
    for step in STEPS:
        if step.before in compared and step.after in compared:
            before, after = (_by_column(compared[system], names) for system in (step.before, step.after))
            rows.append(
                [step.question, *(f"{100 * (b - a):+.1f}" for a, b in zip(before, after, strict=True))]
            )
    return table(header, rows)


def _by_column(found: Figures, names: list[str]) -> list[float]:
    letters = [found.asked[name]["lead"] for name in names]
    return [found.corpus["lead"], found.natural["lead"], found.asked[SENTENCES]["recall"], *letters]


def _name(system: System) -> str:
    return f"**{system.name}** (ships)" if system == SHIPPED else system.name
