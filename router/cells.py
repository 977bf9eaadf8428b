"""An answer as cells of a table: the few that are its own, and the many that it shares with other answers.

There are hundreds of thousands of answers to a large table, but only some thousands of ways to fill the shared cells. So
these are made, checked, counted, sent between processes and written once for all answers that have them.
"""

from typing import NamedTuple

Cells = tuple[str, ...]


class Answer(NamedTuple):
    """``shared`` are the cells in their order, None where the next of its ``own`` stands."""

    shared: tuple[str | None, ...]
    own: Cells

    @property
    def cells(self) -> Cells:
        """All cells in their order."""
        own = iter(self.own)
        return tuple([next(own) if cell is None else cell for cell in self.shared])

    def ending(self, *last: str) -> "Answer":
        """This answer with ``last`` instead of the last of its own cells."""
        return Answer(self.shared, (*self.own[: -len(last)], *last))

    def replaced(self, place: int, cell: str) -> "Answer":
        """This answer with another ``cell`` at a ``place`` that is shared."""
        assert self.shared[place] is not None
        return Answer((*self.shared[:place], cell, *self.shared[place + 1 :]), self.own)


NO_ANSWER = Answer((), ())
