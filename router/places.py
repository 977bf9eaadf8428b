"""The table of places, ``data/territory.csv``: read, checked, and each row one `Place`."""

import csv
from dataclasses import dataclass, fields
from pathlib import Path

from router.errors import DataError

SEPARATOR = "；"
INSIDE, OUTSIDE = "inside", "outside"
PREFECTURE, COUNTY, PARK, CORPS = "州", "县市", "园区", "兵团"
TOWN_LEVELS = frozenset({"街道", "镇", "乡", "场"})


@dataclass(frozen=True)
class Place:
    """One row: ``name`` and ``aliases`` are sure, ``weak`` spellings count where ``belongs_to`` is named too.

    ``belongs_to`` is the county or park a place is in, for a corps unit the county it lies in; ``town`` is
    the town of a village, ``send_to`` to whom a matter outside the prefecture goes.
    """

    name: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    level: str
    belongs_to: str
    town: str
    status: str
    send_to: str

    @property
    def is_outside(self) -> bool:
        """Whether the place is not the prefecture's, wherever it lies on the map."""
        return self.status == OUTSIDE

    @property
    def territory(self) -> str:
        """Who must handle what happens here."""
        if self.is_outside:
            return self.send_to
        return self.name if self.level in (COUNTY, PARK) else self.belongs_to

    @property
    def is_local(self) -> bool:
        """Whether it is a town, village or spot of the prefecture, whose name may occur elsewhere too."""
        return not self.is_outside and self.level not in (PREFECTURE, COUNTY, PARK)

    @property
    def town_name(self) -> str:
        """The street office, town or township; empty where none is known."""
        return self.name if self.level in TOWN_LEVELS else self.town


def read_places(path: Path) -> list[Place]:
    """Read and check the table.

    Raises
    ------
    DataError
        If the file or a column is missing, a value is not allowed, or a sure name means two places.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(enumerate(csv.DictReader(stream), 2))
    except FileNotFoundError as error:
        raise DataError(f"找不到属地表 {path}。") from error
    except UnicodeDecodeError as error:
        raise DataError(f"属地表 {path} 不是 UTF-8 编码，请在 Excel 中另存为“CSV UTF-8”。") from error
    # Excel leaves rows of bare commas behind where rows were cleared.
    places = [_place(row, line) for line, row in rows if any(row.values())]
    _check_owners(places)
    _check_names(places)
    return places


def _place(row: dict[str, str | None], line: int) -> Place:
    columns = [field.name for field in fields(Place)]
    if missing := [column for column in columns if row.get(column) is None]:
        raise DataError(f"属地表第 {line} 行缺少列：{'、'.join(missing)}。")
    values = {column: (row[column] or "").strip() for column in columns}
    aliases, weak = (tuple(filter(None, values.pop(key).split(SEPARATOR))) for key in ("aliases", "weak"))
    place = Place(**values, aliases=aliases, weak=weak)
    if place.status not in (INSIDE, OUTSIDE):
        raise DataError(f"属地表第 {line} 行 status 是“{place.status}”，只能是 {INSIDE} 或 {OUTSIDE}。")
    if place.is_outside and not place.send_to:
        raise DataError(f"属地表第 {line} 行“{place.name}”在州外，请在 send_to 写明转送何处。")
    if short := [word for word in (place.name, *aliases, *weak) if len(word) < 2]:
        raise DataError(f"属地表第 {line} 行的名称“{short[0]}”太短，至少两个字。")
    return place


def _check_owners(places: list[Place]) -> None:
    """Every place inside belongs to a county or park of the table."""
    owners = {place.name for place in places if place.level in (COUNTY, PARK)}
    for place in places:
        if not place.is_outside and place.level != PREFECTURE and place.territory not in owners:
            raise DataError(f"属地表中“{place.name}”的 belongs_to“{place.belongs_to}”不是表中的县市或园区。")


def _check_names(places: list[Place]) -> None:
    """A sure name means one place; one with two meanings must be weak."""
    owners: dict[str, Place] = {}
    for place in places:
        for word in (place.name, *place.aliases):
            if (owner := owners.setdefault(word, place)) is not place:
                raise DataError(f"属地表中“{word}”既指“{owner.name}”又指“{place.name}”，请移到 weak 列。")
