"""What the linear model sees of a text: words, characters and concepts, each as TF-IDF features.

Every feature knows where in the text it stands. Training and serving read only the names; the grounds read the spans
of the same features, so an explanation can never speak of something the model did not see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from router.concepts import ConceptHit, concept_table
from router.text import clean
from router.words import Span, word_spans

# sklearn learns but does not serve (`router.space` does), and takes longer to load than a letter to answer.
if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.pipeline import FeatureUnion

Feature = tuple[str, tuple[Span, ...]]
View = Callable[[str], Iterator[Feature]]

CHARACTER_NGRAMS = (1, 3)
# A feature seen in fewer texts is left out.
MIN_DF = 4
UNPAIRED_GROUPS = frozenset({"诉求"})
PAIR = "×"


def words(text: str) -> Iterator[Feature]:
    """Words of a cleaned text."""
    for start, end in word_spans(text):
        yield text[start:end], ((start, end),)


def characters(text: str) -> Iterator[Feature]:
    """Runs of one to three letters of a cleaned text; none reaches across punctuation."""
    shortest, longest = CHARACTER_NGRAMS
    for start, character in enumerate(text):
        if not character.isalnum():
            continue
        for end in range(start + 1, min(start + longest, len(text)) + 1):
            if not text[end - 1].isalnum():
                break
            if end - start >= shortest:
                yield text[start:end], ((start, end),)


def concepts(text: str) -> Iterator[Feature]:
    """Concepts of a cleaned text and their pairs, each once: 烧烤, 居民楼, 烧烤×居民楼."""
    first: dict[str, ConceptHit] = {}
    for hit in concept_table().find(text):
        first.setdefault(hit.concept.name, hit)
    for name, hit in first.items():
        yield name, ((hit.start, hit.end),)
    paired = sorted((name, hit) for name, hit in first.items() if hit.concept.group not in UNPAIRED_GROUPS)
    for (name, hit), (other_name, other) in combinations(paired, 2):
        yield f"{name}{PAIR}{other_name}", ((hit.start, hit.end), (other.start, other.end))


VIEWS: dict[str, View] = {"words": words, "characters": characters, "concepts": concepts}


def word_names(text: str) -> list[str]:
    """Analyzer of the word view. A named function, as a lambda could not be stored with the model."""
    return [name for name, _ in words(clean(text))]


def character_names(text: str) -> list[str]:
    """Analyzer of the character view."""
    return [name for name, _ in characters(clean(text))]


def concept_names(text: str) -> list[str]:
    """Analyzer of the concept view."""
    return [name for name, _ in concepts(clean(text))]


_ANALYZERS: dict[str, Callable[[str], list[str]]] = {
    "words": word_names,
    "characters": character_names,
    "concepts": concept_names,
}


def feature_union(weights: dict[str, float], min_df: int = MIN_DF) -> FeatureUnion:
    """TF-IDF over the views named in ``weights``, each normalised for itself and then weighted.

    A view that speaks little (a short text has few concepts) is thereby as loud as one that speaks much.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion

    return FeatureUnion(
        [
            (view, TfidfVectorizer(analyzer=_ANALYZERS[view], min_df=min_df, sublinear_tf=True))
            for view in weights
        ],
        transformer_weights=dict(weights),
    )


def feature_matrix(union: FeatureUnion, texts: list[str]) -> csr_matrix:
    """The features of ``texts``, shape (n_texts, n_features)."""
    from scipy.sparse import csr_matrix

    return csr_matrix(union.transform(texts))
