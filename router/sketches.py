"""Sketches of letters: what is kept of a text to tell later whether another says the same (bottom-k, Broder 1997)."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from router.arrays import Ints, run_starts
from router.block import Block
from router.hashing import Codes, Hashes, SpanHashes, codes_of, mixed
from router.spotting import Spotter
from router.text import Trait, has_trait

SKETCH = 64
# Stands where a sketch has no more hashes; no hash is that large.
NO_HASH = np.uint32(0xFFFFFFFF)
# A named place is known by the two characters before its kind: …家园小区, …山路.
_KINDS = Spotter(("小区", "花园", "家园", "公寓", "广场", "市场", "学校", "路", "街", "巷", "村", "队"))
_NAME = 2
_NO_PLACES = frozenset(
    ("我们", "这个", "那个", "一个", "整个", "门口", "旁边", "附近", "公路", "修路", "在小", "个小", "的小")
)
Sketches = npt.NDArray[np.uint32]


def likenesses(left: Sketches, right: Sketches) -> npt.NDArray[np.float64]:
    """The share of pairs in common of each two letters, estimated from their sketches, shape (n, `SKETCH`)."""
    both = np.sort(np.concatenate([left, right], axis=1), axis=1)
    is_hash = both != NO_HASH
    is_again = np.zeros(both.shape, dtype=bool)
    np.equal(both[:, 1:], both[:, :-1], out=is_again[:, 1:])
    is_again &= is_hash
    rank = np.cumsum(is_hash & ~is_again, axis=1, dtype=np.uint8)
    common = (is_again & (rank <= SKETCH)).sum(axis=1)
    return np.asarray(common / np.clip(rank[:, -1], 1, SKETCH))


def marked(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """A hash of the letters and digits of each text, the same for texts that differ in nothing else; how many it has."""
    codes, owners = _spoken(texts)
    sizes = np.bincount(owners, minlength=len(texts))
    ends = np.cumsum(sizes)
    return SpanHashes(codes).of(ends - sizes, ends).tolist(), sizes.tolist()


def sketched(texts: Sequence[str]) -> Sketches:
    """The sketch of each text: the smallest hashes of its pairs of characters, in order; all of them for a short text."""
    codes, owners = _spoken(texts)
    pairs: Hashes = codes[:-1].astype(np.uint64) << np.uint64(32) | codes[1:]
    hashes = np.minimum(mixed(pairs) >> np.uint64(32), np.uint64(NO_HASH - 1))
    within = owners[1:] == owners[:-1]
    packed = np.sort(owners[1:][within].astype(np.uint64) << np.uint64(32) | hashes[within])
    packed = packed[run_starts(packed)]
    owner = (packed >> np.uint64(32)).astype(np.int64)
    counts = np.bincount(owner, minlength=len(texts))
    place = np.arange(len(packed)) - np.repeat(np.cumsum(counts) - counts, counts)
    chosen = place < SKETCH
    sketches = np.full((len(texts), SKETCH), NO_HASH, dtype=np.uint32)
    sketches[owner[chosen], place[chosen]] = packed[chosen].astype(np.uint32)
    return sketches


def _spoken(texts: Sequence[str]) -> tuple[Codes, Ints]:
    """The letters and digits of all texts in lower case, and whose each is."""
    lowered = [text.lower() for text in texts]
    codes = codes_of("".join(lowered))
    kept = has_trait(codes, Trait.PLAIN)
    lengths = np.fromiter(map(len, lowered), np.int64, len(lowered))
    return codes[kept], np.repeat(np.arange(len(texts)), lengths)[kept]


def places_of(texts: Sequence[str]) -> list[frozenset[str]]:
    """The names of places in each text."""
    block = Block(texts)
    kinds = np.unique(_KINDS.find(block.raw_hashes)[0])
    starts = kinds - _NAME
    kept = starts >= 0
    starts, kinds = starts[kept], kinds[kept]
    is_chinese = has_trait(block.raw, Trait.CHINESE)
    named = is_chinese[starts] & is_chinese[starts + 1]
    found: list[set[str]] = [set() for _ in texts]
    free = 0
    owner = np.searchsorted(block.starts, starts[named], side="right") - 1
    text = "\n".join(texts)
    for number, start in zip(owner.tolist(), starts[named].tolist(), strict=True):
        # Names do not overlap: 小区路 behind 金色 is no place called 色小.
        if start >= free:
            found[number].add(text[start : start + _NAME])
            free = start + _NAME
    return [frozenset(names - _NO_PLACES) for names in found]
