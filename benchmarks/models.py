"""The models that are measured, trained once and kept in the folder of the benchmarks."""

from pathlib import Path

from benchmarks.plain import train_plain
from router.errors import ModelError
from router.store import load_model


def model_folder(folder: Path) -> Path:
    """Where our model is, inside the ``folder`` of the benchmarks; where a user's folder has it."""
    return folder / "model"


def plain_file(folder: Path) -> Path:
    """The plain pipeline."""
    return folder / "plain.joblib"


def prepare(folder: Path) -> None:
    """Train the model and the plain pipeline where they are missing or stale."""
    from training.dataset import data_version
    from training.train import train_and_save

    ours = model_folder(folder)
    ours.mkdir(parents=True, exist_ok=True)
    try:
        stale = load_model(ours).version != data_version()
    except ModelError:
        stale = True
    if stale or not plain_file(folder).exists():
        train_plain(plain_file(folder))
    if stale:
        train_and_save(ours, print)
