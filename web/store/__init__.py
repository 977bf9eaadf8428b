"""The store: complaints, what was suggested and what was decided, people, and the audit log.

Open it once with `open_store` and keep the `Store`; its parts may be used from any thread, and every call is one
transaction. What comes out is frozen (`web.store.records`); what may go wrong is a `StoreError` with a Chinese sentence.

| part | calls |
|---|---|
| ``store.intake`` | ``preview(text, title)``, ``add(incoming, router, source, actor)``, ``add_many(incoming, router, source, actor, progress)``, ``suggest_again(complaint_id, router, actor)`` |
| ``store.decisions`` | ``get(complaint_id)``, ``history(complaint_id)``, ``suggestions(complaint_id)``, ``decide(complaint_id, revision, draft, actor)``, ``decided(since)`` |
| ``store.queue`` | ``page(wanted, order, after=, before=, limit=)``, ``counts(wanted)``, ``next_open(user_id, after, wanted, order)`` |
| ``store.search`` | ``find(query, before=, limit=)`` |
| ``store.similar`` | ``to(complaint_id, limit)``, ``to_text(text, limit)`` |
| ``store.audit`` | ``add(actor, action, object, detail)``, ``list(wanted, before=, limit=)``, ``actions()``, ``write_csv(file, wanted)`` |
| ``store.people`` | ``create``, ``local_user``, ``lone_user``, ``get``, ``find``, ``list``, ``has_accounts``, ``verify``, ``set_password``, ``set_role``, ``set_active``, ``rename``, ``end_sessions`` |
| ``store.keys`` | ``create(name, actor)``, ``verify(secret)``, ``list()``, ``revoke(key_id, actor)`` |
| ``store.care`` | ``backup(target, actor, overwrite=, place=)``, ``export(target, actor, overwrite=, place=)``, ``facts()``, ``expired(days)``, ``remove_expired(days, actor)``; `restore` (source, url, actor, replace=) is a function |
| ``store.database`` | ``read()`` and ``write()``: transactions for what is counted elsewhere (statistics), over `web.store.schema` |

Deciding: read a `Dossier` by ``get``, show it, and hand its ``complaint.revision`` back to ``decide`` with a `Draft`. If
somebody else decided in the meantime a `ConflictError` comes and nothing is saved. Intake, decisions, people and keys
write their own entries in the audit log; pages add only what they alone know, such as exports.
"""

from web.store.arrivals import Incoming
from web.store.audit import AuditFilter, AuditPage
from web.store.care import Backup, Removal, Restored, restore
from web.store.decided import Decided
from web.store.drafts import Draft, suggested_issues
from web.store.errors import ConflictError, NotFoundError, RefusedError, StoreError, StoreNewerError
from web.store.intake import Added, Failure, Progress, Report
from web.store.masking import MaskedPart, Preview
from web.store.paging import Order
from web.store.people import LoginRefusedError
from web.store.queue import QueueFilter, QueuePage
from web.store.records import (
    ACTION_WORDS,
    COMMAND_LINE,
    DONE_WORDS,
    OUTSIDE_PREFECTURE,
    SOURCE_WORDS,
    STATE_WORDS,
    USER_ROLE_WORDS,
    Action,
    Actor,
    ApiKey,
    AuditEntry,
    Complaint,
    DecidedIssue,
    Decision,
    Dossier,
    Source,
    State,
    Suggestion,
    User,
    UserRole,
)
from web.store.search import SearchPage
from web.store.similar import Returned, Similar
from web.store.store import Store, open_store

__all__ = [
    "ACTION_WORDS",
    "COMMAND_LINE",
    "DONE_WORDS",
    "OUTSIDE_PREFECTURE",
    "SOURCE_WORDS",
    "STATE_WORDS",
    "USER_ROLE_WORDS",
    "Action",
    "Actor",
    "Added",
    "ApiKey",
    "AuditEntry",
    "AuditFilter",
    "AuditPage",
    "Backup",
    "Complaint",
    "ConflictError",
    "Decided",
    "DecidedIssue",
    "Decision",
    "Dossier",
    "Draft",
    "Failure",
    "Incoming",
    "LoginRefusedError",
    "MaskedPart",
    "NotFoundError",
    "Order",
    "Preview",
    "Progress",
    "QueueFilter",
    "QueuePage",
    "RefusedError",
    "Removal",
    "Report",
    "Restored",
    "Returned",
    "SearchPage",
    "Similar",
    "Source",
    "State",
    "Store",
    "StoreError",
    "StoreNewerError",
    "Suggestion",
    "User",
    "UserRole",
    "open_store",
    "restore",
    "suggested_issues",
]
