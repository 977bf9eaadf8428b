"""What a login name, a name, a role and a password must be like."""

from web.store.errors import RefusedError
from web.store.records import USER_ROLE_WORDS, USER_ROLES

LOCAL_LOGIN = "local"
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 128
LONGEST_NAME = 64


def checked_login(login: str) -> str:
    """A login name as it is stored. Raises RefusedError."""
    login = login.strip().casefold()
    if not login or len(login) > LONGEST_NAME or not all(part.isalnum() or part in "._-" for part in login):
        raise RefusedError(
            f"登录名“{login[:LONGEST_NAME]}”不合要求：用字母、数字、汉字和 . _ -，最多 64 个字。"
        )
    if login == LOCAL_LOGIN:
        raise RefusedError(f"登录名“{LOCAL_LOGIN}”留给本机使用，请换一个。")
    return login


def checked_name(name: str) -> str:
    """A name to show as it is stored. Raises RefusedError."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise RefusedError(f"姓名不能为空，最多 {LONGEST_NAME} 个字。")
    return name


def check_role(role: str) -> None:
    """Raises RefusedError where there is no such role."""
    if role not in USER_ROLES:
        roles = "、".join(f"{role}（{words}）" for role, words in USER_ROLE_WORDS.items())
        raise RefusedError(f"没有“{role}”这种角色，可用：{roles}。")


def check_password(password: str, login: str) -> None:
    """Raises RefusedError where the password is too short, too long or too easy."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise RefusedError(
            f"密码要有 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符，现为 {len(password)} 个。"
        )
    if password.casefold() == login or len(set(password)) < 4:
        raise RefusedError("密码太容易猜到：不能与登录名相同，至少要有 4 种不同的字符。")
