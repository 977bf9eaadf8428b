"""Keys by which other programs may ask. A key is shown once; only its digest is kept."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update

from web.store.audit import record
from web.store.database import Database
from web.store.errors import NotFoundError, RefusedError
from web.store.records import Actor, ApiKey
from web.store.rows import new_id
from web.store.schema import ApiKeyRow
from web.store.types import storable_id

PREFIX = "crk_"
_KEY_BYTES = 32
_LONGEST_NAME = 64
# Writing the last use at every call would cost a write for every question.
_USE_NOTED_EVERY = timedelta(minutes=1)
_SHOWN = [column for column in ApiKeyRow.__table__.columns if column.name != "digest"]


class ApiKeys:
    """The keys of the programs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, name: str, actor: Actor | None = None) -> tuple[ApiKey, str]:
        """A new key and its secret, which cannot be shown again."""
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME:
            raise RefusedError(f"请写明密钥给哪个程序用，最多 {_LONGEST_NAME} 个字。")
        secret = PREFIX + secrets.token_urlsafe(_KEY_BYTES)
        row = {
            "name": name, "digest": _digest(secret), "created_at": datetime.now(UTC),
            "created_by": actor.user_id if actor else None,
        }  # fmt: skip
        with self._database.write() as connection:
            number = new_id(connection, insert(ApiKeyRow), row)
            record(connection, actor, "key.create", f"key:{number}", name)
            found = connection.execute(select(*_SHOWN).where(ApiKeyRow.id == number)).one()
        return _key(found), secret

    def verify(self, secret: str) -> ApiKey | None:
        """The key with this secret, None where there is none or it was revoked."""
        now = datetime.now(UTC)
        query = select(*_SHOWN).where(ApiKeyRow.digest == _digest(secret), ApiKeyRow.revoked_at.is_(None))
        with self._database.read() as connection:
            row = connection.execute(query).first()
        if row is None:
            return None
        if row.last_used_at is None or now - row.last_used_at > _USE_NOTED_EVERY:
            with self._database.write() as connection:
                connection.execute(update(ApiKeyRow).where(ApiKeyRow.id == row.id).values(last_used_at=now))
        return _key(row)

    def list(self) -> tuple[ApiKey, ...]:
        """All keys, the revoked ones too, the latest first."""
        with self._database.read() as connection:
            return tuple(map(_key, connection.execute(select(*_SHOWN).order_by(ApiKeyRow.id.desc()))))

    def revoke(self, key_id: int, actor: Actor | None = None) -> None:
        """End a key. Raises NotFoundError where it is unknown or was ended before."""
        with self._database.write() as connection:
            changed = connection.execute(
                update(ApiKeyRow)
                .where(ApiKeyRow.id == storable_id(key_id), ApiKeyRow.revoked_at.is_(None))
                .values(revoked_at=datetime.now(UTC))
            )
            if not changed.rowcount:
                raise NotFoundError(f"没有编号为 {key_id} 的有效密钥，可能已经停用。")
            record(connection, actor, "key.revoke", f"key:{key_id}")


def _digest(secret: str) -> str:
    # A plain digest will do: the secret is random and long, nobody can guess through the whole of it.
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _key(row: Any) -> ApiKey:
    return ApiKey(**row._mapping)
