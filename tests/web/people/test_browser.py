"""The way of an administrator and a clerk through log-in, people, keys and the log, in a real browser."""

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

pytestmark = pytest.mark.browser

OWN = "一句好记的话 2026"
LETTER = "昌吉市延安北路和谐小区楼下露天烧烤，油烟熏得人不敢开窗"


class Person:
    """Somebody at a browser; every page he comes to is looked at for barriers and for what sticks out."""

    def __init__(self, browser, address, axe):
        self.browser, self.address, self.axe = browser, address, axe

    def find(self, selector):
        return WebDriverWait(self.browser, 30).until(lambda b: b.find_element(By.CSS_SELECTOR, selector))

    def go(self, path, heading):
        self.browser.get(self.address + path)
        self.sees(heading)

    def sees(self, heading):
        WebDriverWait(self.browser, 30, ignored_exceptions=[Exception]).until(
            lambda b: b.find_element(By.TAG_NAME, "h1").text == heading
        )
        assert self.axe(self.browser) == [], heading
        for width, height in ((1093, 614), (1366, 768)):
            size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            assert self.browser.execute_script("return document.documentElement.scrollWidth") <= width, (
                heading
            )

    def fill(self, **fields):
        for name, value in fields.items():
            self.find(f"#{name}").clear()
            self.find(f"#{name}").send_keys(value)

    def press(self, selector):
        self.find(selector).click()

    def enter(self, login, password):
        self.fill(login=login, password=password)
        self.find("#password").send_keys(Keys.ENTER)


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def administrator(request, address, open_browser, axe):
    if request.param:
        return Person(open_browser("/people/"), address, axe)
    return Person(open_browser("/people/", javascript=False), address, lambda browser: [])


def test_from_one_user_to_several_and_back_to_a_draft(administrator):
    """Runs twice on one installation: the second time the account is there."""
    person = administrator
    if "login" in person.browser.current_url:
        person.sees("登录")
        person.enter("guan", OWN)
    else:
        person.sees("用户")
        person.fill(login="guan", name="管理员")
        person.press("form.fields .primary")
        person.sees("一次性密码")
        password = person.find(".secret").text
        person.press(".button.primary")
        person.sees("登录")
        person.enter("guan", "not the password")
        person.sees("登录")
        assert "登录名或密码不对" in person.find(".message.error").text
        person.enter("guan", password)
        person.sees("修改密码")
        person.fill(old=password, new=OWN, again=OWN)
        person.press("form.panel .primary")
    person.sees("诉求研判" if "/people" not in person.browser.current_url else "用户")
    person.go("/keys/", "接口密钥")
    person.fill(name="网上信访系统")
    person.press("form.line .primary")
    person.sees("新密钥")
    person.go("/keys/", "接口密钥")
    person.go("/audit/", "审计日志")
    assert "添加密钥" in person.find("main").text
    person.go("/api", "接口说明")
    person.go("/", "诉求研判")
    person.fill(text=LETTER)
    person.browser.delete_cookie("complaint_router")
    person.press("form.panel .primary")
    person.sees("登录")
    assert "您刚才填写的内容还在" in person.find("main").text
    person.enter("guan", OWN)
    person.sees("登录前填写的内容")
    assert LETTER in person.find("main").text
    person.press(".person button")
    person.sees("登录")
    person.go("/people/", "登录")
