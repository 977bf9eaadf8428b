"""Who works here: log-in, attempts, sessions and roles. The pages for it are elsewhere; here is what is remembered."""

import functools
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy import func as sql
from sqlalchemy.exc import IntegrityError

from web.store.audit import record
from web.store.database import Database
from web.store.errors import NotFoundError, RefusedError, StoreError
from web.store.people_rules import (
    LOCAL_LOGIN,
    LONGEST_NAME,
    check_password,
    check_role,
    checked_login,
    checked_name,
)
from web.store.people_rules import LONGEST_PASSWORD as LONGEST_PASSWORD
from web.store.people_rules import SHORTEST_PASSWORD as SHORTEST_PASSWORD
from web.store.records import Actor, User, UserRole
from web.store.rows import new_id
from web.store.schema import UserRow
from web.store.types import storable_id

LOCAL_NAME = "本机经办人"
_ACCOUNTS = select(UserRow.id).where(UserRow.password_hash.is_not(None))
_LONE_USER = select(*UserRow.__table__.columns).where(UserRow.login == LOCAL_LOGIN, ~_ACCOUNTS.exists())
MOST_ATTEMPTS = 5
LOCK = timedelta(minutes=15)


# One sentence for everything that can be wrong: it must not tell which login names there are.
REFUSED = (
    "登录名或密码不对，或者失败次数过多、账号已暂时锁定。请核对后重试；"
    f"锁定 {int(LOCK.total_seconds()) // 60} 分钟后自动解除，也可请管理员重设密码。"
)


class LoginRefusedError(StoreError):
    """Login name or password do not fit, or the account is locked or inactive; the sentence is the same for all."""

    def __init__(self) -> None:
        super().__init__(REFUSED)


class People:
    """The users."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(
        self, login: str, name: str, role: UserRole, password: str, actor: Actor | None = None
    ) -> User:
        """Add a user. Raises RefusedError where a rule is broken or the login name is taken."""
        login, name = checked_login(login), checked_name(name)
        check_role(role)
        check_password(password, login)
        row = _row(login, name, role, _hash(password))
        try:
            with self._database.write() as connection:
                number = new_id(connection, insert(UserRow), row)
                record(connection, actor, "user.create", f"user:{number}", f"{login} {role}")
                return _one(connection, number)
        except IntegrityError as error:
            raise RefusedError(f"登录名“{login}”已有人使用，请换一个。") from error

    def local_user(self) -> User:
        """The one implicit user of a single-user installation, made when first asked for; he has no password."""
        with self._database.read() as connection:
            found = _by_login(connection, LOCAL_LOGIN)
        if found:
            return found
        # Of several programs that start together one makes him.
        with suppress(IntegrityError), self._database.write() as connection:
            connection.execute(insert(UserRow), _row(LOCAL_LOGIN, LOCAL_NAME, "administrator", None))
        return self.local_user()

    def lone_user(self) -> User | None:
        """`local_user` while nobody has an account, None when somebody has: in one question, which every page asks."""
        with self._database.read() as connection:
            row = connection.execute(_LONE_USER).first()
        if row:
            return _user(row)
        return None if self.has_accounts() else self.local_user()

    def get(self, user_id: int) -> User:
        """A user. Raises NotFoundError."""
        with self._database.read() as connection:
            return _one(connection, user_id)

    def find(self, login: str) -> User | None:
        """The user with this login name, None where nobody has it."""
        with self._database.read() as connection:
            return _by_login(connection, login.strip().casefold())

    def list(self, *, active_only: bool = False) -> tuple[User, ...]:
        """All users by name."""
        query = select(*UserRow.__table__.columns).order_by(UserRow.name, UserRow.id)
        if active_only:
            query = query.where(UserRow.active.is_(True))
        with self._database.read() as connection:
            return tuple(_user(row) for row in connection.execute(query))

    def has_accounts(self) -> bool:
        """Whether anybody can log in: whether there is a user besides the implicit one."""
        query = select(sql.count()).select_from(UserRow).where(UserRow.password_hash.is_not(None))
        with self._database.read() as connection:
            return bool(connection.execute(query).scalar_one())

    def verify(self, login: str, password: str, address: str = "") -> User:
        """The user, if the password is his. Raises LoginRefusedError; five failures lock the account for a while."""
        login = login.strip().casefold()
        now = datetime.now(UTC)
        with self._database.read() as connection:
            row = connection.execute(select(*UserRow.__table__.columns).where(UserRow.login == login)).first()
        is_locked = bool(row and row.locked_until and row.locked_until > now)
        # Hashing takes long, so it is done outside the transaction, and also where nobody has that name, so that the
        # time it takes tells nothing.
        fits = _fits(row.password_hash if row else None, password[:LONGEST_PASSWORD])
        if row is None or not fits or is_locked or not row.active:
            self._note_failure(row, login, address, now, is_locked)
            raise LoginRefusedError
        actor = Actor(row.id, address)
        return self._change(
            row.id, actor, "login", "", failed_attempts=0, locked_until=None, last_login_at=now
        )

    def get_ready(self) -> None:
        """Make now what the first log-in would take time for, since how long that takes must tell nothing."""
        _nobody()

    def set_password(self, user_id: int, password: str, actor: Actor | None) -> User:
        """A new password; it ends all sessions of the user and any lock."""
        check_password(password, self.get(user_id).login)
        return self._change(
            user_id, actor, "user.password", "",
            password_hash=_hash(password), session_stamp=_stamp(), failed_attempts=0, locked_until=None,
        )  # fmt: skip

    def set_role(self, user_id: int, role: UserRole, actor: Actor | None) -> User:
        """Another role; it ends all sessions of the user. The last administrator stays one."""
        check_role(role)
        return self._change(
            user_id, actor, "user.role", role, keep_administrator=role != "administrator",
            role=role, session_stamp=_stamp(),
        )  # fmt: skip

    def set_active(self, user_id: int, active: bool, actor: Actor | None) -> User:
        """Close an account, ending all its sessions, or open it again. The last administrator stays active."""
        return self._change(
            user_id, actor, "user.active" if active else "user.inactive", "", keep_administrator=not active,
            active=active, session_stamp=_stamp(), failed_attempts=0, locked_until=None,
        )  # fmt: skip

    def rename(self, user_id: int, name: str, actor: Actor | None) -> User:
        """Another name to show."""
        return self._change(user_id, actor, "user.rename", "", name=checked_name(name))

    def end_sessions(self, user_id: int, actor: Actor | None) -> User:
        """End all sessions of a user."""
        return self._change(user_id, actor, "user.end_sessions", "", session_stamp=_stamp())

    def _change(
        self, user_id: int, actor: Actor | None, action: str, detail: str,
        keep_administrator: bool = False, **values: Any,
    ) -> User:  # fmt: skip
        with self._database.write() as connection:
            if keep_administrator:
                _check_administrators(connection, _one(connection, user_id))
            changed = update(UserRow).where(UserRow.id == storable_id(user_id))
            connection.execute(changed.values(**values))
            user = _one(connection, user_id)
            record(connection, actor, action, f"user:{user_id}", detail)
            return user

    def _note_failure(self, row: Any, login: str, address: str, now: datetime, is_locked: bool) -> None:
        stranger = Actor(None, address, "未登录")
        with self._database.write() as connection:
            record(connection, stranger, "login.refused", "", login[:LONGEST_NAME])
            if row is None or is_locked:
                return
            changed = update(UserRow).where(UserRow.id == row.id)
            connection.execute(changed.values(failed_attempts=UserRow.failed_attempts + 1))
            attempts = connection.execute(
                select(UserRow.failed_attempts).where(UserRow.id == row.id)
            ).scalar_one()
            if attempts >= MOST_ATTEMPTS:
                connection.execute(changed.values(failed_attempts=0, locked_until=now + LOCK))
                record(connection, stranger, "login.locked", f"user:{row.id}")


def _row(login: str, name: str, role: UserRole, password_hash: str | None) -> dict[str, Any]:
    return {
        "login": login, "name": name, "role": role, "password_hash": password_hash, "active": True,
        "failed_attempts": 0, "session_stamp": _stamp(), "created_at": datetime.now(UTC),
    }  # fmt: skip


def _one(connection: Connection, user_id: int) -> User:
    row = connection.execute(
        select(*UserRow.__table__.columns).where(UserRow.id == storable_id(user_id))
    ).first()
    if row is None:
        raise NotFoundError(f"没有编号为 {user_id} 的用户。")
    return _user(row)


def _by_login(connection: Connection, login: str) -> User | None:
    row = connection.execute(select(*UserRow.__table__.columns).where(UserRow.login == login)).first()
    return _user(row) if row else None


def _user(row: Any) -> User:
    values = dict(row._mapping)
    return User(has_password=values.pop("password_hash") is not None, **values)


def _check_administrators(connection: Connection, user: User) -> None:
    able = select(UserRow.id).where(
        UserRow.role == "administrator", UserRow.active.is_(True), UserRow.password_hash.is_not(None)
    )
    # Locked, or two administrators could each think that the other stays.
    found = set(connection.execute(able.with_for_update()).scalars())
    if user.role == "administrator" and user.active and not found - {user.id}:
        raise RefusedError(f"{user.name}是最后一位管理员，请先设另一位管理员。")


def _hash(password: str) -> str:
    from werkzeug.security import generate_password_hash  # a command that only backs up needs no hashing

    return generate_password_hash(password)


@functools.cache
def _nobody() -> str:
    """A hash that is nobody's, to be compared with where there is no user."""
    return _hash(secrets.token_hex(8))


def _fits(password_hash: str | None, password: str) -> bool:
    from werkzeug.security import check_password_hash

    is_his = check_password_hash(password_hash or _nobody(), password)
    return is_his and password_hash is not None


def _stamp() -> str:
    return secrets.token_hex(16)
