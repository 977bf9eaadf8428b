"""Letters get in masked: one is seen before it is stored, a table goes in row by row and says what did not."""

import csv
import io
from datetime import date

import openpyxl
import pytest

LETTER = "我叫王建国，电话13812345678。昌吉市延安北路和谐小区楼下烧烤店油烟太大，熏得不敢开窗。"


@pytest.fixture
def upload(app, client):
    """Uploads a table and returns the page that tells what became of it."""

    def upload(data, name="来信.csv", **fields):
        response = client.post("/queue/upload", data={"table": (io.BytesIO(data), name), **fields})
        assert response.status_code == 303, response.text
        assert app.extensions["jobs"].get(response.location.rsplit("/", 1)[1]).ended.wait(30)
        return client.get(response.location)

    return upload


def csv_bytes(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def letters(store):
    page = store.queue.page(order="oldest")
    return [store.decisions.get(letter.id) for letter in page.complaints]


def test_preview_marks_what_is_masked_and_saves_nothing(client, store, words):
    page = client.post("/queue/paste", data={"text": LETTER, "number": "XF-1", "received": "2026-11-20"})
    assert '<mark class="masked">〔电话<span class="end">〕<sup>电话</sup></span></mark>' in page.text
    assert "已遮盖2处" in words(page)
    assert "和谐小区" in page.text
    assert not letters(store)


def test_saved_letter_has_no_personal_data_and_opens(client, store):
    client.post("/queue/paste", data={"text": LETTER})
    answer = client.post(
        "/queue/paste/save",
        data={"text": LETTER, "number": "XF-1", "received": "2026-11-20", "title": "油烟", "then": "open"},
    )
    (dossier,) = letters(store)
    assert answer.location == f"/complaints/{dossier.complaint.id}"
    assert "13812345678" not in dossier.text
    assert "王建国" not in dossier.text
    assert (dossier.title, dossier.complaint.external_number) == ("油烟", "XF-1")
    assert dossier.complaint.received_on == date(2026, 11, 20)
    assert "已存入第 1 件" in client.get(answer.location).text


def test_the_next_one_can_be_pasted_at_once_and_a_repeat_is_noted(client):
    for _ in range(2):
        answer = client.post("/queue/paste/save", data={"text": LETTER, "then": "next"})
        assert answer.location == "/queue/paste"
    assert "内容与第 1 件相同，疑似重件" in client.get("/queue/paste").text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": " \n"}, "请先填写诉求内容"),
        ({"text": "烟" * 100_001}, "诉求共 100,001 字，超过 100,000 字的上限"),
        ({"text": LETTER, "received": "昨天"}, "看不懂日期“昨天”"),
    ],
)
def test_what_cannot_be_stored_comes_back_with_the_reason_and_the_draft(client, fields, message):
    page = client.post("/queue/paste", data=fields)
    assert page.status_code == 400
    assert message in page.text
    assert fields["text"].strip() in page.text


def test_answer_page_offers_to_store_the_letter(client):
    page = client.post("/", data={"text": LETTER}).text
    assert 'action="/queue/paste"' in page
    assert "存入待办" in page


def test_table_goes_in_with_number_date_and_title(upload, store, words):
    rows = [
        ("信访件编号", "登记日期", "标题", "诉求内容"),
        ("A-1", "2026年11月3日", "烟熏扰民", LETTER),
        ("A-2", "2026/11/04", "", "奇台县工地半夜施工打桩，噪声吵得睡不着觉"),
    ]
    page = upload(csv_bytes(rows))
    assert "2件已存入" in words(page)
    first, second = letters(store)
    assert [dossier.complaint.external_number for dossier in (first, second)] == ["A-1", "A-2"]
    assert [dossier.complaint.received_on.day for dossier in (first, second)] == [3, 4]
    assert first.text.startswith("烟熏扰民\n")
    assert first.complaint.source == "table"


def test_rows_that_do_not_go_in_are_told_with_their_reasons_and_repeats_noted(upload, words):
    rows = [("编号", "诉求内容"), ("1", LETTER), ("2", ""), ("3", LETTER), ("4", "烟" * 100_001)]
    seen = words(upload(csv_bytes(rows)))
    assert "2件已存入，2件未存入" in seen
    assert "第3行：诉求内容为空" in seen
    assert "第5行：诉求内容有100,001字，最多100,000字" in seen
    assert "第2件（同第1件）" in seen


def test_workbook_goes_in_too_with_the_date_given_for_all(upload, store):
    book = openpyxl.Workbook()
    book.active.append(["诉求内容"])
    book.active.append([LETTER])
    data = io.BytesIO()
    book.save(data)
    upload(data.getvalue(), "来信.xlsx", received="2026-10-01")
    assert letters(store)[0].complaint.received_on == date(2026, 10, 1)


def test_line_ends_of_a_cell_do_not_shift_the_marks(upload, store):
    upload(csv_bytes([("诉求内容",), ("第一行\r\n楼下烧烤店油烟太大",)]))
    assert letters(store)[0].text == "第一行\n楼下烧烤店油烟太大"


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("来信.docx", b"x", "不是表格文件"),
        ("来信.csv", b"", "是空文件"),
        ("", b"", "请先选择表格文件"),
    ],
)
def test_what_is_no_table_is_refused_at_once(client, name, data, message):
    page = client.post("/queue/upload", data={"table": (io.BytesIO(data), name)})
    assert page.status_code == 400
    assert message in page.text


def test_a_table_without_letters_says_so(upload):
    assert "没有找到诉求内容所在的列" in upload(csv_bytes([("编号", "日期"), ("1", "2026-11-01")])).text


def test_an_unknown_upload_is_explained(client):
    page = client.get("/queue/upload/nothing")
    assert page.status_code == 404
    assert "已存入的来信都在待办中" in page.text


def test_without_a_model_nothing_is_taken(modelless_client):
    page = modelless_client.post("/queue/paste/save", data={"text": LETTER})
    assert page.status_code == 503
    assert "complaint-router train" in page.text
    assert LETTER in page.text
