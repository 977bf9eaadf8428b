"""Killed in the middle of saving: whatever was acknowledged is there, and the file is sound."""

import signal
import subprocess
import sys

import pytest

from web.store import Actor, Incoming, open_store
from web.store.care.backup import check_sqlite
from web.store.history import head_of

SAVES = 500
PROGRAM = """
import sys
from web.store import Actor, Draft, open_store
store = open_store(sys.argv[1])
actor = Actor(int(sys.argv[2]))
for number in map(int, sys.argv[3:]):
    for action in ("confirm", "note"):
        revision = store.decisions.get(number).complaint.revision
        decision = store.decisions.decide(number, revision, Draft(action, note="n"), actor)
        print(number, decision.id, flush=True)
"""


@pytest.fixture
def waiting(store, router, clerk):
    letters = [Incoming(f"昌吉市第{number}中学旁边饭店油烟太大") for number in range(SAVES // 2)]
    return [added.id for added in store.intake.add_many(letters, router, "table", clerk).added]


@pytest.mark.parametrize("after", [1, 37, 180, 333, 499])
def test_every_acknowledged_decision_survives_a_kill(store, url, clerk, waiting, after):
    command = [sys.executable, "-c", PROGRAM, url, str(clerk.user_id), *map(str, waiting)]
    acknowledged = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout:
            acknowledged.append(tuple(map(int, line.split())))
            if len(acknowledged) == after:
                process.send_signal(signal.SIGKILL)
                # What it wrote before it died was acknowledged too.
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert len(acknowledged) >= after
    store.close()
    with open_store(url) as reopened:
        _check(reopened, acknowledged)
    if store.database.is_sqlite:
        check_sqlite(_path(store))


def test_work_goes_on_after_a_kill(store, url, router, clerk, waiting):
    command = [sys.executable, "-c", PROGRAM, url, str(clerk.user_id), *map(str, waiting)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.kill()
    added = store.intake.add(Incoming("奇台县工地半夜打桩"), router, "paste", Actor(clerk.user_id))
    assert store.search.find("打桩").complaints[0].id == added.id


def _check(store, acknowledged):
    for number, decision_id in acknowledged:
        history = store.decisions.history(number)
        assert decision_id in [decision.id for decision in history]
        complaint = store.decisions.get(number).complaint
        assert complaint.revision == len(history)
        assert complaint.state == head_of(history).state == "decided"


def _path(store):
    from pathlib import Path

    return Path(store.database.engine.url.database)
