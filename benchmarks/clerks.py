"""Clerks at work all at once: each opens the queue, a letter, decides, and goes on with the next one that opens."""

import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from benchmarks.browser import Answer, Browser
from web.store import Store
from web.store.schema import DecisionRow

PASSWORD = "a clerk of the benchmark"
_LETTER = re.compile(r"^/complaints/(\d+)")
_DESK = '<form id="desk"'


@dataclass
class Work:
    """What one clerk did: seconds by kind of step, decisions acknowledged (letter and revision), and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {"queue": [], "letter": [], "decide": []})
    acknowledged: list[tuple[int, int]] = field(default_factory=list)
    conflicts: int = 0
    errors: list[str] = field(default_factory=list)


def make_clerks(store: Store, clerks: int) -> list[str]:
    """Log-in names of as many clerks, made where they are missing."""
    names = [f"bench{number:03}" for number in range(clerks)]
    for name in names:
        if store.people.find(name) is None:
            store.people.create(name, name, "clerk", PASSWORD)
    return names


def run_clerks(new_browser: Callable[[], Browser], names: Sequence[str], seconds: float) -> list[Work]:
    """Let them all work for ``seconds``; they begin together, when all are logged in."""
    works = [Work() for _ in names]
    ready = threading.Barrier(len(names) + 1)
    threads = [
        threading.Thread(target=_work, args=(new_browser(), name, ready, seconds, work))
        for name, work in zip(names, works, strict=True)
    ]
    for thread in threads:
        thread.start()
    ready.wait()
    for thread in threads:
        thread.join()
    return works


def lost(store: Store, works: Sequence[Work]) -> list[tuple[int, int]]:
    """Decisions that were acknowledged and are not in the store."""
    wanted = {event for work in works for event in work.acknowledged}
    query = select(DecisionRow.complaint_id, DecisionRow.revision)
    with store.database.read() as connection:
        stored = {(letter, revision) for letter, revision in connection.execute(query)}
    return sorted(wanted - stored)


def log_in(browser: Browser, name: str) -> None:
    """Log in. Raises RuntimeError where that is refused."""
    form = browser.get("/login").fields("<form")
    answer = browser.post("/login", {**form, "login": name, "password": PASSWORD})
    if answer.first_status != 303:
        raise RuntimeError(f"{name} cannot log in: {answer.first_status}")


def _work(browser: Browser, name: str, ready: threading.Barrier, seconds: float, work: Work) -> None:
    try:
        log_in(browser, name)
    except Exception as error:
        work.errors.append(f"log-in: {error!r}")
        ready.wait()
        return
    ready.wait()
    until = time.monotonic() + seconds
    try:
        while time.monotonic() < until:
            _round(browser, work, until)
    except Exception as error:  # whatever goes wrong is a result here
        work.errors.append(repr(error))
    finally:
        browser.close()


def _round(browser: Browser, work: Work, until: float) -> None:
    """From the queue to the first letter, and from letter to letter a few times."""
    queue = browser.get("/queue/")
    work.seconds["queue"].append(queue.seconds)
    begin = queue.fields('action="/queue/start"')
    page = browser.post("/queue/start", begin)
    for _ in range(5):
        found = _LETTER.match(page.path)
        if found is None or page.status != 200:
            if page.status != 200:
                work.errors.append(f"{page.path}: {page.status}")
            return
        if time.monotonic() >= until:
            return
        page = _decide(browser, work, page, int(found[1]))


def _decide(browser: Browser, work: Work, page: Answer, letter: int) -> Answer:
    """Open the letter afresh, confirm it, and return what opened next."""
    opened = browser.get(page.path)
    work.seconds["letter"].append(opened.seconds)
    form = {**opened.fields(_DESK), "action": "confirm", "note": ""}
    answer = browser.post(f"/complaints/{letter}/decide", form)
    work.seconds["decide"].append(answer.seconds)
    if answer.first_status == 303:
        work.acknowledged.append((letter, int(form["revision"]) + 1))
    elif answer.first_status == 409:
        work.conflicts += 1
        return browser.post(
            f"/complaints/{letter}/next", {"csrf_token": form["csrf_token"], "queue": form["queue"]}
        )
    else:
        work.errors.append(f"decide {letter}: {answer.first_status}")
    return answer
