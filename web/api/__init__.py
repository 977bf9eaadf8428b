"""The interface for other programs of the office: JSON under ``/api/``, described at ``/api/openapi.json``.

A program brings a key of its own (``Authorization: Bearer …``) unless the installation is one person's. Every refusal has
one shape, ``{"error": {"code": …, "message": …}}``, made by `web.failures`. No CSRF token is asked for: the session of a
browser opens nothing here, and a page elsewhere can neither send this content type nor read an answer.
"""

from web.api import complaints, decisions, description, lists, routing
from web.api.door import bp

__all__ = ["bp", "complaints", "decisions", "description", "lists", "routing"]
