"""A clerk's morning in a real browser, by keyboard alone: fifty letters come in, twenty are dealt with, and the list goes out."""

import csv
import time
from urllib.parse import urlsplit

import openpyxl
import pytest
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

PATIENCE = 30
MOST_TABS = 60
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


class Clerk:
    """Hands on the keys; every page he comes to is looked at for barriers."""

    def __init__(self, browser, address, axe):
        self.browser = browser
        self.address = address
        self.axe = axe
        self.seen = set()

    def go(self, path):
        self.browser.get(self.address + path)
        self.look(path)

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def find(self, selector):
        return self.wait(lambda browser: browser.find_element(By.CSS_SELECTOR, selector))

    def wait(self, condition):
        return WebDriverWait(self.browser, PATIENCE, ignored_exceptions=[Exception]).until(condition)

    def sees(self, text, selector="main"):
        self.wait(lambda browser: text in browser.find_element(By.CSS_SELECTOR, selector).text)

    def tab_to(self, selector):
        for _ in range(MOST_TABS):
            self.press(Keys.TAB)
            focused = self.browser.switch_to.active_element
            if self.browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                return focused
        raise AssertionError(f"{MOST_TABS} tabs do not reach {selector}")

    def look(self, name):
        if name not in self.seen:
            self.seen.add(name)
            assert self.axe(self.browser) == [], name

    @property
    def letter(self):
        """The number of the letter on the desk."""
        return urlsplit(self.browser.current_url).path.rpartition("/")[2]

    def then_next(self, *keys):
        """Press keys that decide, and wait until the next letter lies there with the way back to this one."""
        before = self.letter
        self.press(*keys)
        self.wait(lambda _: self.letter != before and self.letter.isdecimal())
        self.sees(f"第 {before} 件：", ".undo-bar")
        return before


@pytest.fixture
def clerk(open_browser, address, axe):
    browser = open_browser()
    yield Clerk(browser, address, axe)
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def downloaded(tmp_path, suffix):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = list((tmp_path / "downloads").glob(f"*.{suffix}"))
        if found:
            return found[0]
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")


def test_a_morning_by_keyboard(clerk, register, tmp_path):
    upload(clerk, register)
    clerk.go("/queue/")
    clerk.press("s")
    clerk.find("#letter")
    clerk.look("review")
    confirmed = [confirm(clerk) for _ in range(12)]
    correct(clerk)
    split(clerk)
    clerk.then_next("o")
    undo(clerk)
    confirmed.append(clerk.then_next("c"))
    clerk.then_next("c")
    hand_back(clerk, confirmed[0])
    export(clerk, tmp_path)


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
    ActionChains(clerk.browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    clerk.sees("被退回", ".desk-head")
    clerk.sees("退回：不在本单位职责内，店在村里")
    clerk.look("returned")


def export(clerk, tmp_path):
    clerk.go("/queue/?state=all")
    clerk.press("x")
    header, *found = openpyxl.load_workbook(downloaded(tmp_path, "xlsx")).active.values
    rows = [dict(zip(header, row, strict=True)) for row in found]
    assert len(rows) == 20
    assert sum(row["状态"] == "被退回" for row in rows) == 1
    assert sum(row["与建议一致"] == "不一致" for row in rows) >= 3
    assert all(row["用时（秒）"] for row in rows)


def test_every_page_of_the_queue_is_free_of_barriers(clerk):
    for path in ("/", "/queue/", "/queue/?text=没有这样的词", "/queue/paste", "/queue/upload"):
        clerk.go(path)
    clerk.go("/queue/paste")
    clerk.press("我叫王建国，电话13812345678。楼下烧烤店油烟太大，熏得不敢开窗。")
    ActionChains(clerk.browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    clerk.sees("已遮盖 2 处")
    clerk.look("preview")
    clerk.press(Keys.ENTER)  # the button to store it has the focus
    clerk.find("#letter")
    for key, panel in (("w", "#panel-why"), ("h", "#panel-hand"), ("e", "#panel-edit")):
        clerk.press(key)
        clerk.find(f"{panel}:not([hidden])")
        clerk.look(panel)
        clerk.press(Keys.ESCAPE, Keys.ESCAPE)
    clerk.press("?")
    clerk.find("dialog[open]")
    clerk.look("keys")


def test_keys_are_letters_while_somebody_types(clerk):
    clerk.go("/queue/paste")
    clerk.press("工地半夜打桩，噪声吵得睡不着觉")
    clerk.tab_to("main .primary")
    clerk.press(Keys.ENTER)
    clerk.find("button[value=open]")
    clerk.press(Keys.ENTER)
    clerk.find("#letter")
    before = clerk.letter
    clerk.press("n", "cousher?")
    assert clerk.find("#note").get_attribute("value") == "cousher?"
    assert clerk.letter == before


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1093, 614), (800, 600)])
def test_an_ordinary_letter_needs_no_scrolling(clerk, width, height):
    """1093 pixels are 1366 at a zoom of 125 %."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    clerk.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    clerk.go("/queue/paste")
    clerk.press(
        "昌吉市延安北路和谐小区楼下有人露天烧烤，每天晚上油烟熏得人不敢开窗，烟味直往卧室里钻，请尽快处理！"
    )
    clerk.tab_to("main .primary")
    clerk.press(Keys.ENTER)
    clerk.find("button[value=open]")
    clerk.press(Keys.ENTER)
    letter, verdict, bar = (clerk.find(selector) for selector in ("#letter", ".desk-banner", ".decision-bar"))
    assert clerk.browser.execute_script("return document.documentElement.scrollWidth") <= width
    bottom = bar.rect["y"]
    assert bottom + bar.rect["height"] <= height + 1
    assert letter.rect["y"] + letter.rect["height"] <= bottom
    if width > 880:
        assert verdict.rect["y"] + verdict.rect["height"] <= bottom


def test_words_that_meet_are_shown_together(clerk):
    clerk.go("/queue/paste")
    clerk.press("昌吉市延安北路楼下露天烧烤，油烟熏得人不敢开窗")
    clerk.tab_to("main .primary")
    clerk.press(Keys.ENTER)
    clerk.find("button[value=open]")
    clerk.press(Keys.ENTER)
    clerk.tab_to("#letter mark[data-links]")
    linked = clerk.browser.find_elements(By.CSS_SELECTOR, ".verdict mark.linked")
    assert linked
    assert clerk.browser.find_elements(By.CSS_SELECTOR, "#letter mark.linked")


def test_a_letter_is_decided_without_javascript(open_browser, address):
    browser = open_browser("/queue/paste", javascript=False)

    def find(selector):
        return WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))

    find("#text").send_keys("楼下烧烤店油烟太大，熏得不敢开窗。村口养猪场臭气熏天，污水流到渠里。")
    find("main .primary").click()
    find("button[value=open]").click()
    find("a[data-panel=edit]").click()
    find("#split summary").click()
    browser.find_elements(By.CSS_SELECTOR, "[name=sentence]")[1].click()
    find("#split-button").click()
    assert "问题 2" in find("#panel-edit").text
    find("#lead-add-1").send_keys("环保局")
    save = find("button[value=correct]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", save)
    save.click()
    WebDriverWait(browser, PATIENCE).until(
        lambda b: "/queue/" in b.current_url or "undo-bar" in b.page_source
    )
    browser.get(address + "/queue/?state=decided")
    find("[data-row]").click()
    assert "主办 州住建局、州生态环境局" in find(".standing").text
