import html
import re

import pytest

from router.router import LONGEST

UYGHUR = "بىزنىڭ مەھەلىدە شاۋقۇن بەك كۈچلۈك، كېچىدە ئۇخلىيالمايمىز."


def post(client, text, **fields):
    return client.post("/", data={"text": text, **fields})


def test_form_opens_with_a_label_and_a_blank_text(client):
    page = client.get("/")
    assert page.status_code == 200
    assert '<label for="text">诉求内容</label>' in page.text


@pytest.mark.parametrize("text", ["", "   \r\n\t ", "　"])
def test_empty_text_is_asked_for(client, text):
    page = post(client, text)
    assert page.status_code == 400
    assert "请先填写诉求内容" in page.text


def test_missing_field_is_as_good_as_empty(client):
    assert client.post("/", data={}).status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "。，！？……——",
        UYGHUR,
        "The factory next door discharges waste water at night.",
        "😡😡😡🔥",
        "\x00\x01\x02\x07",
        "12345 67890",
    ],
)
def test_unreadable_text_goes_to_a_person(client, words, text):
    page = post(client, text)
    assert page.status_code == 200
    assert "处理建议：人工研判未识别到足够的中文内容" in words(page)
    assert "为什么不是" not in page.text


@pytest.mark.parametrize("dirt", ["\x00", "\x1b[31m", "\u202e", "😡", "\ufeff", "👨‍👩‍👧"])
def test_odd_characters_in_a_letter_do_no_harm(client, words, dirt):
    page = post(client, f"小区门口{dirt}露天烧烤，油烟很大")
    assert page.status_code == 200
    assert "主办州住建局" in words(page)


def test_longest_text_is_answered(client):
    page = post(client, "楼下露天烧烤油烟太大。" * (LONGEST // 11))
    assert page.status_code == 200
    assert "州住建局" in page.text


def test_too_long_text_is_refused_with_both_numbers_and_kept(client):
    text = "烟" * (LONGEST + 1)
    page = post(client, text)
    assert page.status_code == 400
    assert "诉求共 100,001 字，超过 100,000 字的上限" in page.text
    assert text in page.text


def test_text_beyond_the_size_of_any_letter_is_refused(client):
    page = post(client, "烟" * 500_000)
    assert page.status_code == 413
    assert "文字请不超过 10 万字" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>楼下露天烧烤",
        '"><img src=x onerror=alert(1)>露天烧烤',
        "露天烧烤</textarea><b>",
    ],
)
def test_html_in_a_letter_stays_text(client, text):
    page = post(client, text)
    assert text not in page.text
    assert html.escape(text, quote=False).split("露天")[0] in page.text.replace("&#34;", '"')


def test_draft_survives_the_answer(client):
    page = post(client, "第一行露天烧烤\r\n第二行")
    assert "\n第一行露天烧烤\n第二行</textarea>" in page.text


def test_answer_names_departments_by_role_with_the_duty_text(client, words):
    seen = words(post(client, "昌吉市延安路有人露天烧烤，油烟很大"))
    assert "主办州住建局协办州生态环境局" in seen
    assert "22.03依法依规对城市建成区内社会噪声" in seen
    assert "属地昌吉市" in seen
    assert "（昌州党办字〔2021〕17号）" in seen


def test_matched_words_bear_the_same_number_in_both_texts(client):
    page = post(client, "露天烧烤").text
    complaint, _, answer = page.partition('class="verdict"')
    marked = '<mark class="tone1">露天烧<span class="end">烤<sup>1</sup></span></mark>'
    assert marked in complaint
    assert marked in answer


@pytest.mark.parametrize(
    "text", ["露天烧烤", "  昌吉市\n\n  露天烧烤 油烟<大>  & \n噪声", "噪声" * 50, "\n开头空行，露天烧烤"]
)
def test_marks_change_no_character_of_the_letter(client, text):
    page = post(client, text).text
    shown = re.search(r'<div class="letter"[^>]*>(.*?)</div>', page, re.DOTALL)[1]
    assert html.unescape(re.sub(r"<sup>.*?</sup>|<[^>]+>", "", shown)) == text


def test_version_stands_on_every_answer(client, router, words):
    for text in ("露天烧烤", "噪声", "单位拖欠工资", "hello"):
        seen = words(post(client, text))
        assert f"责任清单：{router.duties.version}模型：{router.model.version}" in seen


def test_open_complaint_is_asked_about_and_the_reply_is_added(client, words):
    page = post(client, "噪声")
    assert "需补充情况" in words(page)
    assert "请问噪声来自" in page.text
    page = post(client, "噪声", supplement="工地半夜打桩，吵得睡不着")
    assert "噪声\n补充情况：工地半夜打桩，吵得睡不着" in page.text
    assert "建筑施工噪声" in page.text


def test_matter_outside_the_list_comes_with_advice(client, words):
    seen = words(post(client, "公司拖欠我们三个月工资不给"))
    assert "不属清单范围责任清单未将此事列给任何部门" in seen
    assert "劳动监察" in seen


def test_outside_the_prefecture_says_whom_to_send_it_to(client, words):
    seen = words(post(client, "147团的养殖场往河里排粪水"))
    assert "发生地不在本州：核实后转第八师石河子市办理" in seen
    assert "对应主办" in seen


def test_report_against_officials_warns_not_to_pass_it_on(client):
    page = post(client, "我要举报环保局的人收了化工厂的钱，企业偷排没人管，请纪委查处")
    assert "材料不得转给被检举、控告的单位" in page.text


def test_copy_text_is_office_prose(client):
    page = post(client, "昌吉市延安路有人露天烧烤，油烟很大").text
    _, _, opinion = page.partition('id="opinion"')
    assert "一、研判结论：属清单范围" in opinion
    assert "二、转办建议：主办：州住建局。协办：州生态环境局。" in opinion
    assert "22.03 州住建局：“依法依规" in opinion
    assert "以经办人核定为准" in opinion


@pytest.mark.parametrize("asked", ["水利局", "24", "24 州水利局", " 河长办 "])
def test_department_is_found_by_name_number_or_alias(client, words, asked):
    seen = words(post(client, "楼下露天烧烤油烟很大", department=asked))
    assert "未建议州水利局，主办可能性" in seen
    assert "更支持“露天烧烤”的词" in seen


def test_button_of_a_candidate_counts_before_the_field(client, words):
    seen = words(post(client, "楼下露天烧烤油烟很大", department="水利局", candidate="36"))
    assert "未建议州林草局" in seen


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("石油局", "责任清单中没有“石油局”。可填编号（1–46）"),
        ("47", "责任清单中没有“47”"),
        ("林草", "州林草局"),
        ("<b>局</b>", "&lt;b&gt;局&lt;/b&gt;"),
    ],
)
def test_unknown_department_is_said_with_what_may_be_meant(client, asked, message):
    page = post(client, "露天烧烤", department=asked)
    assert page.status_code == 200
    assert message in page.text


def test_without_a_model_the_draft_stays_and_the_duty_list_is_offered(modelless_client):
    assert "还没有训练好的模型，请先运行 complaint-router train" in modelless_client.get("/").text
    page = post(modelless_client, "露天烧烤")
    assert page.status_code == 503
    assert "露天烧烤</textarea>" in page.text
    assert 'action="/duties/"' in page.text
