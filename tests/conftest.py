"""Fixtures shared by all tests: one model for the whole run, kept between runs while its data stay the same."""

import pytest
from filelock import FileLock

from router.errors import ModelMissingError
from router.model import Model
from router.router import Router
from router.store import load_model
from training.dataset import data_version
from training.train import train_and_save


@pytest.fixture(scope="session")
def model_folder(request: pytest.FixtureRequest):
    """A folder holding a fresh model; training it is the slowest step of the whole run."""
    folder = request.config.cache.mkdir("model")
    # Tests run side by side: whoever comes first trains, the others wait.
    with FileLock(folder / "lock"):
        try:
            fresh = load_model(folder).version == data_version()
        except ModelMissingError:
            fresh = False
        if not fresh:
            train_and_save(folder)
    return folder


@pytest.fixture(scope="session")
def model(model_folder) -> Model:
    return load_model(model_folder)


@pytest.fixture(scope="session")
def router(model) -> Router:
    return Router.of(model)
