"""The web form and the workbench: turns what the router says, and what clerks decide, into pages.

The application is loaded when it is asked for: the store beneath it, and the commands that care for it, need no Flask.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from web.app import create_app
    from web.server import serve

__all__ = ["create_app", "serve"]
_HOMES = {"create_app": "web.app", "serve": "web.server"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'web' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
