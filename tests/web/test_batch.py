import csv
import io
import re

import openpyxl
import pytest

ROWS = [
    ("编号", "诉求内容"),
    ("1", "楼下露天烧烤油烟很大"),
    ("2", "工地半夜打桩吵得睡不着觉"),
    ("3", "单位拖欠工资"),
]


def csv_bytes(rows=ROWS, encoding="utf-8-sig"):
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_bytes(rows=ROWS):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def upload(client, data, name="来信.csv", **fields):
    return client.post("/batch/", data={"table": (io.BytesIO(data), name), **fields})


@pytest.fixture
def classified(app, client):
    """Upload a table, wait for its end, and return its page and its job."""

    def run(data, name="来信.csv", **fields):
        response = upload(client, data, name, **fields)
        assert response.status_code == 303, response.text
        job = app.extensions["jobs"].get(response.location.rsplit("/", 1)[1])
        assert job.ended.wait(30)
        return client.get(response.location), job

    return run


def test_form_says_what_is_taken_and_how_much(client):
    page = client.get("/batch/").text
    assert "不超过 64 MB" in page
    assert 'accept=".csv,' in page


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "gb18030"])
def test_text_tables_come_back_whole_with_the_columns(client, classified, encoding):
    page, job = classified(csv_bytes(encoding=encoding))
    assert "共 3 行" in page.text
    assert "楼下露天烧烤油烟很大" in page.text
    result = client.post(f"/batch/{job.id}/download")
    assert result.mimetype == "text/csv"
    assert "filename*=UTF-8''" in result.headers["Content-Disposition"]
    header, *rows = csv.reader(io.StringIO(result.data.decode("utf-8-sig"), newline=""))
    assert header[:3] == ["编号", "诉求内容", "是否属清单范围"]
    assert [row[1] for row in rows] == [row[1] for row in ROWS[1:]]
    assert [row[header.index("主办部门")] for row in rows] == ["州住建局", "州住建局", ""]


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_workbook_comes_back_as_workbook(client, classified):
    _, job = classified(xlsx_bytes(), "来信.xlsx")
    result = client.post(f"/batch/{job.id}/download")
    rows = list(openpyxl.load_workbook(io.BytesIO(result.data)).active.values)
    assert rows[0][:2] == ROWS[0]
    assert len(rows) == 4


def test_summary_counts_and_shows_html_as_text(classified, words):
    page, _ = classified(csv_bytes([*ROWS, ("4", "<b>露天烧烤</b>"), ("5", "hello")]))
    assert "<b>露天" not in page.text
    seen = words(page)
    assert "不属清单范围1" in seen
    assert "1行：未识别到足够的中文内容" in seen


def test_named_column_is_used(classified, words):
    rows = [("甲", "乙"), ("工地半夜打桩吵得睡不着觉", "楼下露天烧烤油烟很大")]
    page, _ = classified(csv_bytes(rows), column="乙")
    assert "露天烧烤直接转办" in words(page) or "露天烧烤" in words(page)
    assert "工地半夜打桩" not in page.text


@pytest.mark.parametrize(
    ("data", "name", "fields", "message"),
    [
        (csv_bytes(), "来信.csv", {"column": "没有的列"}, "表中没有“没有的列”列，现有：编号、诉求内容"),
        (csv_bytes([("编号", "数量"), ("1", "2")]), "来信.csv", {}, "没有找到诉求内容所在的列"),
        (b"not a workbook at all", "来信.xlsx", {}, "不是真正的 XLSX 工作簿"),
        (b"PK\x03\x04 broken", "来信.xlsx", {}, "来信.xlsx"),
        (xlsx_bytes([]), "来信.xlsx", {}, "空表"),
    ],
)
def test_table_that_cannot_be_read_says_why(classified, data, name, fields, message):
    page, job = classified(data, name, **fields)
    assert message in page.text
    assert "重新上传" in page.text
    assert not job.folder.exists()


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"", "来信.csv", "“来信.csv”是空文件"),
        (b"x", "来信.pdf", "“来信.pdf”不是表格文件"),
        (b"x", "<b>.exe", "“&lt;b&gt;.exe”不是表格文件"),
        (b"x", "来信", "不是表格文件"),
        (b"", "", "请先选择表格文件"),
    ],
)
def test_wrong_upload_is_refused_at_once(client, data, name, message):
    page = upload(client, data, name)
    assert page.status_code == 400
    assert message in page.text


def test_missing_file_is_asked_for(client):
    page = client.post("/batch/", data={"column": "内容"})
    assert page.status_code == 400
    assert "请先选择" in page.text
    assert 'value="内容"' in page.text


def test_too_large_a_table_is_refused(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 1000
    page = upload(client, b"x" * 2000)
    assert page.status_code == 413
    assert "请拆成几份再上传" in page.text


def test_result_is_gone_once_it_was_fetched_whole(client, classified):
    _, job = classified(csv_bytes())
    assert not job.source.exists()
    assert client.post(f"/batch/{job.id}/download").data
    assert not job.folder.exists()
    page = client.get(f"/batch/{job.id}")
    assert "结果已下载" in page.text
    assert "楼下露天烧烤" not in page.text
    assert client.post(f"/batch/{job.id}/download").status_code == 303


def test_broken_off_download_can_be_fetched_again(client, classified):
    _, job = classified(csv_bytes())
    response = client.post(f"/batch/{job.id}/download", buffered=False)
    response.response.close()
    assert job.target.exists()
    assert client.post(f"/batch/{job.id}/download").data


def test_looking_does_not_delete(client, classified):
    _, job = classified(csv_bytes())
    assert client.get(f"/batch/{job.id}/download").status_code == 405
    assert client.head(f"/batch/{job.id}").status_code == 200
    assert job.target.exists()


def test_removed_table_is_gone(client, classified):
    _, job = classified(csv_bytes())
    assert client.post(f"/batch/{job.id}/remove").location == "/batch/"
    assert not job.folder.exists()
    page = client.get(f"/batch/{job.id}")
    assert page.status_code == 404
    assert "没有这个表格任务" in page.text


def test_tables_of_this_browser_are_listed(client, classified):
    _, job = classified(csv_bytes())
    assert f'href="/batch/{job.id}"' in client.get("/batch/").text


def test_pending_page_renews_itself_without_script(app, client):
    job = app.extensions["jobs"].create("来信.csv", None)
    page = client.get(f"/batch/{job.id}").text
    assert re.search(r'<noscript><meta http-equiv="refresh" content="\d"></noscript>', page)
    assert "正在排队" in page


def test_without_a_model_nothing_is_taken(modelless_client):
    page = upload(modelless_client, csv_bytes())
    assert page.status_code == 503
    assert "complaint-router train" in page.text
