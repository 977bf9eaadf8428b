"""为什么不是…部门？ What speaks for a department that a clerk names, what speaks against it, and what is missing.

The model is linear, so the difference between two matters is exact: what each word adds to the one, less what it adds
to the other.
"""

from dataclasses import dataclass

import numpy as np

from router.concepts import concept_table
from router.duties import Department
from router.grounds import Ground, notable_runs
from router.matters import Matter, matter_table
from router.model import Explanation, Floats, Model
from router.router import Router
from router.routing import Role, Routing
from router.text import clean
from router.words import Span

_MISSING = 6
# Words and concepts are named when they weigh at least this share of the heaviest: a rule of thumb for the eye.
_NOTABLE_SHARE = 0.25
_REQUESTS = "诉求"


@dataclass(frozen=True)
class WhyNot:
    """The case of one department.

    ``matter`` is the likeliest for this text in which the department leads (or, where it leads in none, assists), and
    ``ground`` its first duty for it. ``speaking`` are words that favour ``matter`` over ``rival``, the matter the
    answer rests on (outside the list, where it says so), None where it is the same; ``against`` favour the rival. ``missing`` are tell-tale concepts
    of the matter that the text lacks. ``role`` is the department's role in the answer, None where it has none.
    """

    department: Department
    role: Role | None
    confidence: float
    matter: Matter
    matter_confidence: float
    ground: Ground
    rival: Matter | None
    speaking: tuple[str, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]


def why_not(router: Router, routing: Routing, department: Department) -> WhyNot:
    """Make the case of ``department`` for the complaint that ``routing`` answers."""
    text, model = routing.text, router.model
    features = model.transform([text])
    row = model.matter.probabilities(features)[0]
    matter, matter_confidence = _nearest_matter(model, row, department)
    answer = routing.issues[0].matter if routing.issues else router.decider.outside_matter(row)
    rival = None if answer == matter else answer
    explanation = model.explain(text, features)
    speaking, against = _balance(text, explanation, matter, rival)
    duty = matter.grounds(department)[0]
    ground = router.grounds.find(text, explanation, matter)[duty]
    return WhyNot(
        department=department,
        role=next((s.role for s in routing.suggestions if s.department == department), None),
        confidence=router.decider.lead_confidence(row)[department],
        matter=matter,
        matter_confidence=matter_confidence,
        ground=_resting_on(ground, speaking),
        rival=rival,
        speaking=_words(text, speaking),
        against=_words(text, against),
        missing=_missing(model, text, matter),
    )


def _nearest_matter(model: Model, row: Floats, department: Department) -> tuple[Matter, float]:
    """The likeliest matter that the department leads, else the likeliest in which it assists."""
    matters = [matter_table()[matter_id] for matter_id in model.matter.classes]
    leading = np.array([department in matter.leads for matter in matters])
    allowed = leading if leading.any() else np.array([department in matter.assists for matter in matters])
    best = int(np.where(allowed, row, -1).argmax())
    return matters[best], float(row[best])


def _balance(
    text: str, explanation: Explanation, matter: Matter, rival: Matter | None
) -> tuple[list[Span], list[Span]]:
    """The runs of words that favour the matter over its rival, and the rival over the matter; heaviest first."""
    weight = explanation.evidence(matter.id)
    if rival:
        weight = weight - explanation.evidence(rival.id)
    speaking, against = notable_runs(text, weight), notable_runs(text, -weight) if rival else []
    heaviest = max((abs(weight[slice(*span)].sum()) for span in (*speaking, *against)), default=0.0)

    def notable(spans: list[Span]) -> list[Span]:
        return [span for span in spans if abs(weight[slice(*span)].sum()) >= _NOTABLE_SHARE * heaviest]

    return notable(speaking), notable(against)


def _resting_on(ground: Ground, spans: list[Span]) -> Ground:
    """The ground with only the matches that touch one of ``spans``."""
    kept = [
        match
        for match in ground.matches
        if any(start < match.complaint[1] and match.complaint[0] < end for start, end in spans)
    ]
    return Ground(ground.duty, tuple(kept))


def _words(text: str, spans: list[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[slice(*span)] for span in spans))


def _missing(model: Model, text: str, matter: Matter) -> tuple[str, ...]:
    """The concepts that speak most for the matter and do not occur in the text."""
    table = concept_table()
    present = {hit.concept.name for hit in table.find(clean(text))}
    weights = _concept_weights(model, matter.id)
    least = max(_NOTABLE_SHARE * max(weights.values(), default=0.0), np.finfo(float).tiny)
    names = [
        concept.name
        for concept in table.concepts
        if concept.group != _REQUESTS and concept.name not in present and weights.get(concept.name, 0) >= least
    ]
    return tuple(sorted(names, key=lambda name: -weights[name])[:_MISSING])


def _concept_weights(model: Model, matter_id: str) -> dict[str, float]:
    """What each concept, and each pair of concepts, adds to the score of a matter."""
    column = model.matter.weights[:, model.matter.classes.index(matter_id)].toarray().ravel()
    first = 0
    for name, vectorizer in model.features.transformer_list:
        if name == "concepts":
            return {concept: float(column[first + i]) for concept, i in vectorizer.vocabulary_.items()}
        first += len(vectorizer.vocabulary_)
    return {}
