"""Where features stand in a block of texts, and the rows of numbers that are made of them."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from router.arrays import Ints


class Occurrences(NamedTuple):
    """Where features stand, one entry each: ``features`` at the characters ``starts:ends`` of a block.

    ``seconds`` are None, or the starts and ends of a second span that belongs to the same occurrence and lies behind.
    """

    features: Ints
    starts: Ints
    ends: Ints
    seconds: tuple[Ints, Ints] | None = None

    @property
    def last(self) -> Ints:
        """The last character of each."""
        return (self.seconds[1] if self.seconds else self.ends) - 1

    @property
    def spans(self) -> list[tuple[Ints, Ints]]:
        """Starts and ends of the first spans, and of the second ones where there are any."""
        first = (self.starts, self.ends)
        return [first, self.seconds] if self.seconds else [first]

    @property
    def extent(self) -> Ints:
        """On how many characters each stands."""
        return sum((ends - starts for starts, ends in self.spans), np.zeros(len(self.starts), np.int64))

    def at(self, chosen: npt.NDArray[np.bool_] | Ints) -> "Occurrences":
        """Some of them."""
        seconds = (self.seconds[0][chosen], self.seconds[1][chosen]) if self.seconds else None
        return Occurrences(self.features[chosen], self.starts[chosen], self.ends[chosen], seconds)


@dataclass(frozen=True)
class Rows:
    """Feature rows of pieces of a block.

    ``matrix`` has shape (n_pieces, n_features). Each of ``groups`` are occurrences with, for each, the position of its
    feature's value in ``matrix.data``.
    """

    matrix: csr_matrix
    groups: tuple[tuple[Occurrences, Ints], ...]
