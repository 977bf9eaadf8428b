"""转送函: the slip for a letter just routed, to be printed from the browser or taken along as a Word file."""

from datetime import date
from io import BytesIO
from typing import get_args

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from router.dates import parse_date
from router.errors import DateError
from router.office import load_office
from router.routing import Routing
from router.slip.content import BLANK, NOTES_HEADING, Slip, SlipDetails, SlipForm, chinese_date, make_slip
from router.slip.docx import slip_docx
from web.engine import require_router
from web.numbers import read_number
from web.people import store
from web.review.decided import decided_routing
from web.review.events import last_deciding

bp = Blueprint("slip", __name__, url_prefix="/slip")

CHANNELS = ("来信", "来访", "网信", "来电")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT_FIELDS = (
    "number", "letter_number", "channel", "is_repeat", "people", "urgency", "petitioner", "contact", "address"
)  # fmt: skip


@bp.post("/")
def page() -> ResponseReturnValue:
    """The slip as a page to print, or the form with what is wrong with its dates."""
    if not _text():
        return redirect(url_for("start.form"), 303)
    try:
        slip = _slip()
    except DateError as error:
        return render_template(
            "slip/form.html", text=_text(), slip_form=form_values(), message=str(error)
        ), 400
    return render_template(
        "slip/slip.html",
        slip=slip,
        text=_text(),
        slip_form=form_values(),
        BLANK=BLANK,
        NOTES_HEADING=NOTES_HEADING,
        written=chinese_date(slip.written),
    )


@bp.post("/word")
def word() -> ResponseReturnValue:
    """The slip as a Word file. Raises DateError, shown as a page, where a date is none."""
    slip = _slip()
    name = f"{slip.title}{request.form.get('letter_number', '').strip()}.docx"
    return send_file(BytesIO(slip_docx(slip)), mimetype=_DOCX, as_attachment=True, download_name=name)


def form_values() -> dict[str, str]:
    """What the form shows: what was filled in, today for the days where nothing was."""
    today = date.today().isoformat()
    values = {name: request.form.get(name, "").strip() for name in _TEXT_FIELDS}
    values |= {name: request.form.get(name, "").strip() or today for name in ("received", "written")}
    return values | {"form": request.form.get("form", "转送"), "complaint": request.form.get("complaint", "")}


def _slip() -> Slip:
    return make_slip(_routing(), _details(form_values()), load_office())


def _routing() -> Routing:
    """The answer to the text; of a stored letter, as the clerk decided it."""
    routing = require_router().route(_text())
    stored = read_number(request.form.get("complaint", ""))
    if stored is None:
        return routing
    decided = last_deciding(store().decisions.history(stored))
    return decided_routing(routing, decided) if decided else routing


def _details(values: dict[str, str]) -> SlipDetails:
    form: SlipForm = "交办" if values["form"] == get_args(SlipForm)[1] else "转送"
    return SlipDetails(
        written=parse_date(values["written"]),
        received=parse_date(values["received"]),
        form=form,
        **{name: values[name] for name in _TEXT_FIELDS},
    )


def _text() -> str:
    # Browsers send line ends as CRLF.
    return request.form.get("text", "").replace("\r\n", "\n").strip()
