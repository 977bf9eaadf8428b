"""转送函 on the web: from the answer to the page to print and the Word file."""

from io import BytesIO

import pytest
from docx import Document

LETTER = "昌吉市楼下饭店油烟太大，我叫张伟，电话13812345678。"
REPORT = "环保局收了企业好处不管。"
DAYS = {"received": "2026-11-20", "written": "2026-11-27"}


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))


def test_the_answer_offers_a_slip_and_shows_route_and_county_unit(client, words):
    page = client.post("/", data={"text": LETTER})
    assert 'action="/slip/"' in page.text
    assert "法定途径申诉求决：申请查处违法行为" in words(page)
    assert "属地承办单位：昌吉市城市管理局" in words(page)


def test_the_answer_says_who_is_accused_and_why_he_gets_nothing(client, words):
    page = words(client.post("/", data={"text": REPORT}))
    assert "来信反映的是“环保局”（州生态环境局）" in page
    assert "不得转给被检举、控告的单位" in page


def test_the_slip_has_what_was_filled_in(client, words):
    page = words(
        client.post("/slip/", data={"text": LETTER, "petitioner": "张伟", "letter_number": "007", **DAYS})
    )
    assert "信访事项转送函" in page
    assert "信访件编号007" in page
    assert "登记日期2026年11月20日" in page
    assert "我叫张**，电话〔电话〕" in page
    assert "2026年12月14日" in page
    assert "异议理由及依据" in page


def test_a_report_shows_nobody(client, words):
    page = words(
        client.post("/slip/", data={"text": REPORT, "petitioner": "张伟", "contact": "13812345678", **DAYS})
    )
    slip = page[page.index("信访事项转送函") :]
    assert "信访人保密联系方式保密住址保密" in slip
    assert "张伟" not in slip


def test_the_word_file(client):
    answer = client.post("/slip/word", data={"text": LETTER, "form": "交办", **DAYS})
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert Document(BytesIO(answer.data)).paragraphs[0].text == "信访事项交办函"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"received": "2026-11-28", "written": "2026-11-27"}, "日期次序不对"),
        ({"received": "前天", "written": "2026-11-27"}, "看不懂日期“前天”"),
    ],
)
def test_wrong_dates_come_back_with_the_form(client, days, sentence):
    page = client.post("/slip/", data={"text": LETTER, "petitioner": "张伟", **days})
    assert page.status_code == 400
    assert sentence in page.text
    assert LETTER in page.text and 'value="张伟"' in page.text


def test_without_a_letter_there_is_no_slip(client):
    assert client.post("/slip/", data={}).status_code == 303


def test_the_api_gives_deadlines_where_a_day_is_given(client):
    answer = client.post("/api/route", json={"text": LETTER, "received": "2026-02-03"}).json
    assert answer["deadlines"]["items"][0]["due"] == "2026-02-24"
    wrong = client.post("/api/route", json={"text": LETTER, "received": "上周"})
    assert (wrong.status_code, "看不懂日期" in wrong.json["error"]["message"]) == (400, True)


def test_tokens_are_asked_for(guarded_client):
    assert guarded_client.post("/slip/", data={"text": LETTER}).status_code == 400


def test_without_a_model_it_says_what_to_do(modelless_client):
    page = modelless_client.post("/slip/", data={"text": LETTER, **DAYS})
    assert page.status_code == 503
    assert "complaint-router train" in page.text
