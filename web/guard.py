"""What protects the clerk's browser and the program: size limits, CSRF tokens and response headers."""

from typing import Any

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_UPLOAD_ENDPOINTS = frozenset({"batch.upload", "intake.upload"})
# Pages that hold nothing a citizen wrote; the browser may keep the blank form and with it a half-written draft.
_KEPT_ENDPOINTS = frozenset({"start.form", "duties.index", "duties.duty", "about.page", "review.choices"})


def init_app(app: Flask) -> None:
    """Put them on ``app``."""
    # Before the token is looked for, as looking for it reads the whole form.
    app.url_value_preprocessor(_limit_size)
    csrf.init_app(app)
    app.after_request(_add_headers)


def _limit_size(endpoint: str | None, _: dict[str, Any] | None) -> None:
    """Only a table may be as large as a table."""
    if endpoint not in _UPLOAD_ENDPOINTS:
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def _add_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != "static":
        is_kept = (
            request.endpoint in _KEPT_ENDPOINTS and request.method == "GET" and response.status_code == 200
        )
        response.headers["Cache-Control"] = "no-cache, private" if is_kept else "no-store"
    return response
