import pytest

from router.text import clean, is_readable


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("ＫＴＶ太吵，１２点还在唱", "ktv太吵,00点还在唱"),
        ("餐飲油煙擾民", "餐饮油烟扰民"),
        ("一\x00二\u200b三\r\n四", "一 二 三\n\n四"),
        ("3号楼①单元", "0号楼0单元"),
        ("臭😷死了", "臭😷死了"),
        ("电话１３８１２３４５６７８，12号楼", "电话           ,00号楼"),
        ("", ""),
    ],
)
def test_cleaning_unifies_forms(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize("raw", ["㎡½ﬁ臭", "İstanbul", "\ud800坏", "ⅷ号 … ℃", "後面的麵館", "\x1b[31m红"])
def test_cleaning_never_moves_a_character(raw):
    assert len(clean(raw)) == len(raw)


@pytest.mark.parametrize(
    ("text", "readable"),
    [
        ("楼下KTV太吵", True),
        ("噪声", True),
        ("PM2.5超标", True),
        ("the factory next door smells", False),
        ("بۇ يەردە تۈتۈن بەك كۆپ", False),
        ("，。！？……", False),
        ("😷😷😷", False),
        ("   \n", False),
    ],
)
def test_only_chinese_is_readable(text, readable):
    assert is_readable(text) is readable
