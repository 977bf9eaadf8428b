"""Settings of the web form, and the secret by which it recognises its own forms."""

import logging
import os
import secrets
from pathlib import Path
from typing import Any

from router.errors import ComplaintRouterError
from router.paths import home_dir

SECRET_FILE = "web-secret-key"
HTTPS_VARIABLE = "COMPLAINT_ROUTER_HTTPS"
IDLE_VARIABLE = "COMPLAINT_ROUTER_IDLE_MINUTES"
SESSION_VARIABLE = "COMPLAINT_ROUTER_SESSION_MINUTES"
_SECRET_BYTES = 32
_MIB = 1024 * 1024
_MOST_MINUTES = 7 * 24 * 60
_log = logging.getLogger(__name__)


class SettingsError(ComplaintRouterError):
    """A setting in the environment is none."""


def defaults() -> dict[str, Any]:
    """What holds where the caller of `create_app` says nothing else."""
    return {
        "SECRET_KEY": None,
        "ROUTER": None,
        # Of the store; None is where the environment says, else in the home folder.
        "DATABASE_URL": None,
        # Whether nobody needs to log in while there is no account. True only where nobody but this machine can ask,
        # which `web.server` knows; whoever serves the application otherwise must not lay it open by forgetting this.
        "SINGLE_USER": False,
        "UPLOAD_DIR": home_dir() / "uploads",
        "KEEP_UPLOADS_SECONDS": 24 * 60 * 60,
        # The largest table.
        "MAX_CONTENT_LENGTH": 64 * _MIB,
        # The largest text, twice over: a Chinese character is nine bytes on its way from a form, and a draft that is
        # too long must still come back to its writer, with a message.
        "MAX_FORM_MEMORY_SIZE": 4 * _MIB,
        "SESSION_COOKIE_NAME": "complaint_router",
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Only where a proxy speaks HTTPS in front of this program; else browsers would never send the cookie.
        "SESSION_COOKIE_SECURE": behind_https(),
        "SESSION_IDLE_SECONDS": 60 * _minutes(IDLE_VARIABLE, 30),
        "SESSION_SECONDS": 60 * _minutes(SESSION_VARIABLE, 12 * 60),
        # A form left open over the weekend must still take its draft.
        "WTF_CSRF_TIME_LIMIT": None,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
    }


def behind_https() -> bool:
    """Whether a proxy on this machine speaks HTTPS to the users and plain HTTP to this program."""
    return os.environ.get(HTTPS_VARIABLE) == "1"


def _minutes(variable: str, otherwise: int) -> int:
    wanted = os.environ.get(variable, str(otherwise))
    if not (wanted.isascii() and wanted.isdigit() and 0 < int(wanted) <= _MOST_MINUTES):
        raise SettingsError(
            f"环境变量 {variable}={wanted} 应为 1 到 {_MOST_MINUTES} 的整数（分钟），请改正后重新启动。"
        )
    return int(wanted)


def secret_key() -> str:
    """The key of this installation, made at first use and readable by its owner only.

    Where it cannot be stored the key lasts until the program ends, and open forms must then be sent again.
    """
    path = home_dir() / SECRET_FILE
    try:
        return _stored_key(path) or _new_key(path)
    except OSError as error:
        _log.warning("无法保存 %s（%s），本次运行使用临时密钥。", path, error.strerror)
        return secrets.token_hex(_SECRET_BYTES)


def _stored_key(path: Path) -> str | None:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    path.chmod(0o600)
    return key if len(key) >= 2 * _SECRET_BYTES else None


def _new_key(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = secrets.token_hex(_SECRET_BYTES)
    path.unlink(missing_ok=True)
    # Created with its rights: nobody can read it in the moment before a chmod.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(key)
    return key
