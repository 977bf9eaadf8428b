"""``python -m training.compare [LETTERS.csv ...]``: what each part of the model is worth; writes ``docs/comparison.md``.

Grouped cross-validation on the corpus, and the same machines on letters nobody trained on. Of letters only figures are
written, never texts; a table that is not there is skipped. Word vectors are compared where their package is installed.
"""

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from router.errors import ComplaintRouterError
from training.compare_run import Material, run
from training.compare_systems import SHIPPED, STEPS, SYSTEMS, System
from training.dataset import load_corpus
from training.letters import Letter, read_letters
from training.report_markers import fill, table
from training.vectors import PACKAGE, is_available

OUTPUT = Path(__file__).resolve().parents[1] / "docs" / "comparison.md"
Figures = dict[System, dict[str, Any]]


def main(arguments: Sequence[str]) -> int:
    """Compare all systems and write the report."""
    options = _parser().parse_args(arguments)
    try:
        letters = {path.name: _with_leads(read_letters(path)) for path in options.letters if _is_there(path)}
        examples = load_corpus()[:: options.every]
        material = Material.gather(examples, letters)
        figures = run(material, SYSTEMS, options.folds, lambda line: print(line, file=sys.stderr, flush=True))
        parts = report(material, figures, options.folds, arguments)
        if options.every == 1:
            fill(OUTPUT, parts)
        print("\n\n".join(parts.values()))
    except ComplaintRouterError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training.compare", description=__doc__)
    parser.add_argument(
        "letters", nargs="*", type=Path, help="labelled letters, as for complaint-router evaluate"
    )
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument(
        "--every", type=int, default=1, help="a trial on every n-th text only; nothing is written"
    )
    return parser


def _is_there(path: Path) -> bool:
    if not path.is_file():
        print(f"{path} is not there and is skipped", file=sys.stderr)
    return path.is_file()


def _with_leads(letters: list[Letter]) -> list[Letter]:
    return [letter for letter in letters if letter.leads and letter.scope != "out"]


def report(material: Material, figures: Figures, folds: int, arguments: Sequence[str]) -> dict[str, str]:
    """The generated parts of the document."""
    tables = [_corpus_table(figures)]
    for name in filter(None, material.asked):
        tables += [
            f"On the {len(material.asked[name])} letters of `{name}` that have a lead:",
            _letters_table(figures, name),
        ]
    return {
        "circumstances": _circumstances(material, folds, arguments),
        "figures": "\n\n".join(tables),
        "steps": _steps_table(material, figures),
    }


def _circumstances(material: Material, folds: int, arguments: Sequence[str]) -> str:
    natural = sum(example.is_natural for example in material.examples)
    vectors = f"{PACKAGE} {version(PACKAGE)}" if is_available() else f"none ({PACKAGE} is not installed)"
    return "\n".join(
        [
            f"- Command: `{' '.join(['python -m training.compare', *arguments])}`",
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


def _corpus_table(figures: Figures) -> str:
    header = ["", "corpus lead", "@3", "letters* lead", "@3", "duty sentences lead", "@3", "seconds"]
    rows = []
    for system, found in figures.items():
        shares = [found[part][name] for part in ("corpus", "natural") for name in ("lead", "recall")]
        shares += [found["asked"][""][name] for name in ("lead", "recall")]
        rows.append([_name(system), *(f"{share:.3f}" for share in shares), f"{found['seconds']:.1f}"])
    return table(header, rows)


def _letters_table(figures: Figures, name: str) -> str:
    header = ["", "lead", "by department", "@3", "error own", "error sharpened", "error calibrated"]
    keys = ("lead", "macro", "recall", "error own", "error sharpened", "error")
    rows = []
    for system, found in figures.items():
        values = found["asked"][name]
        rows.append([_name(system), *(f"{values[key]:.3f}" if key in values else "" for key in keys)])
    return table(header, rows)


def _steps_table(material: Material, figures: Figures) -> str:
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
        if step.before in figures and step.after in figures:
            before, after = (_compared(figures[system], names) for system in (step.before, step.after))
            rows.append(
                [step.question, *(f"{100 * (b - a):+.1f}" for a, b in zip(before, after, strict=True))]
            )
    return table(header, rows)


def _compared(found: dict[str, Any], names: list[str]) -> list[float]:
    letters = [found["asked"][name]["lead"] for name in names]
    return [found["corpus"]["lead"], found["natural"]["lead"], found["asked"][""]["recall"], *letters]


def _name(system: System) -> str:
    return f"**{system.name}** (ships)" if system == SHIPPED else system.name


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
