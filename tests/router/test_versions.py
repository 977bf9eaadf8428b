"""Models side by side: publishing, going back, and what is kept."""

import json
import shutil

import pytest

from router.errors import ModelError, ModelMissingError
from router.paths import home_dir, model_dir, models_dir
from router.store import MANIFEST_FILE, MODEL_FILE, load_model, read_manifest
from router.versions import (
    KEPT,
    base_version,
    can_go_back,
    current_version,
    kept_models,
    learned_version,
    pointer_stamp,
    publish,
    rollback,
    staging,
    use,
)
from training.dataset import data_version


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "home"))


@pytest.fixture
def put(model_folder):
    """Publishes a copy of the model under another name."""
    made = []

    def put(version):
        with staging() as folder:
            (folder / MODEL_FILE).symlink_to(model_folder / MODEL_FILE)
            write(
                model_folder, folder, version=version, trained_at=f"2026-11-{10 + len(made)}T08:00:00+00:00"
            )
            made.append(version)
            return publish(folder)

    return put


def write(source, folder, **changes):
    manifest = json.loads((source / MANIFEST_FILE).read_text(encoding="utf-8")) | changes
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")


def names():
    return [model.version for model in kept_models()]


def test_the_published_model_answers_and_the_former_stays(put):
    put("aa")
    first = pointer_stamp()
    put("aa+11")
    assert model_dir() == models_dir() / "aa+11"
    assert current_version() == "aa+11" == read_manifest(model_dir()).version
    assert names() == ["aa+11", "aa"]
    assert [model.is_current for model in kept_models()] == [True, False]
    assert pointer_stamp() != first


def test_going_back_goes_further_each_time_and_ends_with_a_sentence(put):
    for version in ("aa", "aa+11", "aa+22"):
        put(version)
    assert can_go_back()
    assert rollback("aa").version == "aa+11"
    assert rollback("aa").version == "aa"
    assert not can_go_back()
    with pytest.raises(ModelError, match="没有更早的模型"):
        rollback("aa")
    assert names() == ["aa+22", "aa+11", "aa"]
    assert use("aa+22", "aa").folder == model_dir()
    assert rollback("aa").version == "aa"


def test_only_the_last_few_are_kept_and_the_one_that_answers_always(put):
    put("aa")
    for number in range(KEPT + 2):
        put(f"aa+{number}")
        use("aa", "aa")
    assert len(names()) == KEPT
    assert current_version() == "aa" and model_dir().is_dir()
    assert f"aa+{KEPT + 1}" in names() and "aa+0" not in names()


def test_a_model_of_other_tables_or_libraries_cannot_be_used(put, model_folder):
    put("bb")
    put("aa")
    with pytest.raises(ModelError, match="由另一版责任清单或语料训练"):
        rollback("aa")
    write(model_folder, models_dir() / "bb", version="bb", libraries={"scikit-learn": "0.1"})
    with pytest.raises(ModelMissingError, match="库版本已更改"):
        use("bb", "bb")
    assert current_version() == "aa"


@pytest.mark.parametrize("version", ["zz", "", "../model", ".."])
def test_only_what_is_kept_can_be_used(put, version):
    put("aa")
    with pytest.raises(ModelError, match=r"没有保存模型.*现有：aa"):
        use(version, "aa")


def test_a_model_from_before_versions_is_the_first_on_the_shelf(put, model_folder):
    shutil.copytree(model_folder, home_dir() / "model")
    assert model_dir() == home_dir() / "model"
    version = data_version()
    put(learned_version(version, "11"))
    assert base_version(f"{version}+11") == version == base_version(version)
    assert rollback(version).version == version
    assert load_model(model_dir()).version == version


def test_what_was_not_published_leaves_no_trace(put):
    put("aa")
    with pytest.raises(ZeroDivisionError), staging() as folder:
        (folder / MODEL_FILE).touch()
        raise ZeroDivisionError
    assert [path.name for path in models_dir().iterdir() if path.is_dir()] == ["aa"]


def test_the_same_version_trained_again_takes_the_place_of_the_first(put):
    put("aa")
    put("aa")
    assert names() == ["aa"]
    assert read_manifest(model_dir()).trained_at.startswith("2026-11-11")
    assert not can_go_back()
