"""The words of `router.labels` for the templates, and figures a clerk can read."""

from math import ceil

from flask import Flask

from router.labels import DISPOSITIONS, KINDS, ROLES, SCOPES, confidence_words
from web.moments import minute, second

PRODUCT = "信访诉求分办助手"
_ALMOST = 0.005


def percent(confidence: float) -> str:
    """The confidence in figures; never 0 % or 100 %, which no model can mean.

    Cut off and not rounded, so that no figure stands beside the words for the next better one.
    """
    if confidence > 1 - _ALMOST:
        return "99% 以上"
    return "不足 1%" if confidence < _ALMOST else f"{max(1, int(100 * confidence))}%"


def cut_off(confidence: float) -> str:
    """A confidence to be reached, in figures: rounded up, so that what falls short shows a lower figure."""
    return f"{ceil(100 * confidence)}%"


def duration(seconds: float) -> str:
    """A length of time to the second below a minute, else to the minute."""
    return f"{max(1, round(seconds))} 秒" if seconds < 60 else f"{round(seconds / 60)} 分钟"


def init_app(app: Flask) -> None:
    """Give the words to the templates."""
    app.add_template_filter(percent)
    app.add_template_filter(cut_off)
    app.add_template_filter(minute, "moment")
    app.add_template_filter(second)
    app.add_template_filter(duration)
    app.add_template_filter(confidence_words)
    app.add_template_filter(SCOPES.__getitem__, "scope_word")
    app.add_template_filter(KINDS.__getitem__, "kind_word")
    app.add_template_filter(ROLES.__getitem__, "role_word")
    app.add_template_filter(DISPOSITIONS.__getitem__, "disposition_word")
    app.jinja_env.globals["PRODUCT"] = PRODUCT
