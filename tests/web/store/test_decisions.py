"""Decisions are appended, the head follows, and of two clerks one is told."""

import threading

import pytest

from web.store import ConflictError, DecidedIssue, Draft, NotFoundError, RefusedError


def test_confirming_takes_the_issues_that_were_suggested(store, add, decide, clerk):
    number = add()
    suggestion = store.decisions.get(number).suggestion
    decision = decide(number, "confirm", seconds=3.5)
    assert decision.suggestion_id == suggestion.id
    assert [issue.leads for issue in decision.issues] == [(22,)]
    complaint = store.decisions.get(number).complaint
    assert (complaint.state, complaint.revision, complaint.decided_lead) == ("decided", 1, 22)
    assert (complaint.agreed, complaint.decided_by, complaint.seconds) == (True, clerk.user_id, 3.5)


def test_what_was_shown_stays_when_the_model_answers_again(store, add, decide, router, clerk):
    number = add()
    shown = store.decisions.get(number).suggestion
    store.intake.suggest_again(number, router, clerk)
    decision = decide(number, "confirm", suggestion_id=shown.id)
    assert decision.suggestion_id == shown.id
    assert store.decisions.suggestions(number)[0].id == shown.id
    assert len(store.decisions.suggestions(number)) == 2


def test_correcting_splits_issues_and_says_that_the_clerk_did_not_agree(store, add, decide):
    number = add()
    issues = (DecidedIssue((11,), (22,), "air-cooking", 0, 9), DecidedIssue((8,), (), None, 9, 15))
    assert decide(number, "correct", issues=issues, note="两个问题").issues == issues
    complaint = store.decisions.get(number).complaint
    assert (complaint.decided_lead, complaint.decided_matter_id, complaint.agreed) == (
        11,
        "air-cooking",
        False,
    )


def test_out_of_scope_has_no_lead(store, add, decide):
    number = add()
    decide(number, "out_of_scope")
    complaint = store.decisions.get(number).complaint
    assert (complaint.state, complaint.decided_scope, complaint.decided_lead) == ("decided", "out", None)
    assert complaint.agreed is False


def test_confirming_that_nobody_leads_agrees(store, add, decide):
    number = add("老板拖欠我三个月工资不给，找劳动部门也没人管")
    assert store.decisions.get(number).complaint.scope == "out"
    assert decide(number, "confirm").agreed is True


def test_a_returned_letter_waits_again_and_keeps_the_reason(store, add, decide):
    number = add()
    decide(number, "confirm")
    decide(number, "return", department_no=22, reason="店在村里，不归城管，联系13812345678")
    complaint = store.decisions.get(number).complaint
    assert (complaint.state, complaint.returns, complaint.decided_lead) == ("returned", 1, 22)
    assert store.decisions.history(number)[-1].reason == "店在村里，不归城管，联系〔电话〕"
    decide(number, "correct", issues=(DecidedIssue((11,)),))
    assert store.decisions.get(number).complaint.state == "decided"


def test_undo_takes_back_the_last_step_and_leaves_it_in_the_history(store, add, decide):
    number = add()
    before = store.decisions.get(number).complaint
    confirmed = decide(number, "confirm")
    decide(number, "undo", undoes=confirmed.id)
    after = store.decisions.get(number).complaint
    assert (after.state, after.decided_lead, after.decided_at, after.revision) == ("open", None, None, 2)
    assert before.state == after.state
    assert [(event.action, event.is_undone) for event in store.decisions.history(number)] == [
        ("confirm", True),
        ("undo", False),
    ]


def test_only_the_last_step_can_be_undone(store, add, decide):
    number = add()
    first = decide(number, "confirm")
    decide(number, "note", note="已电话核实")
    with pytest.raises(RefusedError, match="只能撤销最后一步（备注，王经办）"):
        decide(number, "undo", undoes=first.id)


def test_undoing_what_was_undone_is_refused(store, add, decide):
    number = add()
    first = decide(number, "confirm")
    decide(number, "undo", undoes=first.id)
    with pytest.raises(RefusedError, match="没有可以撤销的操作"):
        decide(number, "undo", undoes=first.id)


def test_handing_over_assigns_and_changes_nothing_else(store, add, decide, other):
    number = add()
    decide(number, "hand_over", to_user=other.user_id, note="请你办")
    complaint = store.decisions.get(number).complaint
    assert (complaint.assigned_to, complaint.state) == (other.user_id, "open")


def test_the_second_of_two_clerks_is_told_and_nothing_is_saved(store, add, clerk, other):
    number = add()
    store.decisions.decide(number, 0, Draft("confirm"), clerk)
    with pytest.raises(ConflictError, match="刚刚由王经办确认") as caught:
        store.decisions.decide(number, 0, Draft("correct", issues=(DecidedIssue((11,)),)), other)
    assert (caught.value.revision, caught.value.user) == (1, "王经办")
    assert len(store.decisions.history(number)) == 1


def test_a_conflict_says_in_a_sentence_what_somebody_did(store, add, clerk, other):
    number = add()
    store.decisions.decide(number, 0, Draft("out_of_scope"), clerk)
    with pytest.raises(ConflictError, match=f"来信 {number} 刚刚由王经办定为不属清单范围，您的修改没有保存"):
        store.decisions.decide(number, 0, Draft("confirm"), other)


def test_of_many_threads_deciding_one_complaint_exactly_one_succeeds(store, add, clerk, other):
    number = add()
    outcomes, start = [], threading.Barrier(8)

    def decide(actor):
        start.wait()
        try:
            store.decisions.decide(number, 0, Draft("confirm"), actor)
            outcomes.append("saved")
        except ConflictError:
            outcomes.append("conflict")

    threads = [threading.Thread(target=decide, args=(actor,)) for actor in (clerk, other) * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 7 + ["saved"]
    assert len(store.decisions.history(number)) == 1


@pytest.mark.parametrize(
    ("details", "message"),
    [
        ({"action": "correct"}, "至少要有一个问题写明主办部门"),
        ({"action": "correct", "issues": (DecidedIssue((99,)),)}, "没有编号为 99 的部门"),
        ({"action": "correct", "issues": (DecidedIssue((22,), (22,)),)}, "州住建局 写了两次"),
        ({"action": "correct", "issues": (DecidedIssue((22,), (), "no-such"),)}, "事项表中没有“no-such”"),
        ({"action": "correct", "issues": (DecidedIssue((22,), (), None, 5, 999),)}, "不在来信之内"),
        ({"action": "correct", "issues": (DecidedIssue((22,), (), None, 5),)}, "缺起点或终点"),
        ({"action": "correct", "issues": (DecidedIssue((22,)),) * 51}, "最多分 50 个问题"),
        ({"action": "confirm", "issues": (DecidedIssue((22,)),)}, "只有“更正”可以改"),
        ({"action": "return", "department_no": 22, "reason": "不归我"}, "还没有研判"),
        ({"action": "return", "reason": "不归我"}, "哪个部门退回"),
        ({"action": "return", "department_no": 22, "reason": "  "}, "写明退回的理由"),
        ({"action": "return", "department_no": 0, "reason": "不归我"}, "没有编号为 0 的部门"),
        ({"action": "note"}, "备注是空的"),
        ({"action": "note", "note": "长" * 2001}, "最多 2000 字"),
        ({"action": "hand_over"}, "移交给哪一位"),
        ({"action": "undo"}, "撤销哪一步"),
        ({"action": "undo", "undoes": 1}, "没有可以撤销"),
        ({"action": "delete"}, "没有“delete”这种操作"),
        ({"action": "confirm", "kind": "gossip"}, "没有“gossip”这种类型"),
        ({"action": "confirm", "scope": "half"}, "没有“half”这种范围"),
        ({"action": "confirm", "seconds": -1}, "不合情理"),
        ({"action": "confirm", "suggestion_id": 999}, "不是来信"),
    ],
)
def test_a_draft_that_breaks_a_rule_is_refused_with_the_remedy(store, add, clerk, details, message):
    number = add()
    with pytest.raises(RefusedError, match=message):
        store.decisions.decide(number, 0, Draft(**details), clerk)
    assert store.decisions.history(number) == ()
    assert store.decisions.get(number).complaint.revision == 0


def test_handing_over_to_nobody_is_refused(store, add, decide, other):
    number = add()
    with pytest.raises(NotFoundError, match="没有编号为 999 的用户"):
        decide(number, "hand_over", to_user=999)
    store.people.set_active(other.user_id, False, None)
    with pytest.raises(RefusedError, match="已停用"):
        decide(number, "hand_over", to_user=other.user_id)


def test_a_complaint_that_is_not_there_is_named(store, clerk):
    with pytest.raises(NotFoundError, match="没有编号为 12345 的来信"):
        store.decisions.decide(12345, 0, Draft("confirm"), clerk)


def test_what_was_decided_can_be_learned_from(store, add, decide):
    first, second, third = (
        add(),
        add("奇台县工地半夜施工打桩，噪声吵得睡不着觉"),
        add("村口垃圾堆得像山一样没人拉"),
    )
    decide(first, "confirm")
    undone = decide(second, "confirm")
    decide(second, "undo", undoes=undone.id)
    decide(third, "correct", issues=(DecidedIssue((11,)),))
    decide(third, "correct", issues=(DecidedIssue((8,)),))
    found = list(store.decisions.decided())
    assert [(item.complaint_id, item.issues[0].leads, item.agreed) for item in found] == [
        (first, (22,), True),
        (third, (8,), False),
    ]
    assert found[0].text == store.decisions.get(first).text


def test_every_decision_stands_in_the_audit_log(store, add, decide):
    number = add()
    decide(number, "confirm")
    entry = store.audit.list().entries[0]
    assert (entry.user_name, entry.action, entry.object) == (
        "王经办",
        "decide.confirm",
        f"complaint:{number}",
    )
    assert entry.address == "10.0.0.7"
