"""What is said of a letter as a whole, before the matters in it: scope, kind, and what the clerk should do."""

from typing import NamedTuple

from router.reading import Reading
from router.routing import Disposition, Kind, Scope
from router.territory import Territory

# A text of which the model knows less than this is never forwarded unseen, however sure it sounds: a rule of thumb.
_FEWEST_FEATURES = 6
_EMPTY = "诉求内容为空，无法判断。"
_UNREADABLE = "未识别到足够的中文内容，无法自动判断，请人工研判。"


class Verdict(NamedTuple):
    """The ``question`` is to be asked where the matter is open; ``remark`` says why, where there is no matter."""

    scope: Scope
    kind: Kind
    disposition: Disposition
    question: str | None
    remark: str | None


def verdict_of(reading: Reading, territory: Territory, least_auto: float) -> Verdict:
    """What is said of a letter; from a confidence of ``least_auto`` on it may be forwarded unseen."""
    if not reading.is_readable:
        return Verdict("in", "other", "review", None, _UNREADABLE if reading.text.strip() else _EMPTY)
    if reading.is_out:
        assert reading.outside
        return Verdict("out", reading.kind, "out_of_scope", None, reading.outside.note)
    disposition = _disposition(reading, territory, least_auto)
    question = reading.found[0].finding.matter.question if disposition == "clarify" else None
    return Verdict("mixed" if reading.is_mixed else "in", reading.kind, disposition, question, None)


def _disposition(reading: Reading, territory: Territory, least_auto: float) -> Disposition:
    """Ask where the letter leaves the matter open, forward where it is sure and ours, else give it to a person."""
    main = reading.found[0].finding
    is_sure = main.confidence >= least_auto and reading.features >= _FEWEST_FEATURES
    if main.matter.is_open or (main.matter.question and not is_sure):
        return "clarify"
    # A letter that seems to be outside but for a sentence is for a person to read.
    is_clear = territory.status != "outside" and not reading.outside
    return "auto" if is_sure and is_clear else "review"
