"""``python -m benchmarks``: measure everything and write ``benchmarks/RESULTS.md``. Takes hours for a million rows."""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks.contestants import CONTESTANTS
from benchmarks.measure import measure
from benchmarks.plain import train_plain
from benchmarks.results import WRITTEN, Result, add_result, load_results
from benchmarks.tables import KINDS, make_table
from router.errors import ModelError
from router.store import load_model

_SIZES = (10_000, 100_000, 1_000_000)
# A workbook is read and written by ours only; the others know CSV.
_FORMS = {"csv": tuple(CONTESTANTS), "xlsx": ("ours-1", "ours-2")}


def main() -> None:
    """Measure what the arguments ask for; without any, everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=_SIZES, help="sizes of the tables")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--forms", nargs="+", choices=_FORMS, default=tuple(_FORMS))
    parser.add_argument("--only", nargs="+", choices=CONTESTANTS, default=tuple(CONTESTANTS))
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "complaint-router-benchmarks"
    )
    asked = parser.parse_args()
    prepare(asked.folder)
    for rows in asked.rows:
        for kind in asked.kinds:
            for form in asked.forms:
                run(asked.folder, rows, kind, form, [name for name in _FORMS[form] if name in asked.only])
    print(f"written to {WRITTEN}")


def prepare(folder: Path) -> None:
    """Train the model and the plain pipeline where they are missing or stale."""
    from training.dataset import data_version
    from training.train import train_and_save

    folder.mkdir(parents=True, exist_ok=True)
    try:
        stale = load_model(folder).version != data_version()
    except ModelError:
        stale = True
    if stale:
        train_and_save(folder, print)
        train_plain(folder / "plain.joblib")


def run(folder: Path, rows: int, kind: str, form: str, names: list[str]) -> None:
    """Measure ``names`` one after the other on one table."""
    if not names:
        return
    source, target = folder / f"{kind}-{rows}.{form}", folder / f"out.{form}"
    make_table(source, rows, kind)
    results = load_results()
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
        results = add_result(results, result)
    source.unlink()
    target.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
