"""接口密钥: the programs that may ask; for administrators."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.people import current_actor, store
from web.people.access import check_role
from web.store import RefusedError

bp = Blueprint("keys", __name__, url_prefix="/keys")


@bp.before_request
def _administrators_only() -> None:
    check_role("administrator")


@bp.get("/")
def index() -> ResponseReturnValue:
    """All keys, and the form for another."""
    return _page()


@bp.post("/")
def add() -> ResponseReturnValue:
    """A new key, shown once."""
    name = request.form.get("name", "")
    try:
        key, secret = store().keys.create(name, current_actor())
    except RefusedError as error:
        return _page(str(error), name), 400
    return render_template("keys/key.html", key=key, secret=secret, address=request.host_url)


@bp.post("/<int:key_id>/revoke")
def revoke(key_id: int) -> ResponseReturnValue:
    """End a key."""
    store().keys.revoke(key_id, current_actor())
    return redirect(url_for("keys.index"), 303)


def _page(message: str | None = None, name: str = "") -> str:
    keys = store().keys.list()
    return render_template(
        "keys/index.html",
        keys=sorted(keys, key=lambda key: key.revoked_at is not None),
        names={user.id: user.name for user in store().people.list()},
        text_message=message,
        name=name,
    )
