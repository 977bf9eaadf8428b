"""``complaint-router user`` and ``complaint-router key``: accounts and keys from the command line."""

import sys

import click

from web.command_options import DATABASE
from web.moments import minute
from web.people.rules import FIRST_COMMAND, check_first_account
from web.store import COMMAND_LINE, USER_ROLE_WORDS, NotFoundError, Store, User, UserRole, open_store
from web.store.records import USER_ROLES

_STDIN = click.option("--password-stdin", "from_stdin", is_flag=True, help="从标准输入读取密码（一行）。")
_ROLE = click.Choice(USER_ROLES)


@click.group("user")
def user_group() -> None:
    """管理用户：角色有 clerk（经办人）、reviewer（审核人）、administrator（管理员）。"""


@user_group.command("add")
@click.argument("login")
@click.option("--name", help="显示的姓名，默认同登录名。")
@click.option("--role", type=_ROLE, default="clerk", show_default=True, help="角色。")
@_STDIN
@DATABASE
def add_user(login: str, name: str | None, role: UserRole, from_stdin: bool, url: str | None) -> None:
    """添加用户；密码在提示后输入，不显示。有了第一个用户，网页就要求登录。

    \b
    例：
      complaint-router user add 管理员 --role administrator
      complaint-router user add wangli --name 王丽
    """
    with open_store(url) as store:
        check_first_account(store, role)
        user = store.people.create(login, name or login, role, _password(from_stdin), COMMAND_LINE)
    click.echo(f"已添加{USER_ROLE_WORDS[user.role]} {user.name}，登录名 {user.login}。")


@user_group.command("list")
@DATABASE
def list_users(url: str | None) -> None:
    """列出用户。"""
    with open_store(url) as store:
        users = [user for user in store.people.list() if user.has_password]
    for user in users:
        state = "" if user.active else "　已停用"
        seen = f"最近登录 {minute(user.last_login_at)}" if user.last_login_at else "尚未登录"
        click.echo(f"{user.login}　{user.name}　{USER_ROLE_WORDS[user.role]}　{seen}{state}")
    if not users:
        click.echo(f"还没有用户，本机使用不需要登录。添加：{FIRST_COMMAND}")


@user_group.command("role")
@click.argument("login")
@click.argument("role", type=_ROLE)
@DATABASE
def change_role(login: str, role: UserRole, url: str | None) -> None:
    """更改角色；该用户需要重新登录。"""
    with open_store(url) as store:
        user = store.people.set_role(_found(store, login).id, role, COMMAND_LINE)
    click.echo(f"{user.name} 现在是{USER_ROLE_WORDS[user.role]}。")


@user_group.command("password")
@click.argument("login")
@_STDIN
@DATABASE
def change_password(login: str, from_stdin: bool, url: str | None) -> None:
    """重设密码，同时解除锁定；该用户需要重新登录。"""
    with open_store(url) as store:
        user = store.people.set_password(_found(store, login).id, _password(from_stdin), COMMAND_LINE)
    click.echo(f"{user.name} 的密码已重设。")


@user_group.command("deactivate")
@click.argument("login")
@DATABASE
def deactivate(login: str, url: str | None) -> None:
    """停用账号：不能再登录，已作的决定和记录都保留。"""
    with open_store(url) as store:
        user = store.people.set_active(_found(store, login).id, False, COMMAND_LINE)
    click.echo(f"{user.name} 的账号已停用。恢复：complaint-router user activate {user.login}")


@user_group.command("activate")
@click.argument("login")
@DATABASE
def activate(login: str, url: str | None) -> None:
    """恢复停用的账号。"""
    with open_store(url) as store:
        user = store.people.set_active(_found(store, login).id, True, COMMAND_LINE)
    click.echo(f"{user.name} 的账号已恢复。")


@click.group("key")
def key_group() -> None:
    """管理接口密钥：其他程序凭密钥使用接口（/api/）。"""


@key_group.command("add")
@click.argument("name")
@DATABASE
def add_key(name: str, url: str | None) -> None:
    """为一个程序添加密钥；密钥只显示这一次。

    \b
    例：
      complaint-router key add 网上信访系统
    """
    with open_store(url) as store:
        key, secret = store.keys.create(name, COMMAND_LINE)
    click.echo(f"密钥 {key.id}（{key.name}），只显示这一次，请交给该程序妥善保存：", err=True)
    click.echo(secret)


@key_group.command("list")
@DATABASE
def list_keys(url: str | None) -> None:
    """列出密钥的名称和使用情况。"""
    with open_store(url) as store:
        keys = store.keys.list()
    for key in keys:
        used = f"最近使用 {minute(key.last_used_at)}" if key.last_used_at else "尚未使用"
        ended = f"　{minute(key.revoked_at)} 停用" if key.revoked_at else ""
        click.echo(f"{key.id}　{key.name}　{minute(key.created_at)} 添加　{used}{ended}")
    if not keys:
        click.echo("还没有密钥。添加：complaint-router key add 程序名称")


@key_group.command("revoke")
@click.argument("key_id", metavar="ID", type=click.IntRange(1))
@DATABASE
def revoke_key(key_id: int, url: str | None) -> None:
    """停用密钥，立即生效，不能恢复。"""
    with open_store(url) as store:
        store.keys.revoke(key_id, COMMAND_LINE)
    click.echo(f"密钥 {key_id} 已停用。")


def _found(store: Store, login: str) -> User:
    user = store.people.find(login)
    if user is None or not user.has_password:
        raise NotFoundError(f"没有登录名为“{login}”的用户。查看全部：complaint-router user list")
    return user


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("密码", hide_input=True, confirmation_prompt="再输入一次"))


COMMANDS: dict[str, click.Command] = {"key": key_group, "user": user_group}
