"""The three pictures of the report: which departments are confused, is confidence true, how much can be forwarded."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from router.duties import duty_list
from training.charts import BRAND, INK, LINE, SOFT, WARM, Canvas, text_width
from training.measures import PRECISION, Answer, coverage, reliability

GOLD, ANSWERED = "标准答案", "程序回答"
CONFIDENCE, ACCURACY, SHARE = "把握", "正确率", "按把握从大到小取用的来信"
AUTO, COVERED, LETTERS = "直接转办", "正确时可覆盖", "件"
# Every label a picture writes, so that its characters are known before anything is drawn.
LABELS = (GOLD, ANSWERED, CONFIDENCE, ACCURACY, SHARE, AUTO, COVERED, LETTERS)

_CELL = 26
_PLOT, _LEFT, _RIGHT, _TOP = 340, 62, 58, 18
_TICKS = 5


def confusion_picture(answers: Sequence[Answer]) -> str:
    """Gold departments in rows, answered ones in columns; a right answer stands on the diagonal of the first gold lead.

    Colour is the share of the row, the figure is the number of letters.
    """
    pairs = Counter(_pair(answer) for answer in answers)
    numbers = sorted({number for pair in pairs for number in pair})
    margin = max((text_width(_label(number), 12) for number in numbers), default=0) + 34
    size = margin + _CELL * len(numbers)
    canvas = Canvas("confusion", size + 10, size + 10, "部门混淆图")
    _confusion_grid(canvas, numbers, margin, size)
    totals = Counter(answer.letter.leads[0] for answer in answers)
    for (gold, answered), count in pairs.items():
        x, y = (margin + _CELL * numbers.index(number) for number in (answered, gold))
        share = count / totals[gold]
        canvas.rect(x, y, _CELL, _CELL, BRAND if gold == answered else WARM, 0.12 + 0.88 * share)
        canvas.text(x + _CELL / 2, y + _CELL / 2, str(count), 12, 0.5, "#fff" if share > 0.4 else INK)
    return canvas.svg()


def _confusion_grid(canvas: Canvas, numbers: Sequence[int], margin: float, size: float) -> None:
    canvas.text(10, (margin + size) / 2, GOLD, 12, 0.5, SOFT, turned=True)
    canvas.text((margin + size) / 2, 10, ANSWERED, 12, 0.5, SOFT)
    for index, number in enumerate(numbers):
        middle, end = margin + _CELL * (index + 0.5), margin + _CELL * (index + 1)
        canvas.text(margin - 6, middle, _label(number), 12, 1)
        canvas.text(middle, margin - 6, _label(number), 12, turned=True)
        canvas.line(margin, end, size, end)
        canvas.line(end, margin, end, size)


def _pair(answer: Answer) -> tuple[int, int]:
    gold = answer.letter.leads[0]
    return gold, gold if answer.lead_right else answer.first_lead


def _label(number: int) -> str:
    departments = duty_list().departments
    return f"{number} {departments[number].short}" if number in departments else str(number)


def reliability_picture(answers: Sequence[Answer]) -> str:
    """Confidence against the share that is right; on the diagonal confidence means what it says.

    The area of a point is its share of the letters (Niculescu-Mizil & Caruana 2005).
    """
    canvas = Canvas("reliability", _LEFT + _PLOT + _RIGHT, _TOP + _PLOT + 48, "把握与正确率")
    _frame(canvas, CONFIDENCE, ACCURACY, 0.0)
    canvas.line(_x(0), _y(0, 0), _x(1), _y(1, 0), SOFT, 1, "5 4")
    bins = reliability(answers) if answers else []
    canvas.curve([(_x(mean), _y(right, 0)) for _, mean, right in bins])
    for share, mean, right in bins:
        radius = 3 + 22 * math.sqrt(share)
        canvas.circle(_x(mean), _y(right, 0), radius, BRAND, 0.35)
        canvas.circle(_x(mean), _y(right, 0), 2.5)
        count = f"{round(share * len(answers))} {LETTERS}"
        canvas.text(_x(mean) + radius + 3, _y(right, 0) + 8, count, 11, 0, SOFT)
    return canvas.svg()


def coverage_picture(answers: Sequence[Answer]) -> str:
    """How many of the surest answers may be taken before accuracy falls (risk-coverage curve, Geifman & El-Yaniv 2017)."""
    canvas = Canvas("coverage", _LEFT + _PLOT + _RIGHT, _TOP + _PLOT + 48, "覆盖率与正确率")
    surest = sorted(answers, key=lambda answer: -answer.confidence)
    right = list(accumulate(answer.lead_right for answer in surest))
    curve = [((n + 1) / len(surest), count / (n + 1)) for n, count in enumerate(right)]
    # The first few letters jump about; they would only stretch the scale.
    lowest = min((accuracy for share, accuracy in curve if share >= 0.05), default=0.0)
    floor = math.floor(min(lowest, 0.9) * 10) / 10
    _frame(canvas, SHARE, ACCURACY, floor)
    canvas.line(_x(0), _y(PRECISION, floor), _x(1), _y(PRECISION, floor), WARM, 1, "5 4")
    canvas.curve([(_x(share), _y(max(accuracy, floor), floor)) for share, accuracy in curve])
    covered = coverage(answers, PRECISION) or 0.0
    canvas.line(_x(covered), _y(PRECISION, floor), _x(covered), _y(floor, floor), WARM, 1, "5 4")
    # The curve falls from the upper left, so the lower left corner is free for words.
    canvas.rect(_x(0) + 2, _y(floor, floor) - 50, 210, 48, "#fff", 0.85)
    said = f"{PRECISION:.0%} {COVERED} {covered:.1%}"
    canvas.line(_x(0) + 8, _y(floor, floor) - 16, _x(0) + 26, _y(floor, floor) - 16, WARM, 1, "5 4")
    canvas.text(_x(0) + 32, _y(floor, floor) - 16, said, 12, 0, WARM)
    _mark_auto(canvas, answers, floor)
    return canvas.svg()


def _mark_auto(canvas: Canvas, answers: Sequence[Answer], floor: float) -> None:
    """Where the program's own cut-off for `auto` lies."""
    auto = [answer for answer in answers if answer.routing.disposition == "auto"]
    if not auto:
        return
    share = len(auto) / len(answers)
    accuracy = sum(answer.lead_right for answer in auto) / len(auto)
    canvas.circle(_x(share), _y(max(accuracy, floor), floor), 5, INK)
    canvas.circle(_x(0) + 17, _y(floor, floor) - 38, 5, INK)
    canvas.text(_x(0) + 32, _y(floor, floor) - 38, f"{AUTO} {share:.1%}, {ACCURACY} {accuracy:.1%}", 12)


def _frame(canvas: Canvas, across: str, up: str, floor: float) -> None:
    """Axes from 0 to 1 across and from ``floor`` to 1 upwards, in percent."""
    for tick in range(_TICKS + 1):
        share = tick / _TICKS
        level = floor + share * (1 - floor)
        canvas.line(_x(0), _y(level, floor), _x(1), _y(level, floor), LINE)
        canvas.line(_x(share), _y(floor, floor), _x(share), _y(1, floor), LINE)
        canvas.text(_x(0) - 6, _y(level, floor), f"{level:.0%}", 11, 1, SOFT)
        canvas.text(_x(share), _y(floor, floor) + 14, f"{share:.0%}", 11, 0.5, SOFT)
    canvas.text(_x(0.5), _TOP + _PLOT + 36, across, 12, 0.5)
    canvas.text(12, _TOP + _PLOT / 2, up, 12, 0.5, turned=True)


def _x(share: float) -> float:
    return _LEFT + _PLOT * share


def _y(level: float, floor: float) -> float:
    return _TOP + _PLOT * (1 - (level - floor) / (1 - floor))
