"""A clerk's whole morning in a real browser, by keyboard alone, in an office with accounts.

He logs in, fifty letters come in, twenty are dealt with, the program learns from them, and the list goes out. The model is
that of the small corpus, and 112 letters were decided before, so that learning takes seconds and has something to learn.
"""

import csv
from collections import Counter
from types import SimpleNamespace

import openpyxl
import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By

from router.versions import base_version
from tests.web.clerk import downloaded
from tests.web.office import PASSWORD, decide_all, learning_office
from training.dataset import data_version
from web.store import Actor, AuditFilter

pytestmark = pytest.mark.browser

TRAINING = 240
PROBLEMS = (
    "楼下烧烤店油烟太大，熏得不敢开窗",
    "工地半夜打桩，噪声吵得老人孩子睡不着觉",
    "村口养猪场臭气熏天，污水流到渠里",
    "化工厂夜里偷排废水，河水发黑发臭",
    "有人在河里偷偷挖沙，河岸都塌了",
    "餐馆后厨油烟直排，小区里都是烟味。旁边工地白天扬尘很大，车上全是土",
    "老板拖欠我三个月工资不给，找劳动部门也没人管",
    "秸秆在地里烧，烟大得看不见路",
    "公园里广场舞音响开得太大，天天吵到夜里",
    "渣土车一路撒漏，路上尘土飞扬",
)
PLACES = ("昌吉市延安北路", "阜康市准噶尔路", "奇台县西地镇", "呼图壁县大丰镇", "玛纳斯县凤凰路")


@pytest.fixture(scope="module")
def app(small, small_model, tmp_path_factory):
    """An application as an office has it: accounts, tokens, a stored model, letters of earlier days."""
    with learning_office(tmp_path_factory.mktemp("office"), small, small_model) as app:
        store = app.extensions["store"]
        store.people.create("guan", "管理员甲", "administrator", PASSWORD)
        colleague = Actor(store.people.create("wangli", "王丽", "clerk", PASSWORD).id)
        decide_all(store, small.incoming(), app.extensions["engine"].router, colleague)
        yield app


@pytest.fixture(scope="module")
def address(app, serving):
    with serving(app) as address:
        yield address


@pytest.fixture
def office(app):
    """What stands in the store and on the shelf, read by nobody's browser."""
    store = app.extensions["store"]
    user = store.people.find("guan").id

    def decisions():
        letters = {entry.object for entry in entries() if entry.action.startswith("decide.")}
        return [
            event for letter in letters for event in store.decisions.history(int(letter.partition(":")[2]))
        ]

    def entries():
        return store.audit.list(AuditFilter(user_id=user), limit=500).entries

    return SimpleNamespace(
        store=store, decisions=decisions, entries=entries, engine=lambda: app.extensions["engine"]
    )


@pytest.fixture
def register(tmp_path):
    """Fifty letters as an office keeps them."""
    path = tmp_path / "来信登记.csv"
    rows = [
        (f"XF-{10 * at + number:03}", f"2026-11-{at + 1:02}", f"{place}{problem}。")
        for at, place in enumerate(PLACES)
        for number, problem in enumerate(PROBLEMS, 1)
    ]
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows([("编号", "登记日期", "诉求内容"), *rows])
    return path


def test_a_morning_by_keyboard(clerk, office, register, tmp_path):
    clerk.sees("登录")
    clerk.look("log-in")
    clerk.log_in("guan", PASSWORD)
    upload(clerk, register)
    confirmed = review_twenty(clerk)
    hand_back(clerk, confirmed[0])
    check_decisions(office, confirmed)
    learn(clerk, office)
    see_agreement(clerk)
    export(clerk, tmp_path)
    log_out(clerk)
    check_audit(office)


def review_twenty(clerk):
    """Twelve confirmed, five corrected, one split, one said to be outside and taken back, two more; those confirmed."""
    clerk.go("/queue/")
    clerk.press("s")
    clerk.find("#letter")
    clerk.look("review")
    confirmed = [confirm(clerk) for _ in range(12)]
    correct(clerk)
    split(clerk)
    clerk.then_next("o")
    undo(clerk)
    return [*confirmed, clerk.then_next("c"), clerk.then_next("c")]


def confirm(clerk):
    """One key; Enter is for those that are clear."""
    clear = clerk.browser.find_elements(By.CSS_SELECTOR, ".confirm.primary")
    return clerk.then_next(Keys.ENTER if clear else "c")


def upload(clerk, register):
    clerk.go("/queue/upload")
    clerk.tab_to("#table").send_keys(str(register))
    clerk.tab_to("form .primary")
    clerk.press(Keys.ENTER)
    clerk.sees("50 件已存入")
    clerk.look("uploaded")


def correct(clerk):
    """Five corrections: the lead by initials, number, name and alias, and another matter."""
    for typed, chosen in (
        ("slj", "24 州水利局"),
        ("36", "36 "),
        ("农业农村", "25 "),
        ("城管", "22 州住建局"),
    ):
        clerk.press("e")
        clerk.find("#panel-edit:not([hidden]) #lead-add-1")
        clerk.press(*[Keys.BACKSPACE] * 3, typed)
        clerk.sees(chosen, "#lead-add-1-list [aria-selected=true]")
        clerk.press(Keys.ENTER)
        assert clerk.find("[data-chips=lead-1]").text.startswith(chosen)
        clerk.look("correcting")
        clerk.then_next(Keys.ENTER)
    clerk.press("e")
    clerk.find("#panel-edit:not([hidden]) #lead-add-1")
    clerk.tab_to("#matter-1")
    clerk.press("企业排放废水")
    clerk.sees("企业排放废水", "#matter-1-list [aria-selected=true]")
    clerk.press(Keys.ENTER)
    clerk.sees("州生态环境局", "[data-chips=lead-1]")
    clerk.press(Keys.ESCAPE)
    clerk.press("e")
    clerk.then_next(Keys.ENTER)


def split(clerk):
    clerk.press("s")
    clerk.find("#split[open] input")
    clerk.press(Keys.SPACE)
    clerk.look("splitting")
    clerk.tab_to("#split-button")
    clerk.press(Keys.ENTER)
    clerk.sees("问题 2", "#panel-edit")
    clerk.press("22")
    clerk.sees("22 州住建局", "#lead-add-2-list [aria-selected=true]")
    clerk.press(Keys.ENTER)
    clerk.then_next(Keys.ENTER)


def undo(clerk):
    before = clerk.letter
    clerk.press("u")
    clerk.wait(lambda _: clerk.letter != before)
    clerk.sees("已撤销")
    clerk.sees("待研判", ".desk-head")


def hand_back(clerk, number):
    """A department sent a letter back."""
    clerk.go(f"/queue/?state=decided&text={number}")
    clerk.press("j", Keys.ENTER)
    clerk.find("#letter")
    clerk.press("r")
    clerk.find("#panel-return:not([hidden])")
    clerk.look("returning")
    clerk.press("不在本单位职责内，店在村里")
    clerk.press_with_control(Keys.ENTER)
    clerk.sees("被退回", ".desk-head")
    clerk.sees("退回：不在本单位职责内，店在村里")
    clerk.look("returned")


def export(clerk, tmp_path):
    clerk.go("/queue/?state=all")
    clerk.press("x")
    header, *found = openpyxl.load_workbook(downloaded(tmp_path, "xlsx")).active.values
    every = [dict(zip(header, row, strict=True)) for row in found]
    rows = [row for row in every if row["来信编号"]]  # those of this morning have one
    assert len(rows) == 20
    assert sum(row["状态"] == "被退回" for row in rows) == 1
    assert sum(row["与建议一致"] == "不一致" for row in rows) >= 3
    assert all(row["用时（秒）"] for row in rows)


def learn(clerk, office):
    """Both models stand side by side, and the new one answers at once."""
    clerk.go("/learning/")
    clerk.sees("没有", ".learning .facts")
    clerk.tab_to("form[action$='/train'] .primary")
    clerk.press(Keys.ENTER)
    clerk.sees("正在训练（管理员甲")
    clerk.look("training")
    clerk.sees("上次训练：已采用", patience=TRAINING)
    clerk.look("learned")
    version = office.engine().router.model.version
    assert base_version(version) == data_version() != version
    clerk.sees(f"{version}（现用）")
    clerk.sees("经办人的决定：当时的建议与新模型")


def see_agreement(clerk):
    clerk.go("/statistics/")
    clerk.sees("研判与建议的一致情况")
    chart = clerk.find("[aria-labelledby=agreement-title] svg")
    assert chart.is_displayed() and chart.size["height"] > 100
    clerk.tab_to("[aria-labelledby=agreement-title] summary")
    clerk.press(Keys.ENTER)
    months = clerk.find("[aria-labelledby=agreement-title] table").text.splitlines()
    assert months[-1].split()[1] == "132"  # 112 of earlier days and 20 of this one


def log_out(clerk):
    clerk.tab_to(".person button")
    clerk.press(Keys.ENTER)
    clerk.sees("登录")
    clerk.go("/queue/")
    assert clerk.find("#password")


def check_decisions(office, confirmed):
    """Every step is there, as it was made, with what was shown and how long it took."""
    made = office.decisions()
    assert Counter(event.action for event in made) == {
        "confirm": 14, "correct": 6, "out_of_scope": 1, "undo": 1, "return": 1
    }  # fmt: skip
    assert [len(event.issues) for event in made if event.action == "correct"].count(2) == 1
    assert sum(event.is_undone for event in made) == 1
    assert all(event.suggestion_id and event.user_name == "管理员甲" for event in made)
    assert all(event.seconds for event in made if event.action in ("confirm", "correct"))
    (returned,) = [event for event in made if event.action == "return"]
    assert (returned.complaint_id, returned.reason) == (confirmed[0], "不在本单位职责内，店在村里")


def check_audit(office):
    counted = Counter(entry.action for entry in office.entries())
    assert counted["decide.confirm"] == 14
    once = {"login", "intake.table", "model.train", "model.accept", "export.decided", "user.end_sessions"}
    assert {action: counted[action] for action in once} == dict.fromkeys(once, 1)
