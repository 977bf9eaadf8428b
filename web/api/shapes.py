"""Records of the store as the interface gives them: people by login name, moments in UTC, days as ISO dates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from web.store import Complaint, DecidedIssue, Decision, Dossier, Store

Logins = Mapping[int, str]


def logins(store: Store) -> Logins:
    """The login names of all users by their numbers."""
    return {user.id: user.login for user in store.people.list()}


def complaint_json(found: Complaint, names: Logins) -> dict[str, Any]:
    """A complaint as a list holds it."""
    return {
        "id": found.id,
        "number": found.external_number or None,
        "received": found.received_on.isoformat(),
        "source": found.source,
        "created_at": _moment(found.created_at),
        "title": found.title,
        "excerpt": found.excerpt,
        "repeat_of": found.repeat_of,
        "state": found.state,
        "revision": found.revision,
        "assigned_to": _login(found.assigned_to, names),
        "returns": found.returns,
        "removed_at": _moment(found.removed_at),
        "suggested": {
            "department_no": found.lead_no,
            "matter": found.matter_id,
            "scope": found.scope,
            "kind": found.kind,
            "disposition": found.disposition,
            "territory": found.territory or None,
            "confidence": round(found.confidence, 4),
        },
        "decided": _decided(found, names) if found.decided_at else None,
    }


def dossier_json(found: Dossier, names: Logins) -> dict[str, Any]:
    """A complaint with its masked text and the answer that holds now."""
    suggestion = found.suggestion
    return {
        **complaint_json(found.complaint, names),
        "title": found.title,
        "text": found.text,
        "suggestion_id": suggestion.id if suggestion else None,
        "answer": suggestion.answer if suggestion else None,
    }


def decision_json(found: Decision, names: Logins) -> dict[str, Any]:
    """An event in the history of a complaint."""
    return {
        "id": found.id,
        "revision": found.revision,
        "action": found.action,
        "at": _moment(found.decided_at),
        "user": _login(found.user_id, names),
        "suggestion_id": found.suggestion_id,
        "issues": [_issue(issue) for issue in found.issues],
        "scope": found.scope,
        "kind": found.kind,
        "note": found.note,
        "reason": found.reason,
        "department_no": found.department_no,
        "to_user": _login(found.to_user, names),
        "undoes": found.undoes,
        "lead_no": found.lead_no,
        "agreed": found.agreed,
        "seconds": found.seconds,
        "is_undone": found.is_undone,
    }


def _decided(found: Complaint, names: Logins) -> dict[str, Any]:
    return {
        "department_no": found.decided_lead,
        "matter": found.decided_matter_id,
        "scope": found.decided_scope,
        "kind": found.decided_kind,
        "at": _moment(found.decided_at),
        "by": _login(found.decided_by, names),
        "agreed": found.agreed,
    }


def _issue(issue: DecidedIssue) -> dict[str, Any]:
    return {
        "matter": issue.matter_id,
        "leads": list(issue.leads),
        "assists": list(issue.assists),
        "start": issue.start,
        "end": issue.end,
    }


def _login(user_id: int | None, names: Logins) -> str | None:
    return None if user_id is None else names.get(user_id)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds").replace("+00:00", "Z")
