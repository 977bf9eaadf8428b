"""The kind of a letter, on balanced sentences by a writer who did not see the corpus, tricky ones among them."""

import csv
from pathlib import Path

SENTENCES = Path(__file__).resolve().parents[1] / "data" / "kind_sentences.csv"
LEAST_RIGHT = 0.88


def test_kinds_of_balanced_sentences(router):
    with SENTENCES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 120
    routings = router.route_many([row["text"] for row in rows])
    wrong = [
        (row["kind"], routing.kind, row["text"])
        for row, routing in zip(rows, routings, strict=True)
        if row["kind"] != routing.kind
    ]
    assert len(wrong) <= (1 - LEAST_RIGHT) * len(rows), wrong
