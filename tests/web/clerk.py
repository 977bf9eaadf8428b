"""Somebody at a browser, hands on the keys."""

import time
from urllib.parse import urlsplit

from selenium.webdriver import ActionChains, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 60
_MOST_TABS = 80


class Clerk:
    """Works by keyboard alone; every page he comes to is looked at for barriers."""

    def __init__(self, browser, address, axe):
        self.browser = browser
        self.address = address
        self.axe = axe
        self.seen = set()

    def go(self, path):
        self.browser.get(self.address + path)
        self.look(path)

    def press(self, *keys):
        # Keys work once the page's scripts have run.
        self.wait(lambda browser: browser.execute_script("return document.readyState") == "complete")
        ActionChains(self.browser).send_keys(*keys).perform()

    def press_with_control(self, key):
        ActionChains(self.browser).key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def find(self, selector):
        return self.wait(lambda browser: browser.find_element(By.CSS_SELECTOR, selector))

    def wait(self, condition, patience=PATIENCE):
        return WebDriverWait(self.browser, patience, ignored_exceptions=[Exception]).until(condition)

    def sees(self, text, selector="main", patience=PATIENCE):
        self.wait(lambda browser: text in browser.find_element(By.CSS_SELECTOR, selector).text, patience)

    def tab_to(self, selector):
        for _ in range(_MOST_TABS):
            self.press(Keys.TAB)
            focused = self.browser.switch_to.active_element
            if self.browser.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                return focused
        raise AssertionError(f"{_MOST_TABS} tabs do not reach {selector}")

    def look(self, name):
        if name not in self.seen:
            self.seen.add(name)
            found = self.axe(self.browser)
            assert found == [], (name, found)

    def log_in(self, login, password):
        """Where the log-in page is shown."""
        self.find("#login").send_keys(login)
        self.tab_to("#password").send_keys(password, Keys.ENTER)
        self.find(".person")

    def put_on_the_desk(self, text):
        """Paste a letter, see what is masked, store it and open it."""
        self.go("/queue/paste")
        self.press(text)
        self.tab_to("main .primary")
        self.press(Keys.ENTER)
        self.find("button[value=open]")
        self.press(Keys.ENTER)
        self.find("#letter")

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
        return int(before)


def downloaded(folder, suffix):
    """The file that a browser has downloaded, once it is there whole: Chromium first makes an empty one of that name."""
    deadline = time.monotonic() + PATIENCE
    downloads = folder / "downloads"
    while time.monotonic() < deadline:
        found = [path for path in downloads.glob(f"*.{suffix}") if path.stat().st_size]
        if found and not list(downloads.glob("*.crdownload")):
            return found[0]
        time.sleep(0.1)
    raise AssertionError("nothing was downloaded")
