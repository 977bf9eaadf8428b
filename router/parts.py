"""Who has a part in a matter, in the order in which an answer names them."""

import functools
from typing import NamedTuple

from router.decision import Decider
from router.duties import Department, Duty
from router.matters import Matter
from router.routing import Role


class Part(NamedTuple):
    """A department, its role, its column among the decider's, and the duties by which it has a part."""

    department: Department
    role: Role
    column: int
    duties: tuple[Duty, ...]


class Parts:
    """The parts of matters, each found once."""

    def __init__(self, decider: Decider) -> None:
        self._column = decider.column
        self.of = functools.cache(self._of)

    def _of(self, matter: Matter, first: Department) -> list[Part]:
        """The ``first`` to be named, then the other leads and those who assist."""
        leads = [first, *(department for department in matter.leads if department != first)]
        roles: list[tuple[Department, Role]] = [(department, "lead") for department in leads]
        roles += [(department, "assist") for department in matter.assists]
        return [
            Part(department, role, self._column[department], matter.grounds(department))
            for department, role in roles
        ]
