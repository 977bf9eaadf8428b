"""The application with the session's router, without CSRF tokens where the test is not about them."""

import os
import re
import runpy
import shutil
import threading
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from training.train import train_and_save
from web import create_app
from web.store import Actor, Incoming, open_store

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --window-size=1366,768 --lang=zh-CN"
)
_PATIENCE = 120
_AXE = """
const done = arguments[0];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).then((result) =>
  done(result.violations.map((found) => [found.impact, found.id, found.nodes.map((node) => node.html.slice(0, 200))])));
"""


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """The file of a store with its tables and nothing in it, to be copied: making one takes long."""
    path = tmp_path_factory.mktemp("empty") / "workbench.db"
    open_store(str(path)).close()
    return path


@pytest.fixture
def settings(router, tmp_path, empty_store):
    return {
        "TESTING": True,
        "SECRET_KEY": "a key for tests",
        "ROUTER": router,
        "UPLOAD_DIR": tmp_path / "uploads",
        "DATABASE_URL": str(shutil.copy(empty_store, tmp_path / "workbench.db")),
        "SINGLE_USER": True,
        "WTF_CSRF_ENABLED": False,
    }


@pytest.fixture
def app(settings):
    app = create_app(settings)
    yield app
    app.extensions["jobs"].close()
    app.extensions["store"].close()


@pytest.fixture
def store(app):
    """The store of the application."""
    return app.extensions["store"]


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def guarded_client(settings):
    """A client that must bring its tokens."""
    return create_app({**settings, "WTF_CSRF_ENABLED": True}).test_client()


@pytest.fixture
def modelless_client(settings, tmp_path, monkeypatch):
    """A client of an installation in which no model has been trained."""
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path / "empty"))
    return create_app({**settings, "ROUTER": None}).test_client()


@pytest.fixture
def words():
    """The visible words of a page, without tags and blanks, as a reader sees them."""

    def visible(response):
        page = re.sub(r"<(script|style|title|datalist)\b.*?</\1>", "", response.text, flags=re.DOTALL)
        return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))

    return visible


@pytest.fixture
def add_letter(store, router):
    """Stores a letter and returns its id."""

    def add_letter(text, **details):
        details.setdefault("received_on", date(2026, 11, 26))
        actor = Actor(store.people.local_user().id)
        return store.intake.add(Incoming(text, **details), router, "paste", actor).id

    return add_letter


@pytest.fixture
def decide(store):
    """Decides a letter as the local user, or as ``actor``."""

    def decide(number, draft, actor=None):
        revision = store.decisions.get(number).complaint.revision
        actor = actor or Actor(store.people.local_user().id)
        return store.decisions.decide(number, revision, draft, actor)

    return decide


@contextmanager
def _serving(app):
    from werkzeug.serving import make_server  # only a browser needs it

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    for part in ("trainer", "jobs", "store"):
        app.extensions[part].close()


@pytest.fixture(scope="session")
def serving():
    """Lets an application listen, and says where; it is closed at the end."""
    return _serving


@pytest.fixture(scope="module")
def address(router, serving, tmp_path_factory):
    """Where the application listens, with its tokens and its own host names."""
    app = create_app(
        {
            "SECRET_KEY": "a key for tests",
            "ROUTER": router,
            "UPLOAD_DIR": tmp_path_factory.mktemp("uploads"),
            "DATABASE_URL": str(tmp_path_factory.mktemp("store") / "workbench.db"),
            "SINGLE_USER": True,
            "TRUSTED_HOSTS": ["127.0.0.1"],
        }
    )
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def small():
    """A corpus that is learned in seconds: ``learning/small.py``."""
    script = Path(__file__).parent / "learning" / "small.py"
    return SimpleNamespace(**runpy.run_path(str(script)), SCRIPT=script)


@pytest.fixture(scope="session")
def small_model(small, tmp_path_factory):
    """The folder of a model of the small corpus."""
    folder = tmp_path_factory.mktemp("small") / "model"
    with pytest.MonkeyPatch.context() as patch:
        small.use(patch.setattr)
        train_and_save(folder)
    return folder


@pytest.fixture
def open_browser(address, tmp_path):
    """Open a browser on a path; a missing one is a failure only where CI promises that there is one."""
    opened = []

    def open_(path="/", *, javascript=True):
        if not (CHROMIUM and DRIVER):
            if os.environ.get("CI_BROWSER") == "1":
                pytest.fail("CI_BROWSER=1, but chromium or chromedriver is missing")
            pytest.skip("no chromium or chromedriver")
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in (*FLAGS.split(), f"--user-data-dir={tmp_path / 'profile'}"):
            options.add_argument(flag)
        settings = {"download.default_directory": str(tmp_path / "downloads")}
        if not javascript:
            settings["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", settings)
        # Dates are shown in the language of the system, whatever --lang says.
        service = webdriver.ChromeService(DRIVER, env={**os.environ, "LANGUAGE": "zh_CN"})
        browser = webdriver.Chrome(options=options, service=service)
        opened.append(browser)
        browser.set_script_timeout(_PATIENCE)  # axe reads the whole page, on a machine that may be busy
        size = {"width": 1366, "height": 768, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        browser.get(address + path)
        return browser

    yield open_
    for browser in opened:
        browser.quit()


@pytest.fixture(scope="session")
def axe():
    """Looks for barriers on the page that a browser shows: what axe finds serious or critical, by WCAG 2.1 A and AA."""
    script = (Path(__file__).parent / "axe" / "axe.min.js").read_text(encoding="utf-8")

    def axe(browser):
        browser.execute_script(script)
        found = browser.execute_async_script(_AXE)
        return [violation for violation in found if violation[0] in ("serious", "critical")]

    return axe


@pytest.fixture
def clerk(open_browser, address, axe):
    """Somebody at the keyboard; what the browser complains of is an error."""
    from tests.web.clerk import Clerk  # only a browser needs it

    browser = open_browser()
    yield Clerk(browser, address, axe)
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
