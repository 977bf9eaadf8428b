"""疑似重件: pairs about one thing are linked, pairs about two are not, and a long table stays quick."""

import random

import pytest

from router.repeats import RepeatFinder

AGAIN = [
    ("昌吉市金色小区楼下烧烤店油烟太大，熏得不敢开窗，请尽快处理。", "昌吉市金色小区楼下的烧烤店，油烟特别大，熏得我们不敢开窗户，请领导尽快处理！"),
    ("我家住阳光小区，楼下饭店油烟太大", "阳光小区楼下饭店油烟太大，怎么还没人管"),
    ("六工镇养猪场臭气熏天，粪水流到渠里，已经反映多次", "六工镇的养猪场臭气熏天，粪水流到渠里，上次反映过至今没有解决，再次反映"),
    ("亚心广场跳舞音响太吵，老人没法休息", "亚心广场晚上跳舞音响太吵，家里老人没法休息"),
    ("大西渠镇砖厂夜里冒黑烟，呛得睡不着觉", "大西渠镇那个砖厂每天夜里冒黑烟，呛得人睡不着觉"),
    ("楼下饭店油烟太大，味道呛人", "楼下饭店油烟太大，味道呛人"),
]  # fmt: skip
APART = [
    ("金色小区楼下饭店油烟太大", "幸福小区楼下饭店油烟太大"),
    ("昌吉市金色小区楼下烧烤店油烟太大，熏得不敢开窗，请尽快处理。", "昌吉市世纪花园对面火锅店油烟直排，味道很大，影响居民生活。"),
    ("工地半夜施工打桩吵得睡不着", "小区旁边工地晚上十二点还在浇筑混凝土，吵死了"),
    ("养猪场臭气熏天，风一吹全村都臭", "养鸡场的苍蝇飞得到处都是，臭气难闻"),
    ("延安路烧烤摊油烟大，请处理", "宁边路烧烤摊油烟大，请处理"),
    ("噪声", "噪声"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), AGAIN)
def test_the_same_place_and_problem_is_linked_with_the_earlier_row(first, second):
    finder = RepeatFinder()
    assert finder.find(2, first, "餐饮油烟 昌吉市") is None
    assert finder.find(3, "完全无关的另外一件事情，河道采砂挖坑", "餐饮油烟 昌吉市") is None
    repeat = finder.find(9, second, "餐饮油烟 昌吉市")
    assert repeat.row == 2
    assert repeat.words.startswith("第2行（相似 ")


@pytest.mark.parametrize(("first", "second"), APART)
def test_another_place_or_too_few_words_are_not(first, second):
    finder = RepeatFinder()
    finder.find(2, first, "餐饮油烟 昌吉市")
    assert finder.find(3, second, "餐饮油烟 昌吉市") is None


def test_another_matter_or_county_is_another_thing():
    finder = RepeatFinder()
    text = "楼下饭店油烟太大，味道呛人"
    finder.find(2, text, "餐饮油烟 昌吉市")
    assert finder.find(3, text, "餐饮油烟 奇台县") is None


def test_the_first_of_equals_is_named():
    finder = RepeatFinder()
    text = "楼下饭店油烟太大，味道呛人"
    repeats = [finder.find(row, text, "") for row in (1, 2, 3)]
    assert [repeat and repeat.row for repeat in repeats] == [None, 1, 1]


def test_old_letters_are_forgotten():
    finder = RepeatFinder(most=2)
    texts = ["楼下饭店油烟太大，味道呛人", "河道里半夜有人盗采砂石", "养猪场粪水流进渠里了"]
    for row, text in enumerate(texts, 1):
        finder.find(row, text, "")
    assert finder.find(4, texts[0], "") is None
    assert finder.find(5, texts[2], "").row == 3
    assert len(finder) == 2


def test_many_letters_take_seconds_and_bounded_memory():
    generator = random.Random(0)
    characters = [chr(0x4E00 + number) for number in range(500)]
    finder = RepeatFinder(most=1000)
    for row in range(3000):
        finder.find(row, "".join(generator.choices(characters, k=80)), "同一事项")
    assert len(finder) == 1000
    assert len(finder._index) <= 8 * 1.3 * 1000


def test_letters_together_are_answered_as_one_by_one():
    generator = random.Random(1)
    sentences = [text for pair in (*AGAIN, *APART) for text in pair]
    texts = ["，".join(generator.choices(sentences, k=generator.randint(1, 3))) for _ in range(400)]
    problems = generator.choices(["餐饮油烟 昌吉市", "施工噪声 "], k=len(texts))
    for most in (7, 1000):
        one, many = RepeatFinder(most), RepeatFinder(most)
        letters = list(enumerate(zip(texts, problems, strict=True)))
        expected = [one.find(row, text, problem) for row, (text, problem) in letters]
        found = []
        for first in range(0, len(texts), 37):
            rows = range(first, min(first + 37, len(texts)))
            found += many.find_all(rows, texts[first : first + 37], problems[first : first + 37])
        assert found == expected
        assert any(repeat and repeat.likeness < 1 for repeat in found)
