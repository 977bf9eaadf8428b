"""Where things are: the tables shipped with the program, and the folder in which this user's models are kept."""

import os
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "COMPLAINT_ROUTER_HOME"
POINTER_FILE = "current"
_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """The folder of the tables: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def home_dir() -> Path:
    """The folder for what the program makes itself; ``COMPLAINT_ROUTER_HOME`` moves it."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else user_data_path("complaint-router", appauthor=False)


def models_dir() -> Path:
    """The folder of the models kept, one folder each (`router.versions`)."""
    return home_dir() / "models"


def model_dir() -> Path:
    """The folder of the model that answers, with its manifest; where models stood before versions were kept, at first."""
    try:
        lines = (models_dir() / POINTER_FILE).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        lines = []
    return models_dir() / lines[0] if lines else home_dir() / "model"
