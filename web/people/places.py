"""Where to go after the log-in: to a page of this application and nowhere else."""

from urllib.parse import urlsplit

from flask import current_app, request, url_for

_NEVER_BACK_TO = ("/login", "/logout")


def safe_place(wanted: str | None) -> str:
    """``wanted`` if it is a path of this application, else the first page.

    Browsers take ``//host`` and ``/\\host`` for other hosts and leave out tabs and line ends before they look.
    """
    first_page = url_for("start.form")
    if not wanted or not wanted.startswith("/") or wanted.startswith("//") or "\\" in wanted:
        return first_page
    if any(ord(sign) <= 0x20 or ord(sign) == 0x7F for sign in wanted):
        return first_page
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return first_page
    return first_page if parts.scheme or parts.netloc or parts.path in _NEVER_BACK_TO else wanted


def this_place() -> str:
    """The path that was asked for, with its query."""
    return request.full_path.removesuffix("?")


def form_place() -> str | None:
    """The page of the form that was sent, where it has the same address."""
    adapter = current_app.create_url_adapter(request)
    return this_place() if adapter and "GET" in adapter.allowed_methods() else None
