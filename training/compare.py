"""``python -m training.compare [LETTERS.csv ...]``: what each part of the model is worth; writes ``docs/comparison.md``.

Grouped cross-validation on the corpus, and the same machines on letters nobody trained on. Of letters only figures are
written, never texts; a table that is not there is skipped. Word vectors are compared where their package is installed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from router.errors import ComplaintRouterError
from training.compare_figures import figures
from training.compare_material import Material
from training.compare_run import run
from training.compare_systems import SYSTEMS
from training.compare_tables import report
from training.dataset import load_corpus
from training.letters import Letter, read_letters
from training.report_markers import fill

OUTPUT = Path(__file__).resolve().parents[1] / "docs" / "comparison.md"


def main(arguments: Sequence[str]) -> int:
    """Compare all systems and write the report."""
    options = _parser().parse_args(arguments)
    try:
        letters = {path.name: _with_leads(read_letters(path)) for path in options.letters if _is_there(path)}
        examples = load_corpus()[:: options.every]
        material = Material.gather(examples, letters)
        collected = run(
            material, SYSTEMS, options.folds, lambda line: print(line, file=sys.stderr, flush=True)
        )
        compared = {system: figures(material, system, found) for system, found in collected.items()}
        parts = report(material, compared, options.folds, arguments)
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
    parser.add_argument("--folds", type=int, default=2)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
