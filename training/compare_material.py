"""The texts of the comparison, all in one list so that their features are counted once, and which rows are what."""

from dataclasses import dataclass

import numpy as np

from router.duties import duty_list
from training.compare_features import Rows
from training.dataset import Example, duty_examples
from training.fixed import SHIPPED
from training.letters import Letter, read_letters

_DUTY_SENTENCES = "duty-"
# The name of the duty sentences of the fixed evaluation among the texts asked.
SENTENCES = ""


@dataclass(frozen=True)
class Asked:
    """A text that nobody trains on, the departments that may lead it, and the first of them."""

    text: str
    leads: frozenset[int]
    first: int


@dataclass(frozen=True)
class Material:
    """All that is learnt and asked.

    Duty examples stand in every training set beside the corpus; ``plain`` are the bare duty texts, each with its
    department, which is all that a reading without a corpus has.
    """

    examples: list[Example]
    duties: list[Example]
    plain: list[tuple[str, int]]
    asked: dict[str, list[Asked]]

    @classmethod
    def gather(cls, examples: list[Example], letters: dict[str, list[Letter]]) -> "Material":
        """The corpus, the duty list, the duty sentences, and the letters of each table, all of which have leads."""
        plain = [(duty.text, duty.department.number) for duty in duty_list().duties.values()]
        asked = {
            name: [Asked(letter.text, frozenset(letter.leads), letter.leads[0]) for letter in found]
            for name, found in letters.items()
        }
        return cls(examples, duty_examples(), plain, {SENTENCES: _duty_sentences(), **asked})

    def texts(self) -> list[str]:
        """Every text, in the order of the row numbers."""
        labelled = [example.text for example in (*self.examples, *self.duties)]
        asked = [text.text for found in self.asked.values() for text in found]
        return [*labelled, *(text for text, _ in self.plain), *asked]

    def duty_rows(self) -> Rows:
        """Row numbers of the duty examples."""
        return np.arange(len(self.examples), len(self.examples) + len(self.duties))

    def plain_rows(self) -> Rows:
        """Row numbers of the bare duty texts."""
        first = len(self.examples) + len(self.duties)
        return np.arange(first, first + len(self.plain))

    def asked_rows(self) -> dict[str, Rows]:
        """Row numbers of each table of texts asked."""
        first = len(self.examples) + len(self.duties) + len(self.plain)
        rows = {}
        for name, found in self.asked.items():
            rows[name] = np.arange(first, first + len(found))
            first += len(found)
        return rows


def _duty_sentences() -> list[Asked]:
    letters = [letter for letter in read_letters(SHIPPED) if letter.id.startswith(_DUTY_SENTENCES)]
    return [Asked(letter.text, frozenset(letter.leads), letter.leads[0]) for letter in letters]
