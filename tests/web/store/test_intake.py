"""Complaints get in masked, routed and indexed; a row that cannot is handed back with the reason."""

from datetime import date

import pytest
from sqlalchemy import text

from router.router import LONGEST
from web.store import Actor, Incoming, NotFoundError, RefusedError, arrivals

PERSONAL = (
    "我叫王小明，身份证号11010519491231002X，电话13812345678，家住3号楼2单元501室。"
    "昌吉市延安北路楼下烧烤店油烟太大，新B12345拉渣土。"
)


class Broken:
    """A router that fails on letters with a certain word in them."""

    def __init__(self, router):
        self._router = router

    def route_many(self, texts):
        if any("坏" in text for text in texts):
            raise ValueError("no")
        return self._router.route_many(texts)

    def route(self, text):
        return self.route_many([text])[0]


def _stored(store):
    """Everything that is stored, as text."""
    with store.database.read() as connection:
        tables = ("complaints", "letters", "suggestions", "decisions", "audit", "users")
        rows = [row for name in tables for row in connection.execute(text(f"SELECT * FROM {name}"))]
    answers = [store.decisions.get(row[0]).suggestion for row in rows[:1]]
    return f"{rows} {answers}"


def test_personal_data_never_reach_the_store(store, add):
    add(f"{PERSONAL}王小明再次反映。", title="王小明反映油烟13812345678")
    stored = _stored(store)
    for secret in ("王小明", "11010519491231002X", "13812345678", "501室"):
        assert secret not in stored
    assert "新B12345" in stored
    assert "延安北路" in stored


def test_the_preview_shows_what_will_be_stored_and_what_was_masked(store, add):
    preview = store.intake.preview(PERSONAL)
    assert preview.text == store.decisions.get(add(PERSONAL)).text
    assert [(part.kind, part.original) for part in preview.parts] == [
        ("姓名", "王小明"),
        ("身份证号", "11010519491231002X"),
        ("电话", "13812345678"),
        ("门牌号", "3号楼2单元501室"),
    ]
    shown = [preview.text[part.start : part.end] for part in preview.parts]
    assert shown == ["王**", "〔身份证号〕", "〔电话〕", "〔门牌号〕"]


def test_a_preview_saves_nothing(store):
    store.intake.preview(PERSONAL)
    assert store.queue.page().total == 0


def test_a_letter_is_stored_with_the_answer_as_shown(store, add, router):
    number = add(title="油烟", external_number="X2-7")
    dossier = store.decisions.get(number)
    assert dossier.suggestion.answer == router.route(dossier.text).to_json()
    complaint = dossier.complaint
    assert (complaint.matter, complaint.lead_no, complaint.department_no) == ("餐饮油烟", 22, 22)
    assert (complaint.territory, complaint.kind, complaint.scope) == ("昌吉市", "complaint", "in")
    assert (complaint.state, complaint.revision, complaint.source) == ("open", 0, "paste")
    assert (complaint.received_on, complaint.external_number) == (date(2026, 11, 26), "X2-7")
    assert 0.5 < complaint.confidence <= 1


def test_a_letter_without_a_date_came_today(store, router, clerk):
    number = store.intake.add(Incoming("楼下烧烤油烟太大"), router, "api", clerk).id
    assert store.decisions.get(number).complaint.received_on == date.today()


def test_a_program_with_a_key_may_bring_letters(store, router):
    number = store.intake.add(
        Incoming("楼下烧烤油烟太大"), router, "api", Actor(None, "10.0.0.9", "热线平台")
    ).id
    assert store.decisions.get(number).complaint.created_by is None
    assert store.audit.list().entries[0].user_name == "热线平台"


def test_the_same_words_again_are_noted_as_a_repeat(store, add):
    first = add("昌吉市楼下烧烤店油烟太大")
    again = add("昌吉市楼下烧烤店，油烟太大！！ ")
    assert store.decisions.get(again).complaint.repeat_of == first
    assert store.decisions.get(add("阜康市楼下烧烤店油烟太大")).complaint.repeat_of is None


def test_repeats_within_one_table_are_noted_too(store, router, clerk):
    letters = [Incoming("楼下烧烤油烟太大", row=row) for row in (2, 3, 4)]
    report = store.intake.add_many(letters, router, "table", clerk)
    first = report.added[0].id
    assert [added.repeat_of for added in report.added] == [None, first, first]
    assert [added.row for added in report.repeats] == [3, 4]


def test_the_digest_says_nothing_without_the_key_of_the_store(new_url, store, router, add):
    from web.store import open_store

    add("楼下烧烤油烟太大")
    with open_store(new_url(made=False)) as another:
        local = Actor(another.people.local_user().id)
        another.intake.add(Incoming("楼下烧烤油烟太大"), router, "paste", local)
        digests = []
        for each in (store, another):
            with each.database.read() as connection:
                digests.append(connection.execute(text("SELECT digest FROM complaints")).scalar())
    assert digests[0] != digests[1]


def test_every_row_of_a_table_is_stored_or_handed_back(store, router, clerk):
    letters = [Incoming(f"昌吉市第{row}中学旁边饭店油烟太大", row=row) for row in range(2, 202)]
    letters[50] = Incoming("  \n", row=52)
    letters[120] = Incoming("长" * 100_001, row=122)
    seen = []
    report = store.intake.add_many(iter(letters), router, "table", clerk, seen.append)
    assert len(report.added) == 198
    assert [(failure.incoming, failure.reason) for failure in report.failures] == [
        (letters[50], "第 52 行：诉求内容为空，请填写后再保存。"),
        (letters[120], "第 122 行：诉求内容有 100,001 字，最多 100,000 字，请分成几件。"),
    ]
    assert (seen[-1].rows, seen[-1].added, seen[-1].failures) == (200, 198, 2)
    assert [progress.rows for progress in seen] == sorted(progress.rows for progress in seen)
    assert store.queue.counts()["open"] == 198


def test_a_letter_that_cannot_be_routed_waits_for_a_person(store, router, clerk):
    letters = [
        Incoming("楼下烧烤油烟太大", row=2),
        Incoming("坏的一行", row=3),
        Incoming("工地半夜打桩", row=4),
    ]
    report = store.intake.add_many(letters, Broken(router), "table", clerk)
    assert [bool(added.problem) for added in report.added] == [False, True, False]
    assert report.unrouted[0].problem.startswith("第 3 行：")
    dossier = store.decisions.get(report.unrouted[0].id)
    assert dossier.suggestion is None
    assert (dossier.complaint.disposition, dossier.complaint.confidence) == ("review", 0.0)
    assert store.queue.page().complaints[0].id == report.unrouted[0].id


def test_a_block_that_cannot_be_saved_is_saved_letter_by_letter(store, router, clerk, monkeypatch):
    from sqlalchemy.exc import DBAPIError

    def add_words(connection, letters):
        if any("坏" in words for _, *texts in letters for words in texts):
            raise DBAPIError("INSERT", {}, Exception("disk"))
        return add_all(connection, letters)

    add_all = arrivals.add_words
    monkeypatch.setattr(arrivals, "add_words", add_words)
    letters = [Incoming("楼下烧烤油烟太大", row=2), Incoming("坏的一行", row=3)]
    report = store.intake.add_many(letters, router, "table", clerk)
    assert [added.row for added in report.added] == [2]
    assert report.failures[0].incoming == letters[1]
    assert "第 3 行：保存时出现意外错误" in report.failures[0].reason
    assert store.queue.page().total == 1


@pytest.mark.parametrize(
    ("incoming", "message"),
    [
        (Incoming(""), "诉求内容为空"),
        (Incoming("\0\0"), "诉求内容为空"),
        (Incoming("油烟", title="长" * 501), "标题有 501 字"),
        (Incoming("油烟", external_number="1" * 101), "来信编号有 101 字"),
    ],
)
def test_what_cannot_be_stored_is_refused_with_the_reason(store, router, clerk, incoming, message):
    with pytest.raises(RefusedError, match=message):
        store.intake.add(incoming, router, "paste", clerk)


@pytest.mark.parametrize(
    "odd",
    [
        "油" * 10_000,
        "烧烤😀油烟👨‍👩‍👧‍👦太大",
        "油烟\0太\0大",
        "油烟\ud800太大",
        "ئۈرۈمچىدە ھاۋا بۇلغىنىشى ئېغىر",
        "樓下燒烤店油煙太大，噪聲擾民",
        "Ｘ２０２５１２３４　油烟",
        "=cmd|' /C calc'!A0",
        "'; DROP TABLE complaints; --",
        "a" * 5000,
        "\u202e油烟\u200b太大",
        "".join(map(chr, range(0x4E00, 0x4E00 + 20_000))),
    ],
)
def test_odd_letters_are_stored_and_found_again(store, add, odd):
    number = add(odd, title=odd[:500], external_number=odd[:100])
    dossier = store.decisions.get(number)
    assert "\0" not in dossier.text
    assert dossier.text == store.intake.preview(odd).text
    word = next((word for word in ("油煙", "油烟", "ھاۋا", "cmd", "DROP", "aaa") if word in odd), "一丁")
    found = store.search.find(word)
    assert number in [complaint.id for complaint in found.complaints] or len(odd) == 10_000


def test_as_much_of_a_letter_is_stored_as_the_router_reads():
    assert arrivals.LONGEST == LONGEST


def test_a_new_suggestion_is_appended_and_a_decision_still_stands(store, add, router, clerk, decide):
    number = add()
    decide(number, "out_of_scope")
    store.intake.suggest_again(number, router, clerk)
    complaint = store.decisions.get(number).complaint
    assert (complaint.state, complaint.lead_no, complaint.department_no) == ("decided", 22, None)
    with pytest.raises(NotFoundError):
        store.intake.suggest_again(10**30, router, clerk)
