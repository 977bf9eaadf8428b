"""``python -m training.card [LETTERS.csv ...]``: the figures of ``docs/model-card.md``, counted and measured anew.

Prose stands in the document, every number between markers. A model that is missing or stale is trained first. Without
letters their part stays as it is.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from router.decision import OUT_OF_SCOPE
from router.duties import Department, duty_list
from router.errors import ComplaintRouterError
from router.matters import matter_table
from router.opening import open_router
from router.paths import model_dir
from router.render import render
from router.router import Router
from router.store import MODEL_FILE, Manifest, read_manifest
from training.dataset import KINDS, Example, corpus_files, load_corpus
from training.evaluate import Evaluation, evaluate_letters
from training.report_markers import fill, table

CARD = Path(__file__).resolve().parents[1] / "docs" / "model-card.md"
README = CARD.parents[1] / "README.md"
_MEGABYTE = 2**20
_TRANSCRIPT = "昌吉市延安北路楼下撸串的半夜还在冒烟，工地凌晨打桩吵得睡不着"
_HEADLINES = {
    "lead_accuracy": "the department put first may rightly lead",
    "lead_accuracy_macro": "the same, averaged over departments that lead three letters or more",
    "recall_at_3": "a right one is among the first three",
    "set_f1": "departments named against those a reader named (F1)",
    "first_ground": "the first duty quoted is one a reader quoted",
    "out_f1": "outside the list (F1; eleven such letters)",
    "kind_accuracy": "kind of letter",
    "territory_accuracy": "属地",
    "coverage_at_95": "share that could be forwarded unseen with 95 % right",
    "auto_share": "share that is forwarded unseen (直接转办)",
    "auto_precision": "of which right",
    "calibration_error": "expected calibration error",
}


def data_part(examples: Sequence[Example]) -> str:
    """How many texts of which sort each file of the corpus holds."""
    header = ["file", "texts", "in the list", "outside", "several matters", "mean length"]
    rows = []
    for path in corpus_files():
        found = [example for example in examples if example.group.startswith(f"{path.stem}/")]
        rows.append([f"`{path.name}`", *_counts(found)])
    rows.append(["**all**", *_counts(examples)])
    kinds = Counter(example.kind for example in examples)
    matters = {matter for example in examples for matter in example.matters}
    return "\n\n".join(
        [
            table(header, rows),
            "By kind: " + ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS) + ".",
            f"{len(matters)} of {len(matter_table())} matters are written for.",
        ]
    )


def _counts(examples: Sequence[Example]) -> list[str]:
    inside = sum(example.scope == "in" for example in examples)
    several = sum(len(example.matters) > 1 for example in examples)
    length = sum(len(example.text) for example in examples) / max(1, len(examples))
    return [str(value) for value in (len(examples), inside, len(examples) - inside, several, round(length))]


def departments_part(examples: Sequence[Example]) -> str:
    """How many texts stand behind each department."""
    leading = _behind(examples, "leads")
    ordinary = _behind([example for example in examples if example.is_natural], "leads")
    assisting = _behind(examples, "assists")
    matters = Counter(department for matter in matter_table().values() for department in matter.leads)
    rows = [
        [f"{d.number} {d.short}", *(str(counts[d]) for counts in (leading, ordinary, assisting, matters))]
        for d in duty_list().departments.values()
    ]
    return table(
        ["department", "texts it leads", "of them ordinary letters", "texts it assists", "matters it leads"],
        rows,
    )


def _behind(examples: Iterable[Example], role: Literal["leads", "assists"]) -> Counter[Department]:
    """How many texts each department has this role in; a text of several matters counts once for a department."""
    counts: Counter[Department] = Counter()
    for example in examples:
        matters = [matter_table()[matter] for matter in example.matters]
        counts.update({department for matter in matters for department in getattr(matter, role)})
    return counts


def model_part(router: Router, manifest: Manifest, size: int) -> str:
    """What the stored model is."""
    policy, views = router.model.policy, router.model.features.sizes
    features = ", ".join(f"{size:,} {name}" for name, size in views.items())
    return "\n".join(
        [
            f"- Version `{manifest.version}`, trained {manifest.trained_at} on {manifest.texts} texts;"
            f" {size / _MEGABYTE:.0f} MB on disk",
            f"- Duty list {router.duties.version}",
            f"- Features: {features}; {len(router.model.matter.classes)} matters",
            f"- Forwarded without a second look (`auto`) from a confidence of {policy.auto:.3f};"
            f" out of scope above a probability of {OUT_OF_SCOPE}",
            f"- {', '.join(f'{name} {number}' for name, number in manifest.libraries.items())}",
        ]
    )


def scores_part(manifest: Manifest) -> str:
    """What training printed of itself, with the command that prints it again."""
    rows = [[name.replace("_", " "), f"{value:.4f}"] for name, value in manifest.scores.items()]
    return "`complaint-router train`:\n\n" + table(
        ["on the corpus, each text by a model without its group", ""], rows
    )


def letters_part(evaluations: Sequence[Evaluation]) -> str:
    """The figures on labelled letters, with the command that prints them."""
    parts = []
    for evaluation in evaluations:
        rows = [
            [name.replace("_", " "), str(value)]
            for name, value in evaluation.figures.items()
            if not isinstance(value, dict) and name != "model"
        ]
        parts.append(
            f"`complaint-router evaluate {evaluation.source.name}`:\n\n" + table(["figure", ""], rows)
        )
    return "\n\n".join(parts)


def readme_parts(router: Router, manifest: Manifest, letters: Sequence[str]) -> dict[str, str]:
    """The transcript of the README and, given letters, its table of figures."""
    answer = render(router.route(_TRANSCRIPT))
    parts = {"transcript": f'```console\n$ complaint-router route "{_TRANSCRIPT}"\n{answer}\n```'}
    if letters:
        figures = evaluate_letters(router, Path(letters[0])).figures
        rows = [[label, f"{figures[name]:.3f}"] for name, label in _HEADLINES.items()]
        trained = (
            f"Model `{manifest.version}`, trained on {manifest.texts} texts, {figures['letters']} letters."
        )
        parts["accuracy"] = table(["figure", ""], rows) + f"\n\n{trained}"
    return parts


def main(arguments: Sequence[str]) -> int:
    """Write all parts of the card, and what the README shows of them."""
    try:
        router, examples = open_router(), load_corpus()
        manifest = read_manifest(model_dir())
        parts = {
            "model": model_part(router, manifest, (model_dir() / MODEL_FILE).stat().st_size),
            "scores": scores_part(manifest),
            "data": data_part(examples),
            "departments": departments_part(examples),
        }
        if arguments:
            parts["letters"] = letters_part([evaluate_letters(router, Path(path)) for path in arguments])
        fill(CARD, parts)
        fill(README, readme_parts(router, manifest, arguments))
    except ComplaintRouterError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{CARD}: {', '.join(parts)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
