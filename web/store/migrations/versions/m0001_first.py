"""The first store: everything."""

import sqlalchemy as sa
from alembic import op

from web.store.guards import postgresql_guards, sqlite_guards
from web.store.types import Key, Moment, PackedJSON, Words

revision = "0001"
down_revision = None

_WORDS_SQLITE = (
    # Terms stand between blanks; `ascii` lets every character that is not ASCII be part of one. Nothing but the index is
    # kept, and in it no places, only which letter has which term.
    "CREATE VIRTUAL TABLE letter_words USING fts5(words, content='', detail='none', prefix='1', tokenize='ascii')",
)
_WORDS_POSTGRESQL = (
    "CREATE TABLE letter_words (complaint_id bigint PRIMARY KEY REFERENCES complaints, words tsvector NOT NULL)",
    "CREATE INDEX ix_letter_words_words ON letter_words USING gin (words)",
)


def upgrade() -> None:
    """Make the tables, the full-text index and the triggers that guard what is appended."""
    _tables()
    is_sqlite = op.get_context().dialect.name == "sqlite"
    statements = (
        (*_WORDS_SQLITE, *sqlite_guards()) if is_sqlite else (*_WORDS_POSTGRESQL, *postgresql_guards())
    )
    for statement in statements:
        op.execute(statement)


def _tables() -> None:
    _people()
    _audit()
    _complaints()
    _orders_of_complaints()
    _orders_of_the_queue()
    _letters()
    _decisions()


def _people() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", Words(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_meta"),
    )
    op.create_table(
        "users",
        sa.Column("id", Key, nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("password_hash", Words(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", Moment(), nullable=True),
        sa.Column("session_stamp", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("last_login_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("login", name="uq_users_login"),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", Key, nullable=False),
        sa.Column("name", Words(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", Key, nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_api_keys_created_by"),
        sa.PrimaryKeyConstraint("id", name="pk_api_keys"),
        sa.UniqueConstraint("digest", name="uq_api_keys_digest"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", Key, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("user_id", Key, nullable=True),
        sa.Column("user_name", Words(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("object", Words(), nullable=False),
        sa.Column("detail", Words(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_audit_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_action", "audit", ["action"], unique=False)
    op.create_index("ix_audit_at", "audit", ["at"], unique=False)
    op.create_index("ix_audit_user_id", "audit", ["user_id"], unique=False)


def _complaints() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", Key, nullable=False),
        sa.Column("external_number", Words(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("repeat_of", Key, nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", Key, nullable=True),
        sa.Column("matter_id", sa.String(length=64), nullable=True),
        sa.Column("matter", Words(), nullable=False),
        sa.Column("lead_no", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("scope", sa.String(length=8), nullable=False),
        sa.Column("disposition", sa.String(length=16), nullable=False),
        sa.Column("territory", sa.String(length=32), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("waiting", sa.Boolean(), nullable=False),
        sa.Column("department_no", sa.Integer(), nullable=True),
        sa.Column("assigned_to", Key, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("decided_lead", sa.Integer(), nullable=True),
        sa.Column("decided_matter_id", sa.String(length=64), nullable=True),
        sa.Column("decided_scope", sa.String(length=8), nullable=True),
        sa.Column("decided_kind", sa.String(length=24), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by", Key, nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("held_by", Key, nullable=True),
        sa.Column("held_until", Moment(), nullable=True),
        sa.Column("removed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["assigned_to"], ["users.id"], name="fk_complaints_assigned_to"),
        sa.ForeignKeyConstraint(["created_by"], ["users.id"], name="fk_complaints_created_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_complaints_decided_by"),
        sa.ForeignKeyConstraint(["held_by"], ["users.id"], name="fk_complaints_held_by"),
        sa.ForeignKeyConstraint(["repeat_of"], ["complaints.id"], name="fk_complaints_repeat_of"),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
    )


def _orders_of_complaints() -> None:
    op.create_index("ix_complaints_decided_on", "complaints", ["decided_on", "decided_by"], unique=False)
    op.create_index("ix_complaints_digest", "complaints", ["digest"], unique=False)
    op.create_index("ix_complaints_external_number", "complaints", ["external_number"], unique=False)
    op.create_index("ix_complaints_matter", "complaints", ["matter_id", "territory", "id"], unique=False)
    op.create_index("ix_complaints_repeat_of", "complaints", ["repeat_of"], unique=False)


def _orders_of_the_queue() -> None:
    filters = ["state", "department_no", "territory", "kind", "disposition", "assigned_to"]
    for name, columns in (
        ("queue", ["waiting", "confidence", "received_on", "id", *filters]),
        ("received", ["received_on", "id", "waiting", *filters, "confidence"]),
        ("uncertain", ["confidence", "received_on", "id", "waiting", *filters]),
    ):
        op.create_index(f"ix_complaints_{name}", "complaints", columns, unique=False)


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("complaint_id", Key, autoincrement=False, nullable=False),
        sa.Column("title", Words(), nullable=False),
        sa.Column("text", Words(), nullable=False),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_letters_complaint_id"),
        sa.PrimaryKeyConstraint("complaint_id", name="pk_letters"),
    )
    op.create_table(
        "suggestions",
        sa.Column("id", Key, nullable=False),
        sa.Column("complaint_id", Key, nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("model_version", sa.String(length=64), nullable=False),
        sa.Column("duty_list", sa.String(length=128), nullable=False),
        sa.Column("lead_no", sa.Integer(), nullable=True),
        sa.Column("answer", PackedJSON(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_suggestions_complaint_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestions"),
    )
    op.create_index("ix_suggestions_complaint_id", "suggestions", ["complaint_id"], unique=False)


def _decisions() -> None:
    op.create_table(
        "decisions",
        sa.Column("id", Key, nullable=False),
        sa.Column("complaint_id", Key, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("suggestion_id", Key, nullable=True),
        sa.Column("user_id", Key, nullable=False),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.Column("action", sa.String(length=16), nullable=False),
        sa.Column("issues", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("scope", sa.String(length=8), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=True),
        sa.Column("note", Words(), nullable=False),
        sa.Column("reason", Words(), nullable=False),
        sa.Column("department_no", sa.Integer(), nullable=True),
        sa.Column("to_user", Key, nullable=True),
        sa.Column("undoes", Key, nullable=True),
        sa.Column("lead_no", sa.Integer(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["complaint_id"], ["complaints.id"], name="fk_decisions_complaint_id"),
        sa.ForeignKeyConstraint(["suggestion_id"], ["suggestions.id"], name="fk_decisions_suggestion_id"),
        sa.ForeignKeyConstraint(["to_user"], ["users.id"], name="fk_decisions_to_user"),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name="fk_decisions_undoes"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_decisions_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_decisions"),
        sa.UniqueConstraint("complaint_id", "revision", name="uq_decisions_complaint_id_revision"),
    )
    op.create_index(
        "ix_decisions_action_department_no", "decisions", ["action", "department_no"], unique=False
    )
    op.create_index("ix_decisions_decided_at", "decisions", ["decided_at"], unique=False)
