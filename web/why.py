"""为什么不是…部门？ What speaks for a department that a clerk names, what speaks against it, and what is missing.

The model is linear, so the difference between two matters is exact: what each word adds to the one, less what it adds
to the other.
"""

from dataclasses import dataclass

import numpy as np

from router.concepts import concept_table
from router.duties import Department
from router.grounds import Ground, notable_spans
from router.matters import Matter, matter_table
from router.model import Explanation, Floats, Model
from router.router import Router
from router.routing import Role, Routing
from router.text import clean
from router.words import Span

_MISSING = 5
# Rules of thumb for the eye. Words are named from this share of all that speaks for the heavier side; concepts from
# this share of the matter's strongest, if they give it at least this share of what they give any matter.
_LEAST_SHARE = 0.05
_TELLING_SHARE = 0.25
_OWN_SHARE = 0.5
_REQUESTS = "诉求"


@dataclass(frozen=True)
class WhyNot:
    """The case of one department.

    ``matter`` is the answer's own where it names the department, else the likeliest for this text in which the
    department leads (or, where it leads in none, assists); ``ground`` is its first duty for it. ``rival`` is the matter
    the answer rests on, None where it is the same. ``speaking`` are the words that favour ``matter`` over the rival,
    ``against`` those that favour the rival, ``missing`` the tell-tale concepts of ``matter`` that the text lacks.
    ``role`` is the department's role in the answer, None where it has none.
    """

    department: Department
    role: Role | None
    confidence: float
    matter: Matter
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
    matters = [matter_table()[matter_id] for matter_id in model.matter.classes]
    matter = _named_matter(routing, department) or _nearest_matter(matters, row, department)
    answer = routing.issues[0].matter if routing.issues else router.decider.outside_matter(row)
    rival = None if department in (*answer.leads, *answer.assists) else answer
    explanation = model.explain(text)
    speaking, against = _balance(text, explanation, matter, rival)
    ground = router.grounds.find(text, explanation, matter)[matter.grounds(department)[0]]
    return WhyNot(
        department=department,
        role=next((s.role for s in routing.suggestions if s.department == department), None),
        confidence=router.decider.lead_confidence(row)[department],
        matter=matter,
        ground=_resting_on(ground, speaking),
        rival=None if matter == rival else rival,
        speaking=_words(text, speaking),
        against=_words(text, against),
        missing=_missing(model, text, matter),
    )


def _named_matter(routing: Routing, department: Department) -> Matter | None:
    """The matter of the first issue in which the department has a part."""
    parts = (
        issue.matter
        for issue in routing.issues
        for part in issue.suggestions
        if part.department == department
    )
    return next(parts, None)


def _nearest_matter(matters: list[Matter], row: Floats, department: Department) -> Matter:
    """The likeliest matter that the department leads, else the likeliest in which it assists."""
    leading = np.array([department in matter.leads for matter in matters])
    allowed = leading if leading.any() else np.array([department in matter.assists for matter in matters])
    return matters[int(np.where(allowed, row, -1).argmax())]


def _balance(
    text: str, explanation: Explanation, matter: Matter, rival: Matter | None
) -> tuple[list[Span], list[Span]]:
    """The runs of words that speak for the matter and against its rival, and the other way round; heaviest first.

    A word counts only where it both adds to the one and adds more than to the other: what merely speaks against both
    is no reason for either.
    """
    mine = explanation.evidence(matter.id)
    if rival is None:
        return notable_spans(text, mine), []
    theirs = explanation.evidence(rival.id)
    weights = np.minimum(mine, mine - theirs), np.minimum(theirs, theirs - mine)
    heaviest = max(float(np.maximum(weight, 0).sum()) for weight in weights)
    speaking, against = (
        [
            span
            for span in notable_spans(text, weight)
            if weight[slice(*span)].sum() >= _LEAST_SHARE * heaviest
        ]
        for weight in weights
    )
    return speaking, against


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
    """The concepts that tell this matter from others and do not occur in the text, the most telling first."""
    table = concept_table()
    present = {hit.concept.name for hit in table.find(clean(text))}
    requests = {concept.name for concept in table.concepts if concept.group == _REQUESTS}
    names, weights = _concept_weights(model)
    mine = weights[:, model.matter.classes.index(matter.id)]
    is_telling = (
        (mine > 0) & (mine >= _TELLING_SHARE * mine.max()) & (mine >= _OWN_SHARE * weights.max(axis=1))
    )
    telling = [names[index] for index in np.argsort(-mine, kind="stable") if is_telling[index]]
    return tuple(name for name in telling if name not in present | requests)[:_MISSING]


def _concept_weights(model: Model) -> tuple[list[str], Floats]:
    """The single concepts the model knows and what each adds to each matter, shape (n_concepts, n_matters)."""
    features = model.features.concept_features()
    return list(features), model.matter.weights[list(features.values())].toarray()
