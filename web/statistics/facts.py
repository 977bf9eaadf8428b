"""What statistics count: a few numbers of every letter, as columns of arrays.

200,000 letters are some 15 MB. Counting them takes milliseconds whatever is asked, on SQLite and on PostgreSQL the same,
where grouping them anew in the database for a dozen tables would take seconds. `web.statistics.loading` keeps them up to date.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NOBODY = 0
# Above the number of any department, so that two of them make one number.
MOST_DEPARTMENTS = 1 << 9
UNKNOWN = -1
CONFIRM, CORRECT, OUT_OF_SCOPE = 0, 1, 2

_T = TypeVar("_T", bound="_Columns")


@dataclass(frozen=True, eq=False)
class _Columns:
    """Columns of equal length."""

    ids: Array

    def __len__(self) -> int:
        return len(self.ids)

    def rows(self: _T, chosen: Array) -> _T:
        """The rows that a mask or their positions choose."""
        return type(self)(**{field.name: getattr(self, field.name)[chosen] for field in fields(self)})

    def replaced(self: _T, newer: _T, changed: Array) -> _T:
        """These rows, those of the letters ``changed`` replaced by the rows of ``newer``, in the order of letters."""
        kept = self.rows(~np.isin(self.ids, changed))
        return kept.joined(newer).rows(np.argsort(np.concatenate([kept.ids, newer.ids]), kind="stable"))

    def joined(self: _T, more: _T) -> _T:
        """These rows and then ``more``."""
        return type(self)(
            **{
                field.name: np.concatenate([getattr(self, field.name), getattr(more, field.name)])
                for field in fields(self)
            }
        )


@dataclass(frozen=True, eq=False)
class Letters(_Columns):
    """Every letter, by id. Codes are positions in the `Names` of `Facts`, `UNKNOWN` where there is nothing.

    ``lead`` is the department suggested now, ``department`` the one that leads as things stand, ``shown_lead`` the one
    suggested when it was decided; `NOBODY` for none. The columns of the decision are those of the one that holds, but
    ``first_on``, the day of the first. ``agreed`` is 1, 0, or `UNKNOWN` without a decision or a suggestion.
    """

    received: Array
    territory: Array
    matter: Array
    kind: Array
    lead: Array
    department: Array
    repeat_of: Array
    waiting: Array
    decided_on: Array
    first_on: Array
    action: Array
    decided_matter: Array
    decided_kind: Array
    decided_lead: Array
    shown_lead: Array
    agreed: Array
    seconds: Array

    @cached_property
    def matter_now(self) -> Array:
        """The matter as things stand: decided, else suggested."""
        return np.where(self.decided_matter != UNKNOWN, self.decided_matter, self.matter)

    @cached_property
    def kind_now(self) -> Array:
        """The kind as things stand."""
        return np.where(self.decided_kind != UNKNOWN, self.decided_kind, self.kind)

    def renewed(self, newer: "Letters") -> "Letters":
        """These letters with ``newer`` in place of those with the same numbers; new ones follow where they belong."""
        places = np.searchsorted(self.ids, newer.ids)
        is_known = np.isin(newer.ids, self.ids, assume_unique=True)
        columns = {field.name: getattr(self, field.name).copy() for field in fields(self)}
        for name, column in columns.items():
            column[places[is_known]] = getattr(newer, name)[is_known]
        whole, added = Letters(**columns), newer.rows(~is_known)
        if not len(added):
            return whole
        whole = whole.joined(added)
        return whole if added.ids[0] > self.ids[-1] else whole.rows(np.argsort(whole.ids, kind="stable"))

    def take(self, chosen: Array) -> "Letters":
        """The letters that a mask chooses; a column is taken when it is first asked for."""
        return _Part(self, chosen)


class _Part(Letters):
    """Some of the letters. The columns of the base have no values here, so that asking for one ends in ``__getattr__``."""

    def __init__(self, whole: Letters, chosen: Array) -> None:
        self.__dict__.update(_whole=whole, _chosen=np.flatnonzero(chosen) if chosen.dtype == bool else chosen)

    def __len__(self) -> int:
        return len(self.__dict__["_chosen"])

    def __getattr__(self, name: str) -> Array:
        if name.startswith("_"):
            raise AttributeError(name)
        column: Array = getattr(self.__dict__["_whole"], name)[self.__dict__["_chosen"]]
        self.__dict__[name] = column
        return column


@dataclass(frozen=True, eq=False)
class Returns(_Columns):
    """Every return (退单) that holds: the letter, the day, and the department that sent it back."""

    on: Array
    department: Array

    def take(self, chosen: Array) -> "Returns":
        """The returns that a mask chooses."""
        return self.rows(chosen)


class Names:
    """The values of a column of words by their code; it only ever grows."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self.values: list[str] = []

    def code(self, value: str | None) -> int:
        """The code of ``value``, a new one where it was never seen; `UNKNOWN` for None."""
        if value is None:
            return UNKNOWN
        code = self._codes.get(value)
        if code is None:
            code = self._codes[value] = len(self.values)
            self.values.append(value)
        return code

    def codes(self, values: Sequence[str | None]) -> Array:
        """The codes of many."""
        return np.fromiter((self.code(value) for value in values), np.int32, len(values))

    def find(self, value: str) -> int:
        """The code of ``value``, `UNKNOWN` where no letter has it."""
        return self._codes.get(value, UNKNOWN)


@dataclass(frozen=True, eq=False)
class Facts:
    """All that is counted, as of one moment. ``matter_names`` are by the code of the matter."""

    letters: Letters
    returns: Returns
    territories: Names
    matters: Names
    kinds: Names
    matter_name: Callable[[int], str]

    def positions(self, ids: Array) -> Array:
        """Where the letters with these ids stand in ``letters``; they must be there."""
        return np.searchsorted(self.letters.ids, ids)


def no_letters() -> Letters:
    """None."""
    days, codes, numbers = np.array([], "M8[D]"), np.array([], np.int32), np.array([], np.int64)
    kinds: dict[str, Array] = {"received": days, "decided_on": days, "first_on": days}
    kinds |= {"ids": numbers, "repeat_of": numbers, "waiting": np.array([], bool)}
    kinds["seconds"] = np.array([], float)
    return Letters(**{field.name: kinds.get(field.name, codes) for field in fields(Letters)})


def no_returns() -> Returns:
    """None."""
    return Returns(np.array([], np.int64), np.array([], "M8[D]"), np.array([], np.int32))
