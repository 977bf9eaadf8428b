"""The tables. A complaint is a narrow row, so that queue and statistics read little; its words stand in ``letters``.

Suggestions, decisions and the audit log are appended and never changed: triggers made by the migrations refuse it
(`web.store.guards`). The state, the assignee and what was decided stand on the complaint too: they are the head of its
history, derived from the events in the transaction that appends one (`web.store.history`).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from web.store.types import Key, Moment, PackedJSON, Words

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables of the store."""

    metadata = MetaData(naming_convention=_NAMES)


class MetaRow(Base):
    """Facts about the store itself, such as the key of the digests."""

    __tablename__ = "meta"
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Words)


class UserRow(Base):
    """Somebody who works here; ``password_hash`` is None for the one implicit user of a single-user installation."""

    __tablename__ = "users"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(Words)
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(Words)
    active: Mapped[bool] = mapped_column(Boolean)
    failed_attempts: Mapped[int] = mapped_column(Integer)
    locked_until: Mapped[datetime | None] = mapped_column(Moment)
    session_stamp: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Moment)
    last_login_at: Mapped[datetime | None] = mapped_column(Moment)


class ComplaintRow(Base):
    """A complaint: what came, what is suggested now, and the head of its history."""

    __tablename__ = "complaints"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    external_number: Mapped[str] = mapped_column(Words)
    received_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(8))
    digest: Mapped[str | None] = mapped_column(String(64), index=True)
    repeat_of: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # What is suggested now.
    matter_id: Mapped[str | None] = mapped_column(String(64))
    matter: Mapped[str] = mapped_column(Words)
    lead_no: Mapped[int | None] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(24))
    scope: Mapped[str] = mapped_column(String(8))
    disposition: Mapped[str] = mapped_column(String(16))
    territory: Mapped[str] = mapped_column(String(32))
    confidence: Mapped[float] = mapped_column(Float)
    # The head of the history.
    state: Mapped[str] = mapped_column(String(8))
    waiting: Mapped[bool] = mapped_column(Boolean)
    # Who leads as things stand: the lead decided, else the one suggested.
    department_no: Mapped[int | None] = mapped_column(Integer)
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revision: Mapped[int] = mapped_column(Integer)
    decided_lead: Mapped[int | None] = mapped_column(Integer)
    decided_matter_id: Mapped[str | None] = mapped_column(String(64))
    decided_scope: Mapped[str | None] = mapped_column(String(8))
    decided_kind: Mapped[str | None] = mapped_column(String(24))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    agreed: Mapped[bool | None] = mapped_column(Boolean)
    seconds: Mapped[float | None] = mapped_column(Float)
    returns: Mapped[int] = mapped_column(Integer)
    # Who has it open: a lease and no event, so that two clerks are not given the same letter.
    held_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    held_until: Mapped[datetime | None] = mapped_column(Moment)
    # Set when its words were removed after the retention period.
    removed_at: Mapped[datetime | None] = mapped_column(Moment)

    __table_args__ = (
        # The queue in each of its orders, what waits and all, with everything that it filters by: SQLite never looks
        # into the table.
        Index(
            "ix_complaints_queue",
            "waiting", "confidence", "received_on", "id",
            "state", "department_no", "territory", "kind", "disposition", "assigned_to",
        ),
        Index(
            "ix_complaints_uncertain",
            "confidence", "received_on", "id", "waiting",
            "state", "department_no", "territory", "kind", "disposition", "assigned_to",
        ),
        Index(
            "ix_complaints_received",
            "received_on", "id", "waiting",
            "state", "department_no", "territory", "kind", "disposition", "assigned_to", "confidence",
        ),
        Index("ix_complaints_matter", "matter_id", "territory", "id"),
        Index("ix_complaints_external_number", "external_number"),
        Index("ix_complaints_decided_on", "decided_on", "decided_by"),
    )  # fmt: skip


class LetterRow(Base):
    """The masked words of a complaint; the row goes when the retention period ends."""

    __tablename__ = "letters"
    complaint_id: Mapped[int] = mapped_column(
        ForeignKey("complaints.id"), primary_key=True, autoincrement=False
    )
    title: Mapped[str] = mapped_column(Words)
    text: Mapped[str] = mapped_column(Words)


class SuggestionRow(Base):
    """An answer as it was shown."""

    __tablename__ = "suggestions"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Moment)
    model_version: Mapped[str] = mapped_column(String(64))
    duty_list: Mapped[str] = mapped_column(String(128))
    lead_no: Mapped[int | None] = mapped_column(Integer)
    answer: Mapped[Any | None] = mapped_column(PackedJSON)


class DecisionRow(Base):
    """An event in the history of a complaint."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    revision: Mapped[int] = mapped_column(Integer)
    suggestion_id: Mapped[int | None] = mapped_column(ForeignKey("suggestions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(Moment)
    action: Mapped[str] = mapped_column(String(16))
    issues: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    scope: Mapped[str | None] = mapped_column(String(8))
    kind: Mapped[str | None] = mapped_column(String(24))
    note: Mapped[str] = mapped_column(Words)
    reason: Mapped[str] = mapped_column(Words)
    department_no: Mapped[int | None] = mapped_column(Integer)
    to_user: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    lead_no: Mapped[int | None] = mapped_column(Integer)
    agreed: Mapped[bool | None] = mapped_column(Boolean)
    seconds: Mapped[float | None] = mapped_column(Float)

    __table_args__ = (
        UniqueConstraint("complaint_id", "revision"),
        Index("ix_decisions_decided_at", "decided_at"),
        Index("ix_decisions_action_department_no", "action", "department_no"),
    )


class AuditRow(Base):
    """Who did what, when, from where."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    user_name: Mapped[str] = mapped_column(Words)
    action: Mapped[str] = mapped_column(String(32), index=True)
    object: Mapped[str] = mapped_column(Words)
    detail: Mapped[str] = mapped_column(Words)
    address: Mapped[str] = mapped_column(String(64))


class ApiKeyRow(Base):
    """A program that may ask: only the digest of its key is kept."""

    __tablename__ = "api_keys"
    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(Words)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    last_used_at: Mapped[datetime | None] = mapped_column(Moment)
