"""The fixed evaluation: labelled letters that no model learns from, on which the present model and the next are compared.

An office keeps its own as ``evaluation.csv`` in the home folder (columns as for ``evaluate``), or wherever
``COMPLAINT_ROUTER_EVALUATION`` says; until then the sentences that came with the program serve: 60 short complaints and
one sentence for each duty, by writers who saw neither corpus nor letters.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from router.errors import TableError
from router.paths import home_dir
from router.router import Router
from training.evaluate import evaluate_letters
from training.letters import Letter, read_letters
from training.measures import Answer

SHIPPED = Path(__file__).resolve().parent / "evaluation" / "fixed.csv"
PATH_VARIABLE = "COMPLAINT_ROUTER_EVALUATION"
FEWEST_LETTERS = 20
FIGURES = ("lead_accuracy", "recall_at_3", "first_ground")
_OWN = ("evaluation.csv", "evaluation.xlsx")


@dataclass(frozen=True)
class Answered:
    """How a router did: one flag for each judged letter, in the order of the table, and the figures over all of them."""

    right: tuple[bool, ...]
    figures: dict[str, float]


def evaluation_path(chosen: Path | None = None) -> Path:
    """The table: ``chosen``, else the environment's, else the office's own, else the one that came along."""
    if chosen:
        return chosen
    if os.environ.get(PATH_VARIABLE):
        return Path(os.environ[PATH_VARIABLE])
    return next((path for name in _OWN if (path := home_dir() / name).is_file()), SHIPPED)


def read_fixed(path: Path) -> list[Letter]:
    """The letters of the evaluation that can be judged. Raises TableError where they are too few to tell models apart."""
    letters = [letter for letter in read_letters(path) if _is_judged(letter)]
    if len(letters) < FEWEST_LETTERS:
        raise TableError(
            f"评测表 {path.name} 只有 {len(letters)} 件可评的来信，至少要有 {FEWEST_LETTERS} 件，才能比出两个模型的高低。"
            "请补充后重试，或移走这张表，改用随程序提供的评测。"
        )
    return letters


def answer_fixed(router: Router, path: Path) -> Answered:
    """Have ``router`` answer the evaluation."""
    evaluation = evaluate_letters(router, path)
    figures = {name: evaluation.figures[name] for name in FIGURES if evaluation.figures[name] is not None}
    return Answered(_rights(evaluation.answers), figures)


def _rights(answers: Sequence[Answer]) -> tuple[bool, ...]:
    return tuple(_is_right(answer) for answer in answers if _is_judged(answer.letter))


def _is_judged(letter: Letter) -> bool:
    """A gray letter without leads has no right answer."""
    return bool(letter.leads) or letter.scope == "out"


def _is_right(answer: Answer) -> bool:
    """Whether the answer would go to the right place: to a gold lead, or to nobody where nobody leads."""
    if not answer.letter.leads:
        return answer.routing.scope == "out"
    return answer.routing.scope != "out" and answer.lead_right
