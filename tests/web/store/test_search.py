"""Words of any length and numbers are found, the latest letter first."""

import pytest


@pytest.fixture
def letters(add):
    return {
        "cooking": add(
            "昌吉市延安北路楼下烧烤店油烟太大", title="油烟扰民", external_number="X2XJ202109120176"
        ),
        "noise": add("奇台县工地半夜施工打桩，PM2.5超标，噪声吵得睡不着"),
        "dogs": add("阜康市小区里养狗叫个不停，噪聲擾民"),
        "uyghur": add("ئۈرۈمچىدە ھاۋا بۇلغىنىشى ئېغىر"),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("油烟", ["cooking"]),
        ("噪声", ["dogs", "noise"]),
        ("噪聲", ["dogs", "noise"]),
        ("扰民", ["dogs", "cooking"]),
        ("狗", ["dogs"]),
        ("大", ["cooking"]),
        ("停", ["dogs"]),
        ("施工 奇台", ["noise"]),
        ("奇台县工地半夜", ["noise"]),
        ("施工 油烟", []),
        ("pm2.5", ["noise"]),
        ("ＰＭ２", ["noise"]),
        ("ھاۋا", ["uyghur"]),
        ("X2XJ2021", ["cooking"]),
        ("不存在的词", []),
        ("", []),
        ("，。%_'\"*;--", []),
        ("AND OR NOT NEAR", []),
    ],
)
def test_letters_with_every_word_are_found(store, letters, query, expected):
    page = store.search.find(query)
    assert [complaint.id for complaint in page.complaints] == [letters[name] for name in expected]
    assert (page.total, page.is_more, page.next) == (len(expected), False, None)


def test_a_letter_is_found_by_its_number(store, letters):
    for query in ("X2XJ202109120176", str(letters["cooking"]), f"#{letters['cooking']}"):
        assert [complaint.id for complaint in store.search.find(query).numbered] == [letters["cooking"]]
    assert store.search.find("9" * 30).numbered == ()


def test_paging_shows_every_letter_once(store, add):
    ids = [add(f"第{number}中学旁边油烟太大") for number in range(7)]
    found, page = [], store.search.find("油烟", limit=3)
    while True:
        found += [complaint.id for complaint in page.complaints]
        assert page.total == 7
        if page.next is None:
            break
        page = store.search.find("油烟", before=page.next, limit=3)
    assert found == ids[::-1]


def test_an_excerpt_comes_along(store, letters):
    found = store.search.find("烧烤").complaints[0]
    assert (found.title, found.excerpt) == ("油烟扰民", "昌吉市延安北路楼下烧烤店油烟太大")
