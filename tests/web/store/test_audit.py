"""The audit log is appended, filtered, paged and exported."""

import csv
import io
from datetime import date, timedelta

from web.store import AuditFilter


def test_entries_come_back_the_latest_first_page_by_page(store, clerk):
    for number in range(7):
        store.audit.add(clerk, "export", f"table:{number}")
    found, page = [], store.audit.list(limit=3)
    while True:
        found += [entry.object for entry in page.entries]
        if page.next is None:
            break
        page = store.audit.list(before=page.next, limit=3)
    assert found == [f"table:{number}" for number in range(6, -1, -1)]


def test_a_filter_shows_what_it_says(store, clerk, other):
    store.audit.add(clerk, "export", "a", {"rows": 3})
    store.audit.add(other, "export", "b")
    store.audit.add(None, "start")
    today = date.today()

    def objects(**wanted):
        return [entry.object for entry in store.audit.list(AuditFilter(**wanted)).entries]

    assert objects(user_id=clerk.user_id) == ["a"]
    assert objects(action="export") == ["b", "a"]
    assert objects(object="b") == ["b"]
    assert objects(since=today, until=today) == ["", "b", "a"]
    assert objects(since=today + timedelta(days=1)) == objects(until=today - timedelta(days=1)) == []
    assert store.audit.actions() == ("export", "start")
    first = store.audit.list(AuditFilter(object="a")).entries[0]
    assert (first.detail, first.user_name, first.address) == ('{"rows": 3}', "王经办", "10.0.0.7")
    assert store.audit.list().entries[0].user_name == "系统"


def test_the_log_is_exported_as_text_that_excel_does_not_run(store, clerk):
    store.audit.add(clerk, "login", "=1+1", "@SUM(A1)\0")
    file = io.StringIO()
    assert store.audit.write_csv(file) == 1
    header, row = csv.reader(io.StringIO(file.getvalue()))
    assert header == ["编号", "时间", "用户", "操作", "对象", "详情", "地址"]
    assert row[2:] == ["王经办", "login", "'=1+1", "'@SUM(A1)", "10.0.0.7"]
