"""Features for the comparison, counted once and weighted anew for each training set.

What a text contains never changes; only document frequencies do. So every view is counted over all texts once, and a
fold takes its rows, the columns its training texts know, and their TF-IDF, which gives exactly what fitting a
`TfidfVectorizer` on those texts would.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

from router.concepts import concept_table
from router.features import CHARACTER_NGRAMS, character_names, concept_names, word_names
from router.model import Floats
from router.text import clean
from router.words import Cutter
from training import vectors
from training.fitting import VIEW_WEIGHTS, run_loudness

Rows = npt.NDArray[np.int_]
Names = Callable[[str], list[str]]

WORDS, CHARACTERS, EVEN, CONCEPTS, SINGLE, DOMAIN, PAIRS, FOURS, VECTORS = (
    "words",
    "characters",
    "characters, runs of any length equally loud",
    "concepts",
    "concepts without pairs",
    "words with domain words",
    "words and their pairs",
    "characters, up to four",
    "word vectors",
)
_PAIR = "×"
_MIN_DF = 2
# A word needs this many texts before a vector for it is worth the reading.
_VECTOR_MIN_DF = 8
_SMOOTHING = 1e-3


def single_concept_names(text: str) -> list[str]:
    """The concepts of a text without their pairs."""
    return [name for name in concept_names(text) if _PAIR not in name]


def domain_word_names() -> Names:
    """Analyzer of the word view whose cutter was taught every word of the concept table as one token."""
    cut = _taught_cutter()
    return lambda text: [word for word in cut(clean(text)) if any(map(str.isalnum, word))]


def word_and_pair_names(text: str) -> list[str]:
    """Words, and pairs of neighbouring words."""
    words = word_names(text)
    return [*words, *(f"{first} {second}" for first, second in pairwise(words))]


def longer_character_names(text: str) -> list[str]:
    """Runs of characters as they ship, and of one character more."""
    length = CHARACTER_NGRAMS[1] + 1
    cleaned = clean(text)
    runs = (cleaned[start : start + length] for start in range(len(cleaned) - length + 1))
    return [*character_names(text), *(run for run in runs if run.isalnum())]


def _taught_cutter() -> Cutter:
    import rjieba

    cutter = rjieba.Jieba()
    for concept in concept_table().concepts:
        for word in concept.words:
            cutter.add_word(word, None, None)
    return lambda text: list(cutter.cut(text))


@dataclass(frozen=True)
class Counts:
    """How often each feature of a view stands in each text, shape (n_texts, n_features), and how loud it is made."""

    matrix: csr_matrix
    loudness: Floats

    def weighted(self, train: Rows, min_df: int = _MIN_DF) -> csr_matrix:
        """TF-IDF of all texts, as the texts in ``train`` define it: shape (n_texts, n_features_known)."""
        frequency = np.asarray((self.matrix[train] > 0).sum(axis=0)).ravel()
        chosen = np.flatnonzero(frequency >= min_df)
        kept = self.matrix[:, chosen]
        transformer = TfidfTransformer(sublinear_tf=True).fit(kept[train])
        transformer.idf_ = transformer.idf_ * self.loudness[chosen]
        return csr_matrix(transformer.transform(kept))


@dataclass(frozen=True)
class MeanVectors:
    """Mean word vector of each text, shape (n_texts, n_dimensions); needs no document frequencies."""

    matrix: csr_matrix

    def weighted(self, train: Rows, min_df: int = _MIN_DF) -> csr_matrix:
        """The same for every training set."""
        return self.matrix


Block = Counts | MeanVectors


def blocks(texts: Sequence[str]) -> dict[str, Block]:
    """All views of ``texts``; word vectors only where their package is installed."""
    analyzers: dict[str, Names] = {
        WORDS: word_names,
        CHARACTERS: character_names,
        CONCEPTS: concept_names,
        SINGLE: single_concept_names,
        DOMAIN: domain_word_names(),
        PAIRS: word_and_pair_names,
        FOURS: longer_character_names,
    }
    found: dict[str, Block] = {name: _count(texts, name, analyzer) for name, analyzer in analyzers.items()}
    characters = found[CHARACTERS].matrix
    found[EVEN] = Counts(characters, np.ones(characters.shape[1]))
    if vectors.is_available():
        found[VECTORS] = MeanVectors(_mean_vectors(texts))
    return found


def _count(texts: Sequence[str], view: str, analyzer: Names) -> Counts:
    # A feature of one text alone can be in no two training texts.
    counter = CountVectorizer(analyzer=analyzer, min_df=_MIN_DF, dtype=np.float64)
    matrix = csr_matrix(counter.fit_transform(texts))
    return Counts(matrix, run_loudness(counter.get_feature_names_out(), view in (CHARACTERS, FOURS)))


def _mean_vectors(texts: Sequence[str]) -> csr_matrix:
    """Mean of the vectors of a text's words, rare words counting more (smooth inverse frequency, Arora et al. 2017)."""
    counter = CountVectorizer(analyzer=_single_words, min_df=_VECTOR_MIN_DF, dtype=np.float64)
    counts = csr_matrix(counter.fit_transform(texts))
    table: Floats = vectors.word_table(list(counter.get_feature_names_out()))
    share = np.asarray(counts.sum(axis=0)).ravel() / counts.sum()
    weighted = csr_matrix(counts.multiply(_SMOOTHING / (_SMOOTHING + share)))
    return csr_matrix(normalize(weighted @ table))


def _single_words(text: str) -> list[str]:
    return [name for name in word_names(text) if " " not in name and len(name) > 1]


def side_by_side(weighted: dict[str, csr_matrix], *, equally_loud: bool = False) -> csr_matrix:
    """Several views as one feature space, each as loud as its shipped likeness, or all alike.

    A text is as loud whichever views it is read by, or fewer of them would be learned less thoroughly.
    """
    shipped = {SINGLE: CONCEPTS, DOMAIN: WORDS, PAIRS: WORDS, FOURS: CHARACTERS, EVEN: CHARACTERS}
    loudness = {} if equally_loud else VIEW_WEIGHTS
    chosen = [loudness.get(shipped.get(view, view), 1.0) for view in weighted]
    whole = np.linalg.norm(list(VIEW_WEIGHTS.values())) / np.linalg.norm(chosen)
    louder = [matrix * (whole * loud) for matrix, loud in zip(weighted.values(), chosen, strict=True)]
    return csr_matrix(hstack(louder, format="csr"))
