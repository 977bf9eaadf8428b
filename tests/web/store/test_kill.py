"""Killed in the middle of saving: whatever was acknowledged is there, and the file is sound."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from web.store import Actor, Incoming, open_store
from web.store.care.backup import check_sqlite
from web.store.history import head_of

LETTERS = 50
# After how many acknowledged saves, of 500 that are to be, the program is killed.
KILLS = (1, 37, 180, 333, 499)
PROGRAM = """
import itertools, sys
from web.store import Draft, Actor, open_store
store = open_store(sys.argv[1])
actor = Actor(int(sys.argv[2]))
for number in itertools.islice(itertools.cycle(map(int, sys.argv[3:])), 500):
    complaint = store.decisions.get(number).complaint
    action = "confirm" if complaint.state == "open" else "note"
    decision = store.decisions.decide(number, complaint.revision, Draft(action, note="n"), actor)
    print(number, decision.id, flush=True)
"""


@pytest.fixture
def waiting(store, router, clerk):
    letters = [Incoming(f"昌吉市第{number}中学旁边饭店油烟太大") for number in range(LETTERS)]
    return [added.id for added in store.intake.add_many(letters, router, "table", clerk).added]


def test_every_acknowledged_decision_survives_a_kill(store, url, clerk, waiting):
    command = [sys.executable, "-c", PROGRAM, url, str(clerk.user_id), *map(str, waiting)]
    acknowledged = []
    for after in KILLS:
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for count, line in enumerate(process.stdout, 1):
                acknowledged.append(tuple(map(int, line.split())))
                if count == after:
                    # It may be writing at this moment; what it printed before it died counts too.
                    process.send_signal(signal.SIGKILL)
        assert process.returncode == -signal.SIGKILL
    store.close()
    if store.database.is_sqlite:
        check_sqlite(Path(store.database.engine.url.database))
    with open_store(url) as reopened:
        _check(reopened, waiting, acknowledged)


def test_work_goes_on_after_a_kill(store, url, router, clerk, waiting):
    command = [sys.executable, "-c", PROGRAM, url, str(clerk.user_id), *map(str, waiting)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.kill()
    added = store.intake.add(Incoming("奇台县工地半夜打桩"), router, "paste", Actor(clerk.user_id))
    assert store.search.find("打桩").complaints[0].id == added.id


def _check(store, numbers, acknowledged):
    """Everything acknowledged is there, and every head is what its history says."""
    saved = set()
    for number in numbers:
        history = store.decisions.history(number)
        saved.update((number, decision.id) for decision in history)
        complaint = store.decisions.get(number).complaint
        assert complaint.revision == len(history)
        assert complaint.state == head_of(history).state
    assert len(acknowledged) >= sum(KILLS)
    assert set(acknowledged) <= saved
    # What was saved but not acknowledged is at most the one decision of each kill.
    assert len(saved) <= len(acknowledged) + len(KILLS)
