import json
import shutil

import pytest

from router.errors import ModelError, ModelMissingError
from router.store import MANIFEST_FILE, MODEL_FILE, load_model, read_manifest


@pytest.fixture
def stored(tmp_path, model_folder):
    """A copy of the model that a test may spoil."""
    return shutil.copytree(model_folder, tmp_path / "model")


def rewrite(folder, **changes):
    path = folder / MANIFEST_FILE
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **changes}), encoding="utf-8")


def test_a_stored_model_answers_as_before(stored, model):
    again = load_model(stored)
    texts = ["楼下饭店油烟太大", "村里养猪场臭"]
    assert (again.matter.scores(again.transform(texts)) == model.matter.scores(model.transform(texts))).all()


def test_the_manifest_says_what_the_model_is_made_of(stored):
    manifest = read_manifest(stored)
    assert manifest.texts > 1200
    assert manifest.libraries.keys() >= {"scikit-learn", "joblib", "python"}
    assert manifest.scores["scope_accuracy_out_of_fold"] > 0.9
    # Not compressed, since every start would pay for unpacking it.
    assert (stored / MODEL_FILE).stat().st_size < 100e6


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"digest": "0"}, ModelError, "与其说明不符"),
        ({"data_digest": "0"}, ModelMissingError, "需要重新训练"),
        ({"libraries": {"scikit-learn": "0.1"}}, ModelMissingError, "库版本已更改"),
        ({"unknown": 1}, ModelError, "已损坏"),
    ],
)
def test_a_model_that_does_not_match_is_refused(stored, changes, error, message):
    rewrite(stored, **changes)
    with pytest.raises(error, match=message):
        load_model(stored)


def test_nothing_there_asks_for_training(tmp_path, stored):
    with pytest.raises(ModelMissingError, match="complaint-router train"):
        load_model(tmp_path / "nowhere")
    (stored / MODEL_FILE).unlink()
    with pytest.raises(ModelMissingError, match="模型文件不存在"):
        load_model(stored)
