import pytest

from router.router import LONGEST
from web.api.complaints import MOST_AT_ONCE


def test_a_letter_is_masked_routed_and_kept(ask, store, letter, router):
    assert "13812345678" not in letter["text"]
    assert "烧烤店油烟太大" in letter["text"]
    assert letter["answer"] == router.route(letter["text"]).to_json()
    assert letter["suggested"]["department_no"] == 22
    assert (letter["state"], letter["revision"], letter["decided"]) == ("open", 0, None)
    assert (letter["number"], letter["received"], letter["source"]) == ("XF-1", "2026-11-26", "api")
    assert store.decisions.get(letter["id"]).text == letter["text"]
    entry = next(entry for entry in store.audit.list().entries if entry.action == "intake.api")
    assert (entry.user_id, entry.user_name) == (None, "接口：网上信访系统")


def test_the_address_of_what_was_kept_is_in_the_answer(ask):
    answer = ask("POST", "/api/complaints", {"text": "奇台县工地半夜打桩"})
    found = ask("GET", answer.headers["Location"])
    assert found.json == {**answer.json, "history": []}


def test_several_letters_are_answered_one_by_one(ask):
    answer = ask(
        "POST",
        "/api/complaints",
        {"complaints": [{"text": "楼下露天烧烤"}, {"text": " "}, {"text": "工地半夜打桩"}]},
    )
    assert answer.status_code == 200
    first, second, third = answer.json["results"]
    assert first["text"] == "楼下露天烧烤"
    assert second["error"] == {"code": "refused", "message": "第 2 行：诉求内容为空，请填写后再保存。"}
    assert third["text"] == "工地半夜打桩"
    assert answer.json["added"] == 2


def test_the_same_words_again_point_to_the_first(ask, letter):
    again = ask(
        "POST",
        "/api/complaints",
        {"text": "昌吉市延安北路，楼下烧烤店油烟太大，熏得不敢开窗！联系人王丽，13812345678"},
    )
    assert again.json["repeat_of"] == letter["id"]


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (None, 415, "application/json"),
        ([], 400, "应为 JSON 对象"),
        ("烧烤", 400, "应为 JSON 对象"),
        (5, 400, "应为 JSON 对象"),
        ({}, 400, "诉求内容为空"),
        ({"text": ""}, 400, "诉求内容为空"),
        ({"text": "\0 \0"}, 400, "诉求内容为空"),
        ({"text": 5}, 400, "text 应为字符串"),
        ({"text": ["烧烤"]}, 400, "text 应为字符串"),
        ({"text": "烧烤", "titel": "x"}, 400, "没有字段“titel”"),
        ({"text": "烧烤", "title": "题" * 501}, 400, "标题有 501 字"),
        ({"text": "烧烤", "number": 12}, 400, "number 应为字符串"),
        ({"text": "烧烤", "number": "x" * 101}, 400, "来信编号有 101 字"),
        ({"text": "烧烤", "received": "昨天"}, 400, "看不懂日期“昨天”"),
        ({"text": "烧烤", "received": "2026-02-30"}, 400, "看不懂日期"),
        ({"text": "烟" * (LONGEST + 1)}, 400, "诉求内容有 100,001 字"),
        ({"text": "烟" * 2_000_000}, 413, "超过大小限制"),
        ({"complaints": []}, 400, "complaints 是空的"),
        ({"complaints": {}}, 400, "complaints 应为数组"),
        ({"complaints": [5]}, 400, "第 1 件：应为 JSON 对象"),
        ({"complaints": [{"text": "x"}, {"text": 5}]}, 400, "第 2 件：text 应为字符串"),
        ({"complaints": [{"text": "x"}], "text": "y"}, 400, "没有字段“text”"),
        ({"complaints": [{"text": "x"}] * (MOST_AT_ONCE + 1)}, 400, "一次最多 100 件，现有 101 件"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(ask, store, body, status, message):
    answer = ask("POST", "/api/complaints", body)
    assert answer.status_code == status
    assert message in answer.json["error"]["message"]
    assert answer.json["error"]["code"]
    assert store.queue.page().complaints == ()


@pytest.mark.parametrize(
    "data", ["", "{", "[" * 100_000, b"\xff\xfe", b'{"text": "\xd0\xc7"}', "NaN", '{"text"']
)
def test_what_is_no_json_is_answered_in_json(ask, app, key, data):
    headers = {"Authorization": f"Bearer {key[1]}", "Content-Type": "application/json"}
    for path in ("/api/complaints", "/api/route", "/api/complaints/1/decisions"):
        answer = app.test_client().post(path, data=data, headers=headers)
        assert answer.status_code == 400
        assert answer.json["error"]["message"]


@pytest.mark.parametrize(
    "text",
    [
        "烟" * 10_000,
        "🙂烧烤🙂" * 100,
        "烧\0烤油烟",
        "\u202e烧烤\u202d",
        "<script>alert(1)</script>烧烤",
        "x",
        "١٢٣",
        "\ud83d烧烤",
        "a\r\nb",
    ],
)
def test_odd_words_are_kept_and_come_back(ask, text):
    answer = ask("POST", "/api/complaints", {"text": text, "title": text[:500], "number": text[:100]})
    assert answer.status_code == 201
    found = ask("GET", f"/api/complaints/{answer.json['id']}").json
    assert found["text"] == answer.json["text"]
    assert "\0" not in found["text"]
    assert ask("GET", f"/api/complaints/{answer.json['id']}").status_code == 200


def test_pages_follow_each_other_by_their_cursor(ask):
    texts = [f"第{number}处工地半夜打桩" for number in range(7)]
    ask(
        "POST",
        "/api/complaints",
        {"complaints": [{"text": text, "received": "2026-11-26"} for text in texts]},
    )
    seen, cursor = [], ""
    while cursor is not None:
        page = ask(
            "GET", "/api/complaints", query_string={"limit": 3, "order": "oldest", "cursor": cursor}
        ).json
        assert page["total"] == 7
        seen += [each["excerpt"] for each in page["complaints"]]
        cursor = page["next"]
    assert seen == texts


def test_filters_narrow_the_list(ask, letter):
    ask("POST", "/api/complaints", {"text": "奇台县工地半夜打桩，噪声吵得睡不着觉", "received": "2026-11-20"})

    def count(**query):
        answer = ask("GET", "/api/complaints", query_string=query)
        assert answer.status_code == 200, answer.text
        return len(answer.json["complaints"])

    assert count() == 2
    assert count(state="open") == 2
    assert count(state="open,returned") == 2
    assert count(state="decided") == 0
    assert count(territory="昌吉市") == 1
    assert count(territory="unknown") == 0
    assert count(since="2026-11-21") == 1
    assert count(until="2026-11-21") == 1
    assert count(department=22) == 2
    assert count(department=9999) == 0
    assert count(text="打桩") == 1
    assert count(kind="complaint") == 2
    assert count(assigned_to="") == 2
    assert count(assigned_to="wangli") == 0
    assert count(number="XF-1") == 1
    assert count(number="XF-2") == 0
    assert count(number="") == 0


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("status=open", "没有参数“status”"),
        ("state=open&state=decided", "参数 state 只能写一次"),
        ("state=closed", "参数 state 应为"),
        ("order=best", "order 应为"),
        ("kind=x", "kind 应为"),
        ("limit=0", "参数 limit 应为 1 到 200 的整数"),
        ("limit=201", "参数 limit"),
        ("limit=x", "参数 limit"),
        ("limit=" + "9" * 5000, "参数 limit"),
        ("limit=１", "参数 limit"),
        ("department=-1", "参数 department"),
        ("since=昨天", "看不懂日期"),
        ("assigned_to=nobody", "没有登录名为“nobody”的用户"),
        ("cursor=nonsense", "翻页位置有误"),
        ("cursor=%00", "翻页位置有误"),
        ("number=1&state=open", "不能与其他参数同用"),
    ],
)
def test_wrong_parameters_are_said(ask, query, message):
    answer = ask("GET", "/api/complaints?" + query)
    assert answer.status_code == 400
    assert message in answer.json["error"]["message"]


@pytest.mark.parametrize("number", ["999", "0", "9" * 30, "x", "-1"])
def test_an_unknown_letter_is_said(ask, number):
    answer = ask("GET", f"/api/complaints/{number}")
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "not_found"


def test_without_a_model_nothing_is_kept_and_the_remedy_is_said(modelless_client):
    answer = modelless_client.post("/api/complaints", json={"text": "露天烧烤"})
    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "no_model"
    assert modelless_client.get("/api/complaints").json["complaints"] == []
