"""The desk in a real browser: keys, room on the screen, words that meet, and all of it without JavaScript."""

import time

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.web.clerk import PATIENCE

pytestmark = pytest.mark.browser

SLOW_ANSWERS = """
const send = window.fetch;
window.fetch = async (...asked) => {
  const answer = await send(...asked);
  await new Promise((done) => setTimeout(done, 500));
  window.answered = true;
  return answer;
};
"""
SLOW_READING = """
const text = Response.prototype.text;
Response.prototype.text = async function () {
  const found = await text.call(this);
  window.reading = true;
  await new Promise((done) => setTimeout(done, 500));
  return found;
};
"""


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
    clerk.put_on_the_desk("工地半夜打桩，噪声吵得睡不着觉")
    before = clerk.letter
    clerk.press("n", "cousher?")
    assert clerk.find("#note").get_attribute("value") == "cousher?"
    assert clerk.letter == before


def choose_another_matter_and_close(clerk, slowly):
    """The panel is closed while what was chosen is still on its way."""
    clerk.press("e")
    clerk.tab_to("#matter-1")
    clerk.press("企业排放废水")
    clerk.sees("企业排放废水", "#matter-1-list [aria-selected=true]")
    clerk.browser.execute_script(slowly)
    clerk.press(Keys.ENTER, Keys.ESCAPE)


def test_a_panel_closed_while_a_step_is_under_way_stays_closed(clerk):
    clerk.put_on_the_desk("工地半夜打桩，噪声吵得睡不着觉，天天如此")
    choose_another_matter_and_close(clerk, SLOW_ANSWERS)
    clerk.wait(lambda browser: browser.execute_script("return window.answered"))
    time.sleep(0.2)  # what is taken over would be there by now
    assert not clerk.browser.find_element(By.ID, "panel-edit").is_displayed()


def test_a_panel_opened_again_while_an_answer_is_read_stays_open(clerk):
    clerk.put_on_the_desk("工地半夜打桩，噪声吵得睡不着觉，天天如此")
    choose_another_matter_and_close(clerk, SLOW_READING)
    clerk.wait(lambda browser: browser.execute_script("return window.reading"))
    clerk.press("e")
    clerk.sees("州生态环境局", "[data-chips=lead-1]")
    assert clerk.browser.find_element(By.ID, "panel-edit").is_displayed()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1093, 614), (800, 600)])
def test_an_ordinary_letter_needs_no_scrolling(clerk, width, height):
    """1093 pixels are 1366 at a zoom of 125 %."""
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    clerk.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    clerk.put_on_the_desk(
        "昌吉市延安北路和谐小区楼下有人露天烧烤，每天晚上油烟熏得人不敢开窗，烟味直往卧室里钻，请尽快处理！"
    )
    letter, verdict, bar = (clerk.find(selector) for selector in ("#letter", ".desk-banner", ".decision-bar"))
    assert clerk.browser.execute_script("return document.documentElement.scrollWidth") <= width
    bottom = bar.rect["y"]
    assert bottom + bar.rect["height"] <= height + 1
    assert letter.rect["y"] + letter.rect["height"] <= bottom
    if width > 880:
        assert verdict.rect["y"] + verdict.rect["height"] <= bottom


def test_words_that_meet_are_shown_together(clerk):
    clerk.put_on_the_desk("昌吉市延安北路楼下露天烧烤，油烟熏得人不敢开窗")
    clerk.tab_to("#letter mark[data-links]")
    linked = clerk.browser.find_elements(By.CSS_SELECTOR, ".verdict mark.linked")
    assert linked
    assert clerk.browser.find_elements(By.CSS_SELECTOR, "#letter mark.linked")


def test_a_letter_is_decided_without_javascript(open_browser, address):
    browser = open_browser("/queue/paste", javascript=False)

    def find(selector):
        return WebDriverWait(browser, PATIENCE).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))

    def sees(selector, words):
        waiting = WebDriverWait(browser, PATIENCE, ignored_exceptions=[StaleElementReferenceException])
        return waiting.until(lambda b: words in b.find_element(By.CSS_SELECTOR, selector).text)

    find("#text").send_keys("楼下烧烤店油烟太大，熏得不敢开窗。村口养猪场臭气熏天，污水流到渠里。")
    find("main .primary").click()
    find("button[value=open]").click()
    find("a[data-panel=edit]").click()
    find("#split summary").click()
    browser.find_elements(By.CSS_SELECTOR, "[name=sentence]")[1].click()
    find("#split-button").click()
    assert sees("#panel-edit", "问题 2")
    find("#lead-add-1").send_keys("环保局")
    save = find("button[value=correct]")
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", save)
    save.click()
    WebDriverWait(browser, PATIENCE).until(
        lambda b: "/queue/" in b.current_url or "undo-bar" in b.page_source
    )
    browser.get(address + "/queue/?state=decided")
    find("[data-row]").click()
    assert sees(".standing", "主办 州住建局、州生态环境局")
