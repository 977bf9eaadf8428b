"""What the database itself refuses, whoever asks: changing or deleting what was appended.

One door is left on purpose, for the retention period (`web.store.care.retention`): once a complaint is marked as
``removed_at``, its letter may be deleted, the answers shown for it may be emptied, and the notes and reasons written
about it blanked. Who decided what and when stays for ever, and the audit log has no door at all.
"""

MESSAGE = "append only"
# Columns that retention may empty, with what it must leave there.
_BLANKED = {"suggestions": {"answer": "NULL"}, "decisions": {"note": "''", "reason": "''"}}
_KEPT = {
    "suggestions": ("id", "complaint_id", "made_at", "model_version", "duty_list", "lead_no"),
    "decisions": (
        "id", "complaint_id", "revision", "suggestion_id", "user_id", "decided_at", "action", "issues", "scope",
        "kind", "department_no", "to_user", "undoes", "lead_no", "agreed", "seconds",
    ),
}  # fmt: skip
# What would be replaced by an INSERT OR REPLACE.
_UNIQUE = {
    "suggestions": "id = NEW.id",
    "decisions": "id = NEW.id OR (complaint_id = NEW.complaint_id AND revision = NEW.revision)",
    "audit": "id = NEW.id",
    "letters": "complaint_id = NEW.complaint_id",
}
_REMOVED = "EXISTS (SELECT 1 FROM complaints WHERE id = OLD.complaint_id AND removed_at IS NOT NULL)"


def _blanks(table: str, same: str) -> str:
    """The condition under which an UPDATE does nothing but empty what retention empties."""
    if table not in _BLANKED:
        return "FALSE"
    kept = [_same(table, name, same) for name in _KEPT[table]]
    blanked = [
        f"NEW.{name} {'IS' if value == 'NULL' else '='} {value}" for name, value in _BLANKED[table].items()
    ]
    return " AND ".join([_REMOVED, *kept, *blanked])


def _same(table: str, name: str, same: str) -> str:
    # PostgreSQL has no equality of JSON; as text it is what was stored, letter by letter.
    cast = "::text" if name == "issues" and same != "IS" else ""
    return f"NEW.{name}{cast} {same} OLD.{name}{cast}"


def sqlite_guards() -> list[str]:
    """The statements that make the triggers on SQLite."""
    statements = []
    for table, unique in _UNIQUE.items():
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table}: {MESSAGE}'); END"
        deletable = _REMOVED if table == "letters" else "FALSE"
        conditions = {
            "update": ("UPDATE", f"NOT ({_blanks(table, 'IS')})"),
            "delete": ("DELETE", f"NOT ({deletable})"),
            "replace": ("INSERT", f"EXISTS (SELECT 1 FROM {table} WHERE {unique})"),
        }
        statements += [
            f"CREATE TRIGGER {table}_no_{name} BEFORE {verb} ON {table} WHEN {condition} {refuse}"
            for name, (verb, condition) in conditions.items()
        ]
    statements.append(
        "CREATE TRIGGER complaints_no_delete BEFORE DELETE ON complaints "
        f"BEGIN SELECT RAISE(ABORT, 'complaints: {MESSAGE}'); END"
    )
    return statements


def postgresql_guards() -> list[str]:
    """The statements that make the triggers on PostgreSQL."""
    statements = []
    for table in (*_UNIQUE, "complaints"):
        allowed = {
            "UPDATE": _blanks(table, "IS NOT DISTINCT FROM"),
            "DELETE": _REMOVED if table == "letters" else "FALSE",
        }
        if table == "complaints":
            del allowed["UPDATE"]
        doors = "".join(
            f"IF TG_OP = '{verb}' THEN IF {condition} THEN RETURN {'NEW' if verb == 'UPDATE' else 'OLD'}; "
            "END IF; END IF; "
            for verb, condition in allowed.items()
            if condition != "FALSE"
        )
        statements += [
            f"CREATE FUNCTION {table}_guard() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {doors}"
            f"RAISE EXCEPTION '{table}: {MESSAGE}'; END $guard$",
            f"CREATE TRIGGER {table}_guard BEFORE {' OR '.join(allowed)} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_guard()",
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_guard()",
        ]
    return statements
