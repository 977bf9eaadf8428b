"""The web form: turns a `router.routing.Routing` into pages a clerk can read, and nothing else."""

from web.app import create_app
from web.server import serve

__all__ = ["create_app", "serve"]
