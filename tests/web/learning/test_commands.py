"""The commands: training with and without decisions, and which of the kept models answers."""

import json
import shutil

import pytest
from click.testing import CliRunner

from router import cli
from router.paths import model_dir
from router.router import Router
from router.store import MANIFEST_FILE
from router.versions import current_version, publish, staging
from training.dataset import data_version
from web.learning import training
from web.learning.record import Outcome
from web.store import open_store

PAIRS = {"letters": 50, "before": 40, "after": 41, "lost": 1, "won": 2}
DETAILS = {
    "fixed": {**PAIRS, "figures_before": {"lead_accuracy": 0.9}, "figures_after": {"lead_accuracy": 0.91}},
    "decided": PAIRS,
    "corpus_before": {"kind_accuracy_out_of_fold": 0.93},
    "corpus_after": {"kind_accuracy_out_of_fold": 0.93},
    "letters": 50,
}


@pytest.fixture
def run(home, offices, tmp_path, monkeypatch):
    """Runs the command on a copy of an office."""
    path = shutil.copy(offices / "right.db", tmp_path / "office.db")
    monkeypatch.setenv("COMPLAINT_ROUTER_DB", str(path))
    return lambda *arguments: CliRunner().invoke(cli.main, arguments)


@pytest.fixture
def put(small_model):
    """Makes a copy of the small model answer under another version."""

    def put(version):
        with staging() as folder:
            shutil.copytree(small_model, folder, dirs_exist_ok=True)
            manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8")) | {
                "version": version,
                "learned": {"letters": 50, "accepted_by": "管理员甲"},
            }
            (folder / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
            publish(folder)

    return put


def outcome(*reasons):
    return Outcome("aa+11", "aa", "2026-11-27T08:00:00+00:00", "命令行", 90.0, list(reasons), DETAILS)


def test_both_models_are_printed_side_by_side(run, monkeypatch):
    monkeypatch.setattr(training, "learn_from", lambda *_: outcome())
    result = run("train", "--with-decisions")
    assert result.exit_code == 0, result.output
    assert (
        "固定评测：去向答对（50 件）：40 件（80.0%） → 41 件（82.0%） 变好，2 件改对，1 件改错"
        in result.output
    )
    assert "固定评测：主办正确率：90.0% → 91.0% 变好" in result.output
    assert "已采用新模型 aa+11；原来的 aa 已保留" in result.output


def test_a_refusal_is_an_error_with_its_reasons(run, monkeypatch):
    monkeypatch.setattr(training, "learn_from", lambda *_: outcome("固定评测变差。", "决定互相矛盾。"))
    result = run("train", "--with-decisions")
    assert result.exit_code == 1
    assert "新模型 aa+11 未采用，仍用 aa。固定评测变差。决定互相矛盾。" in result.output


def test_kept_models_are_listed_used_and_gone_back_from(run, put):
    learned = f"{data_version()}+11"
    put(learned)
    listed = run("models", "list").output.splitlines()
    assert len(listed) == 2
    assert any(line.startswith(f"* {learned}") and "含决定 50 件，管理员甲采用" in line for line in listed)
    assert f"现在使用模型 {data_version()}" in run("models", "rollback").output
    assert run("models", "rollback").exit_code == 1
    assert f"现在使用模型 {learned}" in run("models", "use", learned).output
    assert "没有保存模型“x”" in run("models", "use", "x").output
    with open_store() as store:
        actions = [entry.action for entry in store.audit.list().entries]
    assert actions[:2] == ["model.use", "model.rollback"]


def test_a_model_with_decisions_is_fresh_while_corpus_and_tables_stay(put, run, monkeypatch):
    put(f"{data_version()}+11")
    monkeypatch.setattr(cli, "_train", lambda: pytest.fail("trained although the model is fresh"))
    assert isinstance(cli.open_router(), Router)


def test_training_without_decisions_says_what_is_lost(run, put):
    put(f"{data_version()}+11")
    result = run("train")
    assert result.exit_code == 0, result.output
    assert current_version() == data_version() and model_dir().name == data_version()
    assert "学过经办人的决定，这个没有" in result.output
