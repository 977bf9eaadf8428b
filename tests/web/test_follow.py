"""At the keyboard the matter follows the lead at once, can be chosen from a list, and no hand is too quick for it."""

import pytest
from selenium.webdriver import Keys

pytestmark = pytest.mark.browser

LETTERS = (
    "昌吉市延安北路楼下烧烤店油烟太大，熏得不敢开窗",
    "昌吉市中山路烧烤店油烟太大，呛得老人直咳嗽",
    "昌吉市建国路饭店油烟太大，顺着窗户进屋",
)


@pytest.fixture
def desk(clerk):
    """The first of three letters on the desk, its correction open."""
    for letter in LETTERS:
        clerk.put_on_the_desk(letter)
    clerk.press("e")
    clerk.find("#panel-edit:not([hidden]) #lead-add-1")
    return clerk


def lead(clerk, typed, chosen):
    clerk.press(*[Keys.BACKSPACE] * 3, typed)
    clerk.sees(chosen, "#lead-add-1-list [aria-selected=true]")
    clerk.press(Keys.ENTER)


def pressed(clerk):
    return clerk.find(".offers [aria-pressed=true]").text


def value(clerk):
    return clerk.find("#matter-1").get_attribute("value")


def test_the_matter_follows_and_another_one_can_be_chosen(desk):
    lead(desk, "slj", "24 州水利局")
    desk.sees("州水利局主办，最可能的在前", "#matter-field-1")
    first = pressed(desk)
    assert value(desk) == first
    assert desk.browser.switch_to.active_element.get_attribute("id") == "lead-add-1"
    desk.look("offers")
    desk.tab_to(".offers [aria-pressed=false]")
    second = desk.browser.switch_to.active_element.text
    desk.press(Keys.ENTER)
    desk.sees(second, ".offers [aria-pressed=true]")
    assert value(desk) == second != first
    assert desk.browser.switch_to.active_element.text == second
    number = desk.then_next("c")
    desk.go(f"/complaints/{number}")
    desk.sees(f"{second}（主办 州水利局", ".standing")


def test_a_slip_of_the_hand_leaves_the_matter_of_before_on_offer(desk):
    kept = value(desk)
    lead(desk, "36", "36 ")
    desk.sees("主办，最可能的在前", "#matter-field-1")
    lead(desk, "slj", "24 州水利局")
    desk.sees("州水利局主办，最可能的在前", "#matter-field-1")
    desk.sees(f"原来的：\n{kept}", ".offers")


def test_a_quick_hand_saves_the_matter_that_follows(desk):
    desk.press(*[Keys.BACKSPACE] * 3, "slj")
    desk.sees("24 州水利局", "#lead-add-1-list [aria-selected=true]")
    before = desk.letter
    desk.press(Keys.ENTER, Keys.ENTER)
    desk.wait(lambda _: desk.letter != before and desk.letter.isdecimal())
    desk.go(f"/complaints/{before}")
    standing = desk.find(".standing").text
    assert "（主办 州水利局" in standing
    assert "餐饮油烟" not in standing
