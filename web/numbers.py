"""Numbers that links and forms bring: whatever they say, none is too long to be read or too large to be looked up."""

from werkzeug.routing import IntegerConverter

# No row of any database has it as its key.
NOBODYS = 2**63
_LONGEST = len(str(NOBODYS))


def read_number(text: str) -> int | None:
    """The whole number that ``text`` is, `NOBODYS` for every larger one; None where it is none."""
    text = text.strip()
    if not (text.isascii() and text.isdigit()):
        return None
    return min(int(text), NOBODYS) if len(text) <= _LONGEST else NOBODYS


class NumberConverter(IntegerConverter):
    """``<int:…>`` in an address."""

    def to_python(self, value: str) -> int:
        """The number, as `read_number` reads it."""
        return read_number(value) or 0
