"""Measuring a router on labelled letters."""

from pathlib import Path
from typing import Any

from router.router import Router
from training.letters import read_letters
from training.measures import Answer, measure


def answers_for(router: Router, path: Path) -> list[Answer]:
    """The router's answers to the letters of a table. Raises TableError where it is no table of labelled letters."""
    letters = read_letters(path)
    routings = router.route_many([letter.text for letter in letters])
    return [Answer(letter, routing) for letter, routing in zip(letters, routings, strict=True)]


def evaluate_letters(router: Router, path: Path) -> dict[str, Any]:
    """All measures on the letters of ``path``, with the model they were measured on."""
    return {**measure(answers_for(router, path)), "model": router.model.version}
