"""The queue shows what waits, uncertain first, page by page, and gives each clerk another letter."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from web.store import DecidedIssue, Incoming, QueueFilter, RefusedError
from web.store.schema import ComplaintRow

ALL = QueueFilter(states=frozenset())


@pytest.fixture
def letters(store, router, clerk):
    """Forty letters over forty days, their confidence set to known values; the ids in order of intake."""
    texts = [
        f"{place}第{number}小学旁边{problem}"
        for number, (place, problem) in enumerate(
            [
                ("昌吉市", "饭店油烟太大"),
                ("奇台县", "工地半夜打桩"),
                ("阜康市", "垃圾堆没人拉"),
                ("", "污水乱流"),
            ]
            * 10
        )
    ]
    incoming = [
        Incoming(text, received_on=date(2026, 10, 1) + timedelta(days=at)) for at, text in enumerate(texts)
    ]
    ids = [added.id for added in store.intake.add_many(incoming, router, "table", clerk).added]
    with store.database.write() as connection:
        for at, number in enumerate(ids):
            connection.execute(
                update(ComplaintRow).where(ComplaintRow.id == number).values(confidence=(at * 7 % 10) / 10)
            )
    return ids


def _ids(page):
    return [complaint.id for complaint in page.complaints]


def test_uncertain_letters_come_first_then_the_oldest(store, letters):
    keys = [(found.confidence, found.received_on, found.id) for found in store.queue.page().complaints]
    assert len(keys) == 40
    assert keys == sorted(keys)


@pytest.mark.parametrize("order", ["uncertain", "oldest", "newest"])
def test_paging_forwards_and_back_shows_every_letter_once(store, letters, order):
    whole = _ids(store.queue.page(order=order))
    pages, page = [], store.queue.page(order=order, limit=7)
    assert page.previous is None
    while True:
        pages.append(_ids(page))
        assert page.total == 40
        if page.next is None:
            break
        page = store.queue.page(order=order, after=page.next, limit=7)
    assert [number for page in pages for number in page] == whole
    back = []
    while page.previous:
        page = store.queue.page(order=order, before=page.previous, limit=7)
        back.insert(0, _ids(page))
    assert back == pages[:-1]


def test_a_page_stays_where_it_is_when_a_letter_before_it_is_decided(store, letters, decide):
    first = store.queue.page(limit=10)
    expected = _ids(store.queue.page(after=first.next, limit=10))
    decide(first.complaints[0].id, "out_of_scope")
    assert _ids(store.queue.page(after=first.next, limit=10)) == expected


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"territory": "奇台县"}, lambda c: c.territory == "奇台县"),
        ({"territory": ""}, lambda c: c.territory == ""),
        ({"department": 22}, lambda c: c.department_no == 22),
        ({"disposition": "auto"}, lambda c: c.disposition == "auto"),
        ({"kind": "complaint"}, lambda c: c.kind == "complaint"),
        ({"since": date(2026, 10, 11)}, lambda c: c.received_on >= date(2026, 10, 11)),
        ({"until": date(2026, 10, 11)}, lambda c: c.received_on <= date(2026, 10, 11)),
        ({"text": "打桩 奇台"}, lambda c: "打桩" in c.excerpt),
        ({"text": "打"}, lambda c: "打桩" in c.excerpt),
        ({"text": "饭店", "department": 22, "since": date(2026, 10, 20)}, lambda c: "饭店" in c.excerpt and c.received_on >= date(2026, 10, 20)),
        ({"assigned_to": 0}, lambda c: True),
        ({"assigned_to": 10**30}, lambda c: False),
        ({"department": 10**30}, lambda c: False),
        ({"text": "，。"}, lambda c: False),
    ],
)  # fmt: skip
def test_a_filter_shows_what_it_says(store, letters, wanted, holds):
    everything = store.queue.page().complaints
    page = store.queue.page(replace(QueueFilter(), **wanted))
    assert page.complaints == tuple(complaint for complaint in everything if holds(complaint))
    assert page.total == len(page.complaints)
    assert store.queue.counts(replace(QueueFilter(), **wanted))["open"] == page.total


def test_states_are_told_apart(store, letters, decide):
    decide(letters[0], "out_of_scope")
    decide(letters[1], "correct", issues=(DecidedIssue((11,)),))
    decide(letters[1], "return", department_no=11, reason="不归我")
    assert store.queue.counts() == {"open": 38, "returned": 1, "decided": 1}
    for states, expected in (
        ({"open"}, 38),
        ({"returned"}, 1),
        ({"decided"}, 1),
        ({"open", "returned"}, 39),
        ({"open", "decided"}, 39),
        ({"decided", "returned"}, 2),
        (set(), 40),
    ):
        page = store.queue.page(QueueFilter(states=frozenset(states)))
        assert page.total == len(page.complaints) == expected
        assert not states or {complaint.state for complaint in page.complaints} <= states


def test_the_department_is_the_one_decided(store, letters, decide):
    decide(letters[0], "correct", issues=(DecidedIssue((8,)),))
    assert letters[0] in _ids(store.queue.page(replace(ALL, department=8)))
    assert letters[0] not in _ids(store.queue.page(replace(ALL, department=22)))


def test_totals_are_counted_up_to_a_limit(store, letters, monkeypatch):
    from web.store import queue

    monkeypatch.setattr(queue, "MOST_COUNTED", 30)
    for wanted in (QueueFilter(), QueueFilter(text="第")):
        page = store.queue.page(wanted, limit=10)
        assert (page.total, page.is_more, len(page.complaints)) == (30, True, 10)


def test_the_next_letter_is_the_one_behind(store, letters, clerk):
    order = _ids(store.queue.page())
    assert store.queue.next_open(clerk.user_id).id == order[0]
    assert store.queue.next_open(clerk.user_id, after=order[3]).id == order[4]
    assert store.queue.next_open(clerk.user_id, after=order[-1]).id == order[0]


def test_two_clerks_are_given_different_letters(store, letters, clerk, other):
    order = _ids(store.queue.page())
    assert store.queue.next_open(clerk.user_id).id == order[0]
    assert store.queue.next_open(other.user_id).id == order[1]
    assert store.queue.next_open(clerk.user_id, after=order[0]).id == order[2]
    assert store.queue.next_open(other.user_id, after=order[1]).id == order[3]


def test_a_letter_held_too_long_goes_to_another(store, letters, clerk, other, monkeypatch):
    from web.store import queue

    monkeypatch.setattr(queue, "_HOLD", timedelta(seconds=-1))
    held = store.queue.next_open(clerk.user_id).id
    assert store.queue.next_open(other.user_id).id == held


def test_a_letter_handed_over_is_next_for_the_receiver_only(store, letters, clerk, other, decide):
    order = _ids(store.queue.page())
    decide(order[0], "hand_over", to_user=other.user_id)
    assert store.queue.next_open(clerk.user_id).id == order[1]
    assert store.queue.next_open(other.user_id).id == order[0]
    mine = store.queue.page(QueueFilter(assigned_to=other.user_id))
    assert _ids(mine) == [order[0]]


def test_nothing_is_next_when_nothing_waits(store, clerk, add, decide):
    assert store.queue.next_open(clerk.user_id) is None
    number = add()
    assert store.queue.next_open(clerk.user_id, after=number) is None
    decide(number, "confirm")
    assert store.queue.next_open(clerk.user_id) is None


@pytest.mark.parametrize(
    "cursor", ["x", "eyJ9", "W10", "WzEsMl0", "WzEsMC41LCJ4IiwxXQ", "噪", "W251bGwsMSwyLDNd"]
)
def test_a_cursor_that_is_none_is_refused(store, cursor):
    with pytest.raises(RefusedError, match="翻页位置有误"):
        store.queue.page(after=cursor)
