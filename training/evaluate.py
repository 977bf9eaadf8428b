"""Measuring a router on labelled letters."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from router.router import Router
from training.letters import read_letters
from training.measures import Answer, measure


@dataclass(frozen=True)
class Evaluation:
    """The answers of one router to the letters of ``source``, and all figures over them."""

    source: Path
    answers: list[Answer]
    figures: dict[str, Any]


def evaluate_letters(router: Router, path: Path) -> Evaluation:
    """Answer and measure the letters of a table. Raises TableError where it is no table of labelled letters."""
    letters = read_letters(path)
    routings = router.route_many([letter.text for letter in letters])
    answers = [Answer(letter, routing) for letter, routing in zip(letters, routings, strict=True)]
    return Evaluation(path, answers, {**measure(answers), "model": router.model.version})
