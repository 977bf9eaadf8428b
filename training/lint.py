"""``python -m training.lint``: is the training text fit to learn from? Prints findings; exits with 1 where a rule is broken.

Rules: labels known, every matter written for, no contradictory labels, nothing that also stands in an evaluation file,
and no template grinding, which shows in near-duplicates, in openings that recur and in a vocabulary that stops growing.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from router.errors import ComplaintRouterError
from router.matters import matter_table
from router.text import clean
from router.words import cut
from training.dataset import Example, load_corpus
from training.fixed import SHIPPED

FEWEST_TEXTS = 10
MOST_NEAR_DUPLICATES = 0.005
FEWEST_DISTINCT_OPENINGS = 0.5
# However varied texts are, the more there are the fewer words are new (Heaps 1978): the share is taken among so many.
LEAST_NEW_WORDS = 0.03
_GROWTH_TEXTS = 20_000
_OPENING = 4
_GRAM = 4
_SIMILAR = 0.5
_TESTS = Path(__file__).resolve().parents[1] / "tests" / "data"


@dataclass(frozen=True)
class Finding:
    """One result of the check; ``broken`` where it must be mended."""

    broken: bool
    message: str


def check(examples: Sequence[Example], evaluation: Sequence[str] = ()) -> Iterator[Finding]:
    """All findings on ``examples``; ``evaluation`` are texts that training must not contain."""
    yield from thin_matters(examples)
    yield from contradictions(examples)
    alike = near_duplicates([*evaluation, *(example.text for example in examples)])
    yield from leaks(examples, alike, len(evaluation))
    pairs = [(i - len(evaluation), j - len(evaluation)) for i, j in alike if j >= len(evaluation)]
    share = len(pairs) / len(examples)
    yield Finding(
        share > MOST_NEAR_DUPLICATES, f"near-duplicates: {len(pairs)} of {len(examples)} texts ({share:.2%})"
    )
    for first, second in pairs[:5]:
        yield Finding(False, f"  alike: {examples[first].text[:40]} ~ {examples[second].text[:40]}")
    yield distinct_openings(examples)
    yield vocabulary_growth(examples)


def thin_matters(examples: Sequence[Example]) -> Iterator[Finding]:
    """Matters that fewer than `FEWEST_TEXTS` complaints stand behind."""
    counts = Counter(matter for example in examples for matter in example.matters)
    for matter in matter_table():
        if counts[matter] < FEWEST_TEXTS:
            yield Finding(
                True, f"matter {matter} has {counts[matter]} texts, at least {FEWEST_TEXTS} are needed"
            )


def contradictions(examples: Sequence[Example]) -> Iterator[Finding]:
    """The same text under different labels."""
    labels: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for example in examples:
        labels[clean(example.text)].add(example.matters)
    for text, found in labels.items():
        if len(found) > 1:
            yield Finding(True, f"contradictory labels {sorted(found)}: {text[:60]}")


def leaks(
    examples: Sequence[Example], alike: Sequence[tuple[int, int]], evaluation: int
) -> Iterator[Finding]:
    """Texts of the corpus that are, or nearly are, evaluation texts, of which ``alike`` numbers ``evaluation`` first."""
    for later, earlier in alike:
        if earlier < evaluation <= later:
            yield Finding(True, f"evaluation text in the corpus: {examples[later - evaluation].text[:60]}")


def near_duplicates(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs (i, j), j < i, whose runs of four characters have a Jaccard similarity over one half.

    With both in one order, such two have a run in common within the first half of each (prefix filter, Chaudhuri et al.
    2006). The rarest runs come first, so few texts are compared.
    """
    grams = [_grams(clean(text)) for text in texts]
    frequency = Counter(gram for found in grams for gram in found)
    index: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for i, found in enumerate(grams):
        first_half = sorted(found, key=lambda gram: (frequency[gram], gram))[: (len(found) + 1) // 2]
        candidates = {j for gram in first_half for j in index[gram]}
        pairs += [(i, j) for j in sorted(candidates) if _jaccard(found, grams[j]) > _SIMILAR]
        for gram in first_half:
            index[gram].append(i)
    return pairs


def distinct_openings(examples: Sequence[Example]) -> Finding:
    """The share of texts that begin with four characters of their own."""
    share = len({clean(example.text)[:_OPENING] for example in examples}) / len(examples)
    return Finding(share < FEWEST_DISTINCT_OPENINGS, f"distinct openings: {share:.1%}")


def vocabulary_growth(examples: Sequence[Example]) -> Finding:
    """The share of words in a tenth of a sample of texts, both spread over all files, that the others do not know."""
    texts = [cut(clean(example.text)) for example in examples[:: max(1, len(examples) // _GROWTH_TEXTS)]]
    known = {word for number, words in enumerate(texts) if number % 10 for word in words}
    words = [word for words in texts[::10] for word in words if word.isalnum()]
    share = sum(word not in known for word in words) / max(1, len(words))
    return Finding(share < LEAST_NEW_WORDS, f"new words in a tenth of {len(texts)} texts: {share:.1%}")


def _grams(text: str) -> frozenset[str]:
    return frozenset(text[i : i + _GRAM] for i in range(max(1, len(text) - _GRAM + 1)))


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b)


def _evaluation_texts(paths: Sequence[Path]) -> list[str]:
    texts = []
    for path in paths:
        with path.open(encoding="utf-8-sig", newline="") as file:
            texts += [row["text"] for row in csv.DictReader(file) if row.get("text")]
    return texts


def main(arguments: Sequence[str]) -> int:
    """Check the corpus against the test sentences and any further evaluation tables named; 1 where a rule is broken."""
    paths = [SHIPPED, *sorted(_TESTS.glob("*.csv")), *map(Path, arguments)]
    try:
        examples = load_corpus()
    except ComplaintRouterError as error:
        print(error)
        return 1
    print(f"{len(examples)} texts, mean length {sum(len(e.text) for e in examples) / len(examples):.0f}")
    findings = list(check(examples, _evaluation_texts(paths)))
    for finding in findings:
        print(("BROKEN  " if finding.broken else "        ") + finding.message)
    return int(any(finding.broken for finding in findings))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
