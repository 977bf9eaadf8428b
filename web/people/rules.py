"""Rules about accounts that hold at the command line and on the page alike."""

from web.store import RefusedError, Store, UserRole

FIRST_COMMAND = "complaint-router user add 管理员 --role administrator"


def check_first_account(store: Store, role: UserRole) -> None:
    """Raises RefusedError where the first account would be none that can make others."""
    if role != "administrator" and not store.people.has_accounts():
        raise RefusedError("第一个账号必须是管理员，否则登录以后没有人能管理用户。请先添加管理员。")
