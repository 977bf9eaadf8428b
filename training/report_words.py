"""Which words made an answer: what each adds to the label answered and to the label that was right.

The heads are linear, so this is exact: all words, the features that stand on no word and the bias add up to the scores.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from scipy.sparse import csr_matrix

from router.matters import Matter, matter_table
from router.model import Floats, LinearHead, Model
from router.text import clean
from router.words import Span, word_spans

Pull = Literal["answered", "gold", ""]
# Words listed for a comparison; and from which share of the heaviest on a word is marked in the text. Rules of thumb.
_LISTED = 10
_MARKED_SHARE = 0.25


@dataclass(frozen=True)
class Weighed:
    """A word, or the whole text, with what it adds to the score of the answer and to that of the gold label."""

    word: str
    answered: float
    gold: float

    @property
    def difference(self) -> float:
        """Above 0 where it pulls towards the answer."""
        return self.answered - self.gold


@dataclass(frozen=True)
class Comparison:
    """Why a head preferred the label ``answered`` to ``gold``: the heaviest words, and the scores of the whole text.

    ``pulls`` has a difference for every word of the text.
    """

    title: str
    answered: str
    gold: str
    words: tuple[Weighed, ...]
    score: Weighed
    pulls: dict[str, float]


@dataclass(frozen=True)
class Piece:
    """A run of the text and where it pulls, if its word is heavy."""

    text: str
    pull: Pull


class Comparer:
    """Compares two labels of a head of one model on a text."""

    def __init__(self, model: Model, text: str) -> None:
        self._model, self._text = model, text
        self._features: csr_matrix = model.transform([text])
        self.row: Floats = model.matter.probabilities(self._features)[0]

    def likeliest(self, fit: Callable[[Matter], int]) -> Matter:
        """The matter that fits best, and of those that fit alike the likeliest."""
        matters = [matter_table()[matter_id] for matter_id in self._model.matter.classes]
        best = max(range(len(matters)), key=lambda column: (fit(matters[column]), self.row[column]))
        return matters[best]

    def compare(
        self, title: str, head: LinearHead, labels: tuple[str, str], names: tuple[str, str]
    ) -> Comparison:
        """Compare the label answered, ``labels[0]``, with the gold one; ``names`` are what the page calls them."""
        # `explain` speaks of the head in the place of the matters, and any head may stand there.
        explanation = replace(self._model, matter=head).explain(self._text)
        answered, gold = (explanation.evidence(label) for label in labels)
        added: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for start, end in word_spans(clean(self._text)):
            sums = added[self._text[start:end]]
            sums[0] += float(answered[start:end].sum())
            sums[1] += float(gold[start:end].sum())
        words = [Weighed(word, *sums) for word, sums in added.items()]
        words.sort(key=lambda word: -abs(word.difference))
        bias = [float(head.bias[head.classes.index(label)]) for label in labels]
        score = Weighed("", float(answered.sum()) + bias[0], float(gold.sum()) + bias[1])
        pulls = {word.word: word.difference for word in words}
        return Comparison(title, *names, tuple(words[:_LISTED]), score, pulls)


def pieces(text: str, pulls: dict[str, float]) -> list[Piece]:
    """``text`` cut into runs, with those marked that weigh at least a quarter of the heaviest word."""
    heaviest = max(map(abs, pulls.values()), default=0.0)
    marked = [
        (span, pull) for span in word_spans(clean(text)) if (pull := _pull(pulls, text, span, heaviest))
    ]
    return list(_runs(text, marked))


def _pull(pulls: dict[str, float], text: str, span: Span, heaviest: float) -> Pull:
    weight = pulls.get(text[slice(*span)], 0.0)
    if heaviest == 0 or abs(weight) < _MARKED_SHARE * heaviest:
        return ""
    return "answered" if weight > 0 else "gold"


def _runs(text: str, marked: Sequence[tuple[Span, Pull]]) -> Iterator[Piece]:
    pull_at = dict(marked)
    edges = sorted({0, len(text), *(edge for span in pull_at for edge in span)})
    for start, end in pairwise(edges):
        yield Piece(text[start:end], pull_at.get((start, end), ""))
