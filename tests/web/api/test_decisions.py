import threading

import pytest

from training.decisions import join

CORRECTION = [{"matter": "air-barbecue", "leads": [22], "assists": [11], "start": 0, "end": 10}]


@pytest.fixture
def decide(ask, letter):
    def decide(action="confirm", revision=0, **more):
        body = {"revision": revision, "action": action, "user": "wangli", **more}
        return ask("POST", f"/api/complaints/{letter['id']}/decisions", body)

    return decide


def test_a_decision_is_kept_in_the_name_of_the_clerk(ask, decide, letter, store, wangli, key):
    answer = decide(seconds=12.5)
    assert answer.status_code == 201
    assert (answer.json["revision"], answer.json["user"], answer.json["state"]) == (1, "wangli", "decided")
    assert answer.json["lead_no"] == 22
    found = ask("GET", f"/api/complaints/{letter['id']}").json
    assert [event["action"] for event in found["history"]] == ["confirm"]
    assert found["decided"]["by"] == "wangli"
    entry = store.audit.list().entries[0]
    assert (entry.action, entry.user_id) == ("decide.confirm", wangli.id)
    assert f"密钥{key[0].id}" in entry.address


def test_a_whole_history(ask, decide, letter):
    assert decide("correct", 0, issues=CORRECTION, note="按餐饮油烟办").status_code == 201
    assert decide("return", 1, department_no=22, reason="不在建成区").json["state"] == "returned"
    assert decide("hand_over", 2, to_user="guan").json["to_user"] == "guan"
    assert decide("note", 3, note="已电话联系").status_code == 201
    last = decide("out_of_scope", 4)
    assert decide("undo", 5, undoes=last.json["id"]).json["state"] == "returned"
    found = ask("GET", f"/api/complaints/{letter['id']}").json
    assert [event["is_undone"] for event in found["history"]] == [False, False, False, False, True, False]
    assert found["history"][0]["issues"] == CORRECTION
    assert (found["assigned_to"], found["returns"], found["revision"]) == ("guan", 1, 6)


def test_a_correction_without_a_matter_is_kept_as_it_is(decide, store):
    assert decide("correct", issues=[{"leads": [24]}]).json["issues"] == [
        {"matter": None, "leads": [24], "assists": [], "start": None, "end": None}
    ]
    [decided] = store.decisions.decided()
    assert not join([decided], {}).examples


def test_who_comes_second_is_told_by_whom_and_nothing_is_kept(decide):
    decide()
    answer = decide("out_of_scope", 0)
    assert answer.status_code == 409
    error = answer.json["error"]
    assert (error["code"], error["revision"], error["user"]) == ("conflict", 1, "王丽")
    assert error["at"]


def test_of_many_at_the_same_time_one_is_kept(decide):
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(decide().status_code)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409, 409, 409, 409, 409]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"user": None}, "缺少 user"),
        ({"user": "nobody"}, "没有登录名为“nobody”的在用账号"),
        ({"user": "local"}, "没有登录名为“local”的在用账号"),
        ({"user": 5}, "user 应为字符串"),
        ({"revision": None}, "缺少 revision"),
        ({"revision": "0"}, "revision 应为整数"),
        ({"revision": True}, "revision 应为整数"),
        ({"revision": 1e3}, "revision 应为整数"),
        ({"revision": 10**30}, "revision 应为整数"),
        ({"action": None}, "缺少 action"),
        ({"action": "agree"}, "action 应为 confirm、correct"),
        ({"action": ["confirm"]}, "action 应为字符串"),
        ({"issue": []}, "没有字段“issue”"),
        ({"issues": {}}, "issues 应为数组"),
        ({"issues": CORRECTION}, "只有“更正”可以改问题"),
        ({"action": "correct"}, "至少要有一个问题写明主办部门"),
        ({"action": "correct", "issues": [5]}, "issues 第 1 个：应为 JSON 对象"),
        ({"action": "correct", "issues": [{"leads": [99]}]}, "责任清单没有编号为 99 的部门"),
        ({"action": "correct", "issues": [{"leads": ["22"]}]}, "issues 第 1 个：leads 应为整数的数组"),
        ({"action": "correct", "issues": [{"leads": [True]}]}, "leads 应为整数的数组"),
        ({"action": "correct", "issues": [{"leads": 22}]}, "leads 应为数组"),
        ({"action": "correct", "issues": [{"leads": [22], "matter": "x"}]}, "事项表中没有“x”"),
        ({"action": "correct", "issues": [{"leads": [22], "start": 0, "end": 10**6}]}, "不在来信之内"),
        ({"action": "return", "department_no": 22, "reason": "x"}, "还没有研判"),
        ({"action": "note"}, "备注是空的"),
        ({"action": "note", "note": "x" * 2001}, "最多 2000 字"),
        ({"action": "hand_over", "to_user": "nobody"}, "to_user：没有登录名"),
        ({"action": "undo", "undoes": 10**15}, "没有可以撤销"),
        ({"scope": "all"}, "scope 应为"),
        ({"kind": "x"}, "kind 应为"),
        ({"seconds": "12"}, "seconds 应为数字"),
        ({"seconds": -1}, "不合情理"),
        ({"suggestion_id": 999}, "不是来信"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(decide, store, letter, more, message):
    answer = decide(**more)
    assert answer.status_code == 400, answer.text
    assert message in answer.json["error"]["message"]
    assert store.decisions.get(letter["id"]).complaint.revision == 0


def test_a_closed_account_decides_nothing(decide, store, wangli):
    store.people.set_active(wangli.id, False, None)
    assert decide().status_code == 400


def test_an_unknown_letter_is_said(ask):
    body = {"revision": 0, "action": "confirm", "user": "wangli"}
    assert ask("POST", "/api/complaints/999/decisions", body).status_code == 404


def test_alone_on_this_machine_the_local_user_decides(client, store):
    number = client.post("/api/complaints", json={"text": "楼下露天烧烤油烟很大"}).json["id"]
    answer = client.post(f"/api/complaints/{number}/decisions", json={"revision": 0, "action": "confirm"})
    assert answer.status_code == 201
    assert answer.json["user"] == "local"


def test_notes_are_masked(decide):
    assert "13812345678" not in decide("note", note="来信人电话13812345678").json["note"]
