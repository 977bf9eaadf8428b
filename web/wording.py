"""The words of `router.labels` for the templates, and figures a clerk can read."""

from flask import Flask

from router.labels import DISPOSITIONS, KINDS, ROLES, SCOPES, confidence_words

PRODUCT = "信访诉求分办助手"
_ALMOST = 0.005


def percent(confidence: float) -> str:
    """The confidence in figures; never 0 % or 100 %, which no model can mean."""
    if confidence > 1 - _ALMOST:
        return "99% 以上"
    return "不足 1%" if confidence < _ALMOST else f"{max(1, round(100 * confidence))}%"


def init_app(app: Flask) -> None:
    """Give the words to the templates."""
    app.add_template_filter(percent)
    app.add_template_filter(confidence_words)
    app.add_template_filter(SCOPES.__getitem__, "scope_word")
    app.add_template_filter(KINDS.__getitem__, "kind_word")
    app.add_template_filter(ROLES.__getitem__, "role_word")
    app.add_template_filter(DISPOSITIONS.__getitem__, "disposition_word")
    app.jinja_env.globals["PRODUCT"] = PRODUCT
