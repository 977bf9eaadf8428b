"""Where things are: the tables shipped with the program, and the folder in which this user's model is kept."""

import os
from pathlib import Path

from platformdirs import user_data_path

HOME_VARIABLE = "COMPLAINT_ROUTER_HOME"
_PACKAGE = Path(__file__).resolve().parent


def data_dir() -> Path:
    """The folder of the tables: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "data"
    return installed if installed.is_dir() else _PACKAGE.parent / "data"


def home_dir() -> Path:
    """The folder for what the program makes itself; ``COMPLAINT_ROUTER_HOME`` moves it."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else user_data_path("complaint-router", appauthor=False)


def model_dir() -> Path:
    """The folder of the trained model and its manifest."""
    return home_dir() / "model"
