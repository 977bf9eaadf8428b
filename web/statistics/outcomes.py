"""What became of suggestions: confirmed, kept as to the lead, or corrected."""

from dataclasses import dataclass

from web.statistics.facts import CONFIRM, UNKNOWN, Array, Letters


@dataclass(frozen=True, eq=False)
class Outcomes:
    """Decided letters that had a suggestion, and what became of it: one of the three masks is true of each."""

    letters: Letters
    confirmed: Array
    kept: Array
    corrected: Array

    @classmethod
    def of(cls, decided: Letters) -> "Outcomes":
        """Of decided letters."""
        letters = decided.take(decided.agreed != UNKNOWN)
        agreed = letters.agreed == 1
        confirmed = agreed & (letters.action == CONFIRM)
        return cls(letters, confirmed, agreed & ~confirmed, ~agreed)
