"""The pictures of the manual: ``SCREENSHOTS=docs/images CI_BROWSER=1 pytest -m browser -k screenshots``.

Letters, people and decisions in them are invented (`tests.web.office`).
"""

import csv
import io
import os
import tempfile
import time
from pathlib import Path

import pytest
from selenium.webdriver import Keys

from tests.web.clerk import Clerk
from tests.web.office import PASSWORD, decide_all, furnish, learning_office, letters, make_app
from web.store import Actor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        "SCREENSHOTS" not in os.environ, reason="SCREENSHOTS names no folder for the pictures"
    ),
]

PICTURED = "昌吉市延安北路和谐小区楼下有人露天烧烤，每天晚上油烟熏得人不敢开窗，烟味直往卧室里钻，请有关部门尽快处理！"
PERSONAL = (
    "您好，我叫王建国，家住昌吉市宁边西路阳光小区3号楼2单元501室，电话13812345678。我家楼下的烧烤店每天晚上油烟很大，"
    "熏得我们不敢开窗，孩子一直咳嗽，请尽快处理。"
)
TWO_PROBLEMS = (
    "昌吉市宁边西路阳光小区楼下的烧烤店每天晚上油烟很大，熏得我们不敢开窗。小区东边的工地半夜还在打桩，"
    "噪声吵得老人孩子睡不着觉。请有关部门管一管。"
)


@pytest.fixture(scope="module", autouse=True)
def time_of_the_prefecture():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Shanghai")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="module")
def office(router):
    """The invented office."""
    # The page of 数据保管 shows the place.
    with tempfile.TemporaryDirectory(prefix="complaint-router-") as folder:
        app = make_app(Path(folder), ROUTER=router)
        app.letters = furnish(app.extensions["store"], router)
        yield app


@pytest.fixture(scope="module")
def school(small, small_model, tmp_path_factory):
    """An office with the model of the small corpus, which learns in seconds."""
    with learning_office(tmp_path_factory.mktemp("school"), small, small_model) as app:
        store = app.extensions["store"]
        chief = store.people.create("guan", "陈志远", "administrator", PASSWORD)
        decide_all(store, small.incoming(), app.extensions["engine"].router, Actor(chief.id))
        yield app


@pytest.fixture(scope="module")
def address(office, serving):
    with serving(office) as address:
        yield address


class Photographer(Clerk):
    """Takes pictures of what he comes to, in few colours, as a page of text has no more."""

    folder = Path(os.environ.get("SCREENSHOTS", "."))

    def go(self, path):
        self.browser.get(self.address + path)

    def click(self, selector):
        self.find(selector).click()

    def take(self, name, selector=None):
        """The window, as it would be after scrolling to ``selector``."""
        from PIL import Image  # only for the pictures

        if selector:
            self.browser.execute_script("arguments[0].scrollIntoView()", self.find(selector))
        picture = Image.open(io.BytesIO(self.browser.get_screenshot_as_png())).convert("RGB")
        small = picture.quantize(256, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)


@pytest.fixture
def photographer(open_browser, address, axe):
    return Photographer(open_browser(), address, axe)


@pytest.fixture
def office_table(tmp_path):
    """A table as an office keeps it."""
    path = tmp_path / "三月来信登记.csv"
    written = [
        "昌吉市延安北路和谐小区楼下露天烧烤，油烟熏得人不敢开窗",
        "阜康市准噶尔路工地半夜打桩，吵得老人孩子睡不着觉",
        "奇台县西地镇养猪场臭气熏天，污水流到渠里",
        "噪声太大，请管一管",
        "公司拖欠我们三个月工资不给",
        "木垒县有人在河里偷偷挖沙",
    ]
    rows = [(f"2026-03-{number:02}", letter) for number, letter in enumerate(written, 1)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("来信日期", "诉求内容"), *rows])
    return path


@pytest.fixture
def register(tmp_path):
    """Letters of a day."""
    path = tmp_path / "今日来信登记.csv"
    rows = [(f"XF-{number:03}", text) for number, (_, text) in enumerate(letters(180)[160:], 1)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("编号", "诉求内容"), *rows])
    return path


def test_screenshots(photographer, office, office_table, register):
    photographer.sees("登录")
    photographer.take("login")
    photographer.log_in("guan", PASSWORD)
    take_single(photographer, office_table)
    take_intake(photographer, register)
    take_desk(photographer, office)
    take_statistics(photographer)
    take_management(photographer)


def test_screenshots_of_learning(photographer, school, serving):
    with serving(school) as photographer.address:
        photographer.go("/learning/")
        photographer.log_in("guan", PASSWORD)
        photographer.click("form[action$='/train'] .primary")
        photographer.sees("上次训练：已采用", patience=240)
        photographer.sees("再次训练")
        photographer.take("learning", "[aria-labelledby=outcome]")


def take_single(photographer, office_table):
    """One letter, one table, the list."""
    photographer.go("/")
    photographer.find("#text").send_keys(PICTURED)
    photographer.take("form")
    photographer.click("form.panel .primary")
    photographer.find(".banner")
    photographer.take("answer")
    photographer.go("/batch/")
    photographer.find("#table").send_keys(str(office_table))
    photographer.click("form .primary")
    photographer.sees("共 6 行")
    photographer.take("batch")
    photographer.go("/duties/?q=噪声")
    photographer.take("duties")


def take_intake(photographer, register):
    photographer.go("/queue/paste")
    photographer.find("#text").send_keys(PERSONAL)
    photographer.click("main .primary")
    photographer.find("button[value=open]")
    photographer.take("preview")
    photographer.go("/queue/upload")
    photographer.find("#table").send_keys(str(register))
    photographer.take("upload")
    photographer.click("form .primary")
    photographer.sees("20 件已存入")
    photographer.go("/queue/")
    photographer.take("queue")


def take_desk(photographer, office):
    photographer.go("/queue/?text=烧烤&state=open")
    photographer.press("j", Keys.ENTER)
    photographer.find("#letter")
    photographer.take("review")
    photographer.press("w")
    photographer.find("#why").send_keys("公安局")
    photographer.find("#why-list [aria-selected=true]")
    photographer.press(Keys.ENTER)
    photographer.find("#panel-why .why")
    photographer.take("why")
    photographer.press(Keys.ESCAPE, Keys.ESCAPE, "e")
    photographer.find("#panel-edit:not([hidden]) #lead-add-1")
    photographer.press(*[Keys.BACKSPACE] * 3, "环保")
    photographer.find("#lead-add-1-list [aria-selected=true]")
    photographer.take("edit")
    photographer.go("/queue/paste")
    photographer.find("#text").send_keys(TWO_PROBLEMS)
    photographer.click("main .primary")
    photographer.click("button[value=open]")
    photographer.find("#letter")
    photographer.press("s")
    photographer.find("#split[open] input")
    photographer.press(Keys.SPACE)
    photographer.take("split")
    photographer.go(f"/complaints/{office.letters['returned'][0]}")
    photographer.take("returned")


def take_statistics(photographer):
    photographer.go("/statistics/?span=year")
    photographer.take("statistics")
    photographer.take("agreement", "h2.section-title:has(+ .figures [aria-labelledby=agreement-title])")
    photographer.go("/statistics/agenda?span=year")
    photographer.take("agenda")


def take_management(photographer):
    for name in ("people", "keys", "audit", "care"):
        photographer.go(f"/{name}/")
        photographer.take(name)
