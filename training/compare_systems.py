"""What is compared: a row of the report is a set of views, a learner, and what the labels are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from router.matters import matter_table
from training.compare_features import CHARACTERS, CONCEPTS, DOMAIN, EVEN, FOURS, PAIRS, SINGLE, VECTORS, WORDS
from training.compare_learners import (
    Learner,
    class_then_matter,
    logistic_regression,
    nearest_text,
    support_vectors,
    with_departments,
    with_departments_and_classes,
)

Labels = Literal["matters", "departments"]
# What a text outside the list is labelled with where labels are departments.
NOBODY = "0"


@dataclass(frozen=True)
class System:
    """``learns_from`` is the duty list alone or the corpus with it.

    ``has_probabilities`` where softmax of the scores are probabilities by the learner's own account.
    """

    name: str
    views: tuple[str, ...]
    learner: Learner = support_vectors
    labels: Labels = "matters"
    learns_from: Literal["duties", "corpus"] = "corpus"
    has_probabilities: bool = False
    equally_loud: bool = False


@dataclass(frozen=True)
class Step:
    """A question that two rows answer: what does ``after`` have over ``before``?"""

    question: str
    before: System
    after: System


_ALL = (WORDS, CHARACTERS, CONCEPTS)

PLAIN_WORDS = System("duty texts only, words, SVM", (WORDS,), labels="departments", learns_from="duties")
PLAIN_CHARACTERS = System(
    "duty texts only, characters, SVM", (CHARACTERS,), labels="departments", learns_from="duties"
)
NEAREST = System(
    "nearest duty text, cosine of words and characters",
    (WORDS, CHARACTERS),
    nearest_text,
    "departments",
    "duties",
)
ONLY_WORDS = System("words", (WORDS,))
ONLY_CHARACTERS = System("characters", (CHARACTERS,))
ONLY_CONCEPTS = System("concepts", (CONCEPTS,))
BOTH = System("words + characters", (WORDS, CHARACTERS))
BOTH_DOMAIN = System("words + characters, domain words forced as tokens", (DOMAIN, CHARACTERS))
BOTH_SINGLE = System("words + characters + concepts without pairs", (WORDS, CHARACTERS, SINGLE))
MATTERS = System("words + characters + concepts", _ALL)
LONGER = System(
    "words + characters + concepts, with pairs of words and runs of four characters", (PAIRS, FOURS, CONCEPTS)
)
EQUAL = System("words + characters + concepts, all views equally loud", _ALL, equally_loud=True)
EVEN_RUNS = System("words + characters + concepts, runs of any length equally loud", (WORDS, EVEN, CONCEPTS))
WITH_DEPARTMENTS = System("the same, with a share of the department's weights", _ALL, with_departments)
SHIPPED = System(
    "the same, with shares of the department's and of the class's weights", _ALL, with_departments_and_classes
)
ALL_DOMAIN = System(
    "words + characters + concepts, domain words forced as tokens", (DOMAIN, CHARACTERS, CONCEPTS)
)
BOTH_VECTORS = System("words + characters + word vectors", (WORDS, CHARACTERS, VECTORS))
ALL_VECTORS = System("words + characters + concepts + word vectors", (*_ALL, VECTORS))
LOGISTIC = System("the same, logistic regression", _ALL, logistic_regression, has_probabilities=True)
TWO_STAGES = System("the same, class first, then matter", _ALL, class_then_matter)
DEPARTMENTS = System("the same, departments as labels", _ALL, labels="departments")

SYSTEMS = (
    PLAIN_WORDS,
    PLAIN_CHARACTERS,
    NEAREST,
    ONLY_WORDS,
    ONLY_CHARACTERS,
    ONLY_CONCEPTS,
    BOTH,
    BOTH_DOMAIN,
    BOTH_VECTORS,
    BOTH_SINGLE,
    ALL_DOMAIN,
    ALL_VECTORS,
    LONGER,
    EQUAL,
    EVEN_RUNS,
    MATTERS,
    LOGISTIC,
    TWO_STAGES,
    DEPARTMENTS,
    WITH_DEPARTMENTS,
    SHIPPED,
)

STEPS = (
    Step("the corpus, over the duty texts alone (characters)", PLAIN_CHARACTERS, ONLY_CHARACTERS),
    Step("characters besides words", ONLY_WORDS, BOTH),
    Step("words besides characters", ONLY_CHARACTERS, BOTH),
    Step("concepts besides words and characters", BOTH, MATTERS),
    Step("pairs of concepts, over single ones", BOTH_SINGLE, MATTERS),
    Step("pairs of words and runs of four characters", MATTERS, LONGER),
    Step("characters louder than words, words than concepts", EQUAL, MATTERS),
    Step("short runs of characters louder than long ones", EVEN_RUNS, MATTERS),
    Step("domain words forced as tokens, without concepts", BOTH, BOTH_DOMAIN),
    Step("domain words forced as tokens, with concepts", MATTERS, ALL_DOMAIN),
    Step("word vectors, without concepts", BOTH, BOTH_VECTORS),
    Step("word vectors, with concepts", MATTERS, ALL_VECTORS),
    Step("the SVM, over logistic regression", LOGISTIC, MATTERS),
    Step("one stage, over class first", TWO_STAGES, MATTERS),
    Step("matters as labels, over departments", DEPARTMENTS, MATTERS),
    Step("a share of the department's weights besides the matter's", MATTERS, WITH_DEPARTMENTS),
    Step("a share of the class's weights besides these", WITH_DEPARTMENTS, SHIPPED),
)


def labels_of(matters: Sequence[str], labels: Labels) -> tuple[str, ...]:
    """The labels of a text about ``matters``: these, or the numbers of the departments that lead them."""
    if labels == "matters":
        return tuple(matters)
    leads = (lead.number for matter in matters for lead in matter_table()[matter].leads)
    return tuple(dict.fromkeys(map(str, leads))) or (NOBODY,)
