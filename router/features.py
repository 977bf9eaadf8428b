"""What the linear model learns from: words, characters and concepts of a text, each as TF-IDF features.

sklearn learns by these; `router.space` finds the same features in blocks of texts when the model serves, and where each
stands.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

from router.concepts import concept_table
from router.text import clean
from router.words import word_spans

# sklearn takes longer to load than a letter to answer.
if TYPE_CHECKING:
    from sklearn.pipeline import FeatureUnion

CHARACTER_NGRAMS = (1, 3)
# A feature seen in fewer texts is left out.
MIN_DF = 7
UNPAIRED_GROUPS = frozenset({"诉求"})
PAIR = "×"


def word_names(text: str) -> list[str]:
    """The words of a text. A named function, as a lambda could not be stored with the model."""
    cleaned = clean(text)
    return [cleaned[start:end] for start, end in word_spans(cleaned)]


def character_names(text: str) -> list[str]:
    """Runs of one to three letters of a text; none reaches across punctuation."""
    cleaned = clean(text)
    shortest, longest = CHARACTER_NGRAMS
    return [
        run
        for length in range(shortest, longest + 1)
        for start in range(len(cleaned) - length + 1)
        if (run := cleaned[start : start + length]).isalnum()
    ]


def concept_names(text: str) -> list[str]:
    """Concepts of a text and their pairs, each once: 烧烤, 居民楼, 居民楼×烧烤."""
    groups = {hit.concept.name: hit.concept.group for hit in concept_table().find(clean(text))}
    paired = sorted(name for name, group in groups.items() if group not in UNPAIRED_GROUPS)
    return [*groups, *(f"{name}{PAIR}{other}" for name, other in combinations(paired, 2))]


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
