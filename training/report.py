"""The evaluation report: one HTML page that needs no network, no script and, for its pictures, no font."""

from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from router.files import write_beside
from router.router import Router
from training.evaluate import Evaluation
from training.report_charts import confusion_picture, coverage_picture, reliability_picture
from training.report_errors import FAULTS, mistakes
from training.report_tables import (
    department_rows,
    figures,
    matter_rows,
    percent,
    proposals,
    sampling_error,
    weight,
    with_leads,
)

_TEMPLATE = "report.html"


def write_report(router: Router, evaluation: Evaluation, target: Path) -> None:
    """Write the page to ``target``. Raises OutputError where that cannot be written."""
    page = render_report(router, evaluation)
    with write_beside(target) as temporary:
        temporary.write_text(page, encoding="utf-8")


def render_report(router: Router, evaluation: Evaluation) -> str:
    """The page over all answers of an evaluation; text of letters is escaped."""
    environment = Environment(
        loader=PackageLoader("training"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "weight": weight}
    return environment.get_template(_TEMPLATE).render(_content(router, evaluation))


def _content(router: Router, evaluation: Evaluation) -> dict[str, Any]:
    answers = with_leads(evaluation.answers)
    found = mistakes(router, evaluation.answers)
    pictures = {
        "confusion": confusion_picture(answers),
        "reliability": reliability_picture(answers),
        "coverage": coverage_picture(answers),
    }
    return {
        "source": evaluation.source.name,
        "now": f"{datetime.now():%Y-%m-%d %H:%M}",
        "letters": len(evaluation.answers),
        "model": router.model,
        "duty_list": router.duties.version,
        "figures": figures(evaluation.figures),
        "sampling_error": sampling_error(evaluation.figures),
        "proposals": proposals(answers),
        "departments": department_rows(answers),
        "matters": matter_rows(evaluation.answers),
        # Pictures are made of numbers and escaped names by training/charts.py alone.
        "pictures": {name: Markup(svg) for name, svg in pictures.items()},
        "mistakes": found,
        "faults": {fault: sum(fault in mistake.faults for mistake in found) for fault in FAULTS},
    }
