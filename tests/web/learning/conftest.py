"""An office with a small model, and clerks' decisions to learn from."""

import shutil
import sys

import pytest

from router.matters import matter_table
from router.router import Router
from router.store import load_model
from router.versions import publish, staging
from training.fixed import PATH_VARIABLE
from web.store import Actor, DecidedIssue, Draft, Incoming, open_store


@pytest.fixture
def home(small, small_model, tmp_path, monkeypatch):
    """A home folder in which the small model answers and the fixed evaluation is small too."""
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(PATH_VARIABLE, str(small.write_evaluation(tmp_path / "评测.csv")))
    small.use(monkeypatch.setattr)
    with staging() as folder:
        shutil.copytree(small_model, folder, dirs_exist_ok=True)
        publish(folder)
    return tmp_path / "home"


@pytest.fixture(scope="session")
def small_router(small_model):
    return Router.of(load_model(small_model))


def issue_of(matter_id, **span):
    """A problem as a clerk writes it down."""
    matter = matter_table()[matter_id]
    return DecidedIssue(
        tuple(department.number for department in matter.leads),
        tuple(department.number for department in matter.assists),
        matter_id,
        **span,
    )


def decide_as(store, complaint_id, matter_id, actor):
    """Decide a letter as being of a matter."""
    is_inside = matter_table()[matter_id].in_scope
    draft = Draft("correct", issues=(issue_of(matter_id),)) if is_inside else Draft("out_of_scope")
    revision = store.decisions.get(complaint_id).complaint.revision
    return store.decisions.decide(complaint_id, revision, draft, actor)


@pytest.fixture(scope="session")
def offices(small, small_router, tmp_path_factory):
    """Stores with all incoming letters decided: rightly, and with each letter given the matter of another."""
    folder = tmp_path_factory.mktemp("offices")
    letters = small.incoming()
    matters = [matter for _, matter in letters]
    for name, given in (("right", matters), ("shuffled", matters[37:] + matters[:37])):
        with open_store(str(folder / f"{name}.db")) as store:
            actor = Actor(store.people.create("guan", "管理员甲", "administrator", "a good pass").id)
            report = store.intake.add_many(
                [Incoming(text) for text, _ in letters], small_router, "table", actor
            )
            for added, matter in zip(report.added, given, strict=True):
                decide_as(store, added.id, matter, actor)
    return folder


@pytest.fixture
def open_office(offices, home, tmp_path):
    """Opens a copy of one of the `offices`."""
    opened = []

    def open_office(name):
        opened.append(open_store(str(shutil.copy(offices / f"{name}.db", tmp_path / f"{name}.db"))))
        return opened[-1]

    yield open_office
    for store in opened:
        store.close()


@pytest.fixture
def store(empty_store, home, tmp_path):
    """A store with nothing in it."""
    with open_store(str(shutil.copy(empty_store, tmp_path / "workbench.db"))) as store:
        yield store


@pytest.fixture
def administrator(store):
    return Actor(store.people.create("guan", "管理员甲", "administrator", "a good pass").id)


@pytest.fixture
def take_in(store, small_router, administrator):
    """Store a letter and return its id."""
    return lambda text: store.intake.add(Incoming(text), small_router, "paste", administrator).id


@pytest.fixture
def decide(store, administrator):
    """Decide a letter as being of a matter."""
    return lambda complaint_id, matter_id: decide_as(store, complaint_id, matter_id, administrator)


@pytest.fixture
def settings(settings, small, home):
    """An application that answers with the stored model, and trains on the small corpus."""
    return {
        **settings,
        "ROUTER": None,
        "TRAIN_COMMAND": (sys.executable, str(small.SCRIPT), "train", "--with-decisions"),
    }
