"""The door of the interface: who comes in with which key."""

import time

from flask import Blueprint, current_app, g, request

from web.people import is_single_user, store
from web.people.access import KeyRefusedError, person
from web.store import Actor, ApiKey

bp = Blueprint("api", __name__, url_prefix="/api")

# The description holds no secret; who is logged in may read it without a key.
_DESCRIPTION = "api.openapi"
_SCHEME = "bearer"
_NO_KEY = "请在请求头写明密钥，如 Authorization: Bearer crk_…；密钥由管理员在“接口密钥”中添加。"
_WRONG_KEY = "密钥不对或已停用，请向管理员核对。"
# A program that goes on with a key that was ended must not fill the log.
_NOTED_EVERY = 60.0
_MOST_NOTED = 1000


@bp.before_request
def _let_in() -> None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() == _SCHEME and secret.strip():
        _use(store().keys.verify(secret.strip()))
    elif not is_single_user() and not (request.endpoint == _DESCRIPTION and person()):
        raise KeyRefusedError(_NO_KEY)


def current_key() -> ApiKey | None:
    """The key of the present request, None where there is no need of one."""
    key: ApiKey | None = g.get("api_key")
    return key


def _use(key: ApiKey | None) -> None:
    if key is None:
        _note_refusal()
        raise KeyRefusedError(_WRONG_KEY)
    g.api_key = key
    g.actor = Actor(None, request.remote_addr or "", f"接口：{key.name}")


def _note_refusal() -> None:
    noted: dict[str, float] = current_app.extensions.setdefault("refused_keys", {})
    address, now = request.remote_addr or "", time.monotonic()
    if now - noted.get(address, -_NOTED_EVERY) < _NOTED_EVERY:
        return
    if len(noted) >= _MOST_NOTED:
        noted.clear()
    noted[address] = now
    store().audit.add(Actor(None, address, "未知程序"), "key.refused")
