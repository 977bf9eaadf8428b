"""``python -m benchmarks``: measure everything and write ``benchmarks/RESULTS.md``.

A million rows take the plain pipeline and us some minutes each; ``--rows 10000`` is done in a few minutes altogether.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.contestants import CONTESTANTS
from benchmarks.latency import measure_latency
from benchmarks.measure import measure
from benchmarks.models import prepare
from benchmarks.results import WRITTEN, Result, add_latency, add_result
from benchmarks.tables import KINDS, make_table

_SIZES = (10_000, 100_000, 1_000_000)
# A workbook is read and written by ours only; the others know CSV.
_FORMS = {"csv": tuple(CONTESTANTS), "xlsx": ("ours-1", "ours-2")}


def main() -> None:
    """Measure what the arguments ask for; without any, everything."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure everything and write benchmarks/RESULTS.md."
    )
    parser.add_argument("--rows", type=int, nargs="+", default=_SIZES, help="sizes of the tables")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--forms", nargs="+", choices=_FORMS, default=tuple(_FORMS))
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=tuple(CONTESTANTS))
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "complaint-router-benchmarks"
    )
    parser.add_argument("--no-latency", action="store_true", help="leave out the time of a single letter")
    asked = parser.parse_args()
    prepare(asked.folder)
    if not asked.no_latency:
        for latency in measure_latency(asked.folder):
            add_latency(latency)
    for rows in asked.rows:
        for kind in asked.kinds:
            for form in asked.forms:
                run(asked.folder, rows, kind, form, [name for name in _FORMS[form] if name in asked.only])
    print(f"written to {WRITTEN}")


def run(folder: Path, rows: int, kind: str, form: str, names: list[str]) -> None:
    """Measure ``names`` one after the other on one table."""
    if not names:
        return
    source, target = folder / f"{kind}-{rows}.{form}", folder / f"out.{form}"
    make_table(source, rows, kind)
    for name in names:
        load = os.getloadavg()[0]
        measured = measure("benchmarks.contestants", name, str(source), str(target), str(folder))
        printed = measured.printed
        (first, few), (last, all_rows) = printed["marks"]
        seconds = printed["seconds"]
        steady = (all_rows - few) / (last - first) if all_rows > few else rows / seconds
        result = Result(
            name,
            kind,
            form,
            rows,
            printed["ready"],
            seconds,
            steady,
            measured.resident,
            measured.proportional,
            load,
        )
        print(
            f"{name} {kind} {form} {rows:,}: {rows / seconds:,.0f} rows/s, {measured.proportional:.0f} MB",
            flush=True,
        )
        add_result(result)
    source.unlink()
    target.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
