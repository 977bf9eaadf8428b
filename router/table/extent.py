"""How large a table is: known before the first row is classified, so that nothing wide is cut and progress is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Extent:
    """``rows`` up to the last filled one (titles and header included), ``width`` of the widest.

    ``merges`` lists by column the first and last row (from 1) of each cell that is merged downwards.
    """

    rows: int
    width: int
    merges: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


def measure_rows(rows: Iterable[list[str]]) -> Extent:
    """Measure by reading everything; empty rows at the end do not count."""
    last = width = 0
    for number, row in enumerate(rows, start=1):
        if row:
            last = number
            if len(row) > width:
                width = len(row)
    return Extent(last, width)
