"""A clerk's way through the pages in a real browser: with the mouse, with the keyboard only, and without JavaScript."""

import csv

import pytest
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.web.clerk import downloaded

pytestmark = pytest.mark.browser

COMPLAINT = "昌吉市延安北路和谐小区楼下露天烧烤，油烟熏得人不敢开窗"
MOST_TABS = 80
PATIENCE = 30


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "来信.csv"
    with path.open("w", encoding="gbk", newline="") as file:
        csv.writer(file).writerows(
            [("编号", "诉求内容"), ("1", COMPLAINT), ("2", "工地半夜打桩吵得睡不着觉")]
        )
    return path


def find(browser, selector):
    return WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))


def wait_for_text(browser, selector, text):
    WebDriverWait(browser, PATIENCE, ignored_exceptions=[Exception]).until(
        lambda b: text in b.find_element(By.CSS_SELECTOR, selector).text
    )


def result(tmp_path):
    """The rows of the result that was downloaded."""
    path = downloaded(tmp_path, "csv")
    assert path.name == "来信-研判结果.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def walk_with_mouse(browser, address, table):
    """Everything a clerk does in a day, by pointing and clicking."""
    find(browser, "#text").send_keys(COMPLAINT)
    find(browser, "form .primary").click()
    wait_for_text(browser, ".banner", "州住建局")
    assert "22.03" in find(browser, ".issue").text
    assert len(browser.find_elements(By.CSS_SELECTOR, ".letter mark")) >= 1
    find(browser, "#department").send_keys("水利局")
    find(browser, "#why-form button").click()
    wait_for_text(browser, ".why", "未建议州水利局")
    find(browser, "nav a[href='/batch/']").click()
    find(browser, "#table").send_keys(str(table))
    find(browser, "form .primary").click()
    wait_for_text(browser, "main", "共 2 行")
    find(browser, "form[action$='/download'] button").click()
    find(browser, "nav a[href='/duties/']").click()
    find(browser, "#q").send_keys("露天烧烤")
    find(browser, "form .primary").click()
    wait_for_text(browser, "main", "22.03")


def test_a_day_with_the_mouse(open_browser, address, table, tmp_path):
    browser = open_browser()
    walk_with_mouse(browser, address, table)
    rows = result(tmp_path)
    assert [row["主办部门"] for row in rows] == ["州住建局", "州住建局"]
    assert rows[0]["诉求内容"] == COMPLAINT
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


def test_a_day_without_javascript(open_browser, address, table, tmp_path):
    browser = open_browser(javascript=False)
    walk_with_mouse(browser, address, table)
    assert len(result(tmp_path)) == 2
    browser.get(address)
    find(browser, "#text").send_keys(COMPLAINT)
    find(browser, "form .primary").click()
    assert not find(browser, "[data-copy]").is_displayed()  # which only a script would show


class Keyboard:
    """Hands on the keys: nothing here points at anything."""

    def __init__(self, browser):
        self.browser = browser

    def press(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def tab_to(self, selector):
        """Go on with the tabulator until the focus, which must be visible, is on ``selector``."""
        for _ in range(MOST_TABS):
            self.press(Keys.TAB)
            focused = self.browser.switch_to.active_element
            if self.browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                outline = focused.value_of_css_property("outline-style")
                assert outline != "none", f"no focus to be seen on {selector}"
                return focused
        raise AssertionError(f"{MOST_TABS} tabs do not reach {selector}")


def test_a_day_with_the_keyboard_only(open_browser, table, tmp_path):
    browser = open_browser()
    keyboard = Keyboard(browser)
    keyboard.press(COMPLAINT)  # the cursor waits in the text box
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    wait_for_text(browser, ".banner", "州住建局")
    keyboard.tab_to("#department")
    keyboard.press("水利局", Keys.ESCAPE, Keys.ENTER)
    wait_for_text(browser, ".why", "未建议州水利局")
    keyboard.tab_to("[data-copy]")
    keyboard.press(Keys.SPACE)
    wait_for_text(browser, "[data-copied]", "已复制")
    keyboard.tab_to("nav a[href='/batch/']")
    keyboard.press(Keys.ENTER)
    find(browser, "#table")
    keyboard.tab_to("#table").send_keys(str(table))  # the system's own dialog is out of reach here
    keyboard.tab_to("form .primary")
    keyboard.press(Keys.ENTER)
    wait_for_text(browser, "main", "共 2 行")
    keyboard.tab_to("form[action$='/download'] button")
    keyboard.press(Keys.ENTER)
    assert len(result(tmp_path)) == 2
    keyboard.tab_to("nav a[href='/duties/']")
    keyboard.press(Keys.ENTER)
    find(browser, "#q")
    keyboard.press("露天烧烤", Keys.ENTER)  # the cursor waits in the search box
    wait_for_text(browser, "main", "22.03")
    keyboard.tab_to(".duty a")
    keyboard.press(Keys.ENTER)
    wait_for_text(browser, "h1", "22.03")


def test_first_tab_offers_to_skip_the_menu(open_browser):
    browser = open_browser("/about/")
    Keyboard(browser).press(Keys.TAB)
    assert browser.switch_to.active_element.text == "跳到正文"
    assert browser.switch_to.active_element.rect["x"] >= 0


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1093, 614), (800, 600)])
def test_nothing_sticks_out_at_any_size(open_browser, address, width, height):
    """1093 pixels are 1366 at a zoom of 125 %."""
    browser = open_browser()
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    for path in ("/batch/", "/duties/", "/duties/?q=噪声", "/duties/22.03", "/about/", "/"):
        browser.get(address + path)
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width, path
    find(browser, "#text").send_keys("A" * 300 + COMPLAINT)
    find(browser, "form .primary").click()
    find(browser, ".banner")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_everything_comes_from_this_server(open_browser, address):
    browser = open_browser()
    names = browser.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    assert names
    assert all(name.startswith(address) for name in names)
