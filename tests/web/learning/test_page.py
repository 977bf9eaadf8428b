"""The page of learning: who may look, who may change, and what the running application does with another model."""

import shutil
import sys
import time

import pytest

from router.paths import models_dir
from router.versions import base_version, rollback
from training.dataset import data_version
from web import create_app
from web.store import Actor, Incoming

PASSWORD = "a good pass"
OPEN = "村口养猪场臭气熏天，夜里开不了窗"


@pytest.fixture
def app(settings, offices, tmp_path):
    """An application whose store has decided letters, and users who must log in."""
    url = str(shutil.copy(offices / "right.db", tmp_path / "office.db"))
    app = create_app({**settings, "DATABASE_URL": url})
    app.extensions["store"].people.create("shen", "审核人乙", "reviewer", PASSWORD)
    app.extensions["store"].people.create("jing", "经办人丙", "clerk", PASSWORD)
    yield app
    app.extensions["trainer"].close()
    app.extensions["jobs"].close()
    app.extensions["store"].close()


@pytest.fixture
def store(app):
    return app.extensions["store"]


@pytest.fixture
def log_in(app):
    def log_in(login):
        client = app.test_client()
        assert client.post("/login", data={"login": login, "password": PASSWORD}).status_code == 303
        return client

    return log_in


@pytest.fixture
def administrator(log_in):
    return log_in("guan")


def train(app, client):
    """Train in the background and wait for the end; what the page says."""
    response = client.post("/learning/train")
    assert response.status_code == 303, response.text
    app.extensions["trainer"].wait(120)
    return client.get("/learning/")


def test_a_morning_with_two_models(app, store, administrator, words):
    """Train on the page, see both models side by side, let the open letters be asked again, and go back."""
    actor = Actor(1)
    waiting = store.intake.add(Incoming(OPEN), app.extensions["engine"].router, "paste", actor).id
    page = words(administrator.get("/learning/"))
    assert "经办人已研判112件" in page and "怎样才采用新模型" in page

    page = words(train(app, administrator))
    assert "上次训练：已采用" in page, page
    assert "固定评测：去向答对" in page and "经办人的决定：当时的建议与新模型" in page
    model = app.extensions["engine"].router.model
    assert base_version(model.version) == data_version() != model.version
    assert f"{model.version}（现用）" in page and "管理员甲" in page
    assert {"model.train", "model.accept"} <= {entry.action for entry in store.audit.list().entries}

    # What was shown keeps the version it was shown with, until somebody asks again.
    assert [s.model_version for s in store.decisions.suggestions(waiting)] == [data_version()]
    assert "有1件待办来信的建议来自别的模型" in page
    assert administrator.post("/learning/suggest-again").status_code == 303
    app.extensions["suggest_again"].wait(60)
    assert "已重新研判1件待办来信" in words(administrator.get("/learning/"))
    assert [s.model_version for s in store.decisions.suggestions(waiting)] == [data_version(), model.version]

    page = words(administrator.post("/learning/rollback", follow_redirects=True))
    assert f"现在使用模型{data_version()}。" in page and f"{data_version()}（现用）" in page
    assert app.extensions["engine"].router.model.version == data_version()
    administrator.post("/learning/use", data={"version": model.version})
    assert app.extensions["engine"].router.model.version == model.version

    # Somebody else goes back, at the command line: the next requests find it out without a restart.
    rollback(data_version())
    administrator.get("/learning/")
    deadline = time.monotonic() + 30
    while app.extensions["engine"].router.model.version != data_version() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert app.extensions["engine"].router.model.version == data_version()


def test_a_reviewer_may_look_but_not_change(log_in, words):
    reviewer = log_in("shen")
    page = reviewer.get("/learning/")
    assert page.status_code == 200
    assert "只有管理员可以开始训练和更换模型" in words(page)
    assert "<form" not in page.text.split("<main", 1)[1]
    for path in ("train", "use", "rollback", "suggest-again"):
        assert reviewer.post(f"/learning/{path}").status_code == 403


def test_a_clerk_has_no_business_here(log_in):
    assert log_in("jing").get("/learning/").status_code == 403


@pytest.mark.parametrize(
    ("path", "data", "message"),
    [("use", {"version": "../../etc"}, "没有保存模型"), ("rollback", {}, "没有更早的模型可以恢复")],
)
def test_what_cannot_be_is_said_in_a_sentence(administrator, path, data, message):
    response = administrator.post(f"/learning/{path}", data=data)
    assert response.status_code in (400, 503)
    assert message in response.text


def test_the_error_of_a_training_is_a_sentence_and_the_next_may_begin(app, administrator, words):
    trainer = app.extensions["trainer"]
    for script, message in (
        (
            "print('正在读取决定…'); raise SystemExit('Error: 可学习的决定只有 1 件。')",
            "可学习的决定只有1件。",
        ),
        ("1 / 0", "训练时出现意外错误"),
    ):
        trainer._command = (sys.executable, "-c", script)
        page = words(train(app, administrator))
        assert message in page
        assert "Traceback" not in page and "开始训练" in page
    trainer._command = ("/no/such/program",)
    assert "训练时出现意外错误" in words(train(app, administrator))


def test_while_one_trains_no_other_may_begin_and_the_page_tells_how_far_it_is(app, administrator, words):
    trainer = app.extensions["trainer"]
    script = "import time; print('正在读取决定…', flush=True); time.sleep(60)"
    trainer._command = (sys.executable, "-c", script)
    administrator.post("/learning/train")
    deadline = time.monotonic() + 30
    while not trainer.run.steps and time.monotonic() < deadline:
        time.sleep(0.05)
    page = administrator.get("/learning/")
    assert 'http-equiv="refresh"' in page.text
    assert "正在训练（管理员甲" in words(page) and "正在读取决定" in words(page)
    refused = administrator.post("/learning/train")
    assert refused.status_code == 400 and "已经在训练" in refused.text
    trainer.close()
    trainer.wait(30)
    assert "训练时出现意外错误" in words(administrator.get("/learning/"))


def test_a_model_that_cannot_be_loaded_does_not_replace_one_that_answers(app, administrator):
    before = app.extensions["engine"].router
    (models_dir() / "current").write_text("gone\n")
    app.extensions["engine_keeper"].take()
    assert app.extensions["engine"].router is before
