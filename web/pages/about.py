"""说明: how it works, what confidence means, and that the clerk decides."""

from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from router.duties import duty_list
from router.router import LONGEST
from web.engine import engine

bp = Blueprint("about", __name__, url_prefix="/about")


@bp.get("/")
def page() -> ResponseReturnValue:
    """The page."""
    found = engine()
    return render_template(
        "about.html",
        model=found.router.model if found.router else None,
        problem=found.problem,
        document=duty_list(),
        longest=LONGEST,
        largest=current_app.config["MAX_CONTENT_LENGTH"] // (1024 * 1024),
        keep_hours=current_app.config["KEEP_UPLOADS_SECONDS"] // 3600,
        program_version=_program_version(),
    )


def _program_version() -> str:
    try:
        return version("complaint-router")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "未安装版"
