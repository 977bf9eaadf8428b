"""Cutting for the index: what is stored is found again, whatever the script and the width."""

import pytest

from web.store.words import Asked, asked, fold, terms


def test_every_character_of_a_run_begins_a_term():
    assert terms("油烟大") == ["油烟", "烟大", "大"]


def test_foreign_words_and_numbers_stay_whole():
    assert terms("PM2.5超标，编号X2XJ202109120176") == [
        "pm2",
        "5",
        "超标",
        "标",
        "编号",
        "号",
        "x2xj202109120176",
    ]


@pytest.mark.parametrize(
    "text", ["噪聲", "噪声", "ＣＪ２０２５", "ئۈرۈمچى", "😀", "", "\0", "〇〇", "①②", "ǅ", "ﷺ"]
)
def test_folding_moves_no_character(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("stored", "query"),
    [
        ("工地噪声扰民", "噪聲"),
        ("编号ＣＪ２０２５０１０１", "cj2025"),
        ("施工现场", "工"),
        ("现场施工", "工"),
        ("𠮷祥小区", "𠮷"),
        ("ھاۋا بۇلغىنىشى", "ھاۋا"),
        ("电话 0994-2345678", "0994"),
    ],
)
def test_what_is_stored_is_asked_for_in_the_same_terms(stored, query):
    found = terms(stored)
    for term in asked(query):
        assert any(other.startswith(term.term) if term.is_prefix else other == term.term for other in found)


def test_a_single_character_is_found_by_its_prefix():
    assert asked("烟") == [Asked("烟", True)]
    assert asked("油烟") == [Asked("油烟", False)]


@pytest.mark.parametrize("query", ["", "  ", "，。！", "%_'\"*", "\0"])
def test_a_query_without_words_asks_for_nothing(query):
    assert asked(query) == []


def test_a_word_holds_nothing_that_ends_a_term():
    for text in ("a\x0bb", "一\u3000二", "三\u200b四", 'x"y', "x'y", "x\\y"):
        assert all(term.isalnum() or not term.isascii() for term in terms(text))
        assert not any(character in term for term in terms(text) for character in " \t\n\"'\\*&|!:()")
