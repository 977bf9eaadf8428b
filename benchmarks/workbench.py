"""``python -m benchmarks.workbench``: the workbench over 200,000 letters, page by page, and with many clerks at once.

The program is the real one: ``complaint-router serve`` in a process of its own, asked over the loopback interface.
"""

import argparse
import contextlib
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

from benchmarks.browser import Browser
from benchmarks.clerks import Work, log_in, lost, make_clerks, run_clerks
from benchmarks.stored import LETTERS, fill
from benchmarks.workbench_results import Clerks, Pages, write_section
from web.queue_view import territories
from web.store import Store, open_store

_HOST = "127.0.0.1"
_PATIENCE = 300
_WORDS = (
    "油烟",
    "施工噪声",
    "养猪场 臭味",
    "垃圾",
    "烧烤",
    "污水",
    "阳光小区",
    "扬尘",
    "半夜",
    "CJ2026",
    "噪声 昌吉",
)
_SPANS = ("month", "last_month", "quarter", "year", "all")


def main() -> None:
    """Measure what the arguments ask for and write the section."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workbench", description=__doc__)
    parser.add_argument(
        "--db", help="a store that stays; filled where it is empty (default: in the temporary folder)"
    )
    parser.add_argument("--letters", type=int, default=LETTERS)
    parser.add_argument(
        "--times", type=int, default=200, help="how often each page is opened, 0 for not at all"
    )
    parser.add_argument("--clerks", type=int, default=50)
    parser.add_argument(
        "--seconds", type=float, default=60, help="how long the clerks work, 0 for not at all"
    )
    parser.add_argument("--home", type=Path, help="the folder of the model (default: COMPLAINT_ROUTER_HOME)")
    parser.add_argument("--results", type=Path, help="where to write instead of benchmarks/RESULTS.md")
    asked = parser.parse_args()
    url = asked.db or str(Path(tempfile.gettempdir()) / f"complaint-router-workbench-{asked.letters}.db")
    with open_store(url) as store:
        letters = _filled(store, asked.letters)
        names = make_clerks(store, max(asked.clerks, 1))
    pages, clerks = [], None
    load = os.getloadavg()[0]
    with _served(url, asked.home) as new_browser:
        if asked.times:
            pages = measure_pages(new_browser(), names[0], asked.times)
        if asked.seconds:
            works = run_clerks(new_browser, names[: asked.clerks], asked.seconds)
            with open_store(url) as store:
                clerks = _summed(works, asked.seconds, lost(store, works))
                backend = store.database.engine.dialect.name
        else:
            backend = "postgresql" if "://" in url and not url.startswith("sqlite") else "sqlite"
    written = write_section(pages, clerks, letters=letters, backend=backend, load=load, path=asked.results)
    print(f"written to {written}")


def measure_pages(browser: Browser, name: str, times: int) -> list[Pages]:
    """Seconds of each page, opened again and again in all its forms by one clerk."""
    log_in(browser, name)
    chance = random.Random(7)
    kinds: dict[str, Callable[[], str]] = {
        "queue, first page, any filter": lambda: f"/queue/?{_queue_filter(chance)}",
        "search": lambda: f"/queue/?state=all&text={quote(chance.choice(_WORDS))}",
        "statistics, any span and county": lambda: f"/statistics/?{_span(chance)}",
    }
    browser.get("/statistics/?span=all")
    found = [Pages(what, _timed(browser, path, times)) for what, path in kinds.items()]
    return [
        *found,
        Pages("statistics, a decision made before each", _timed_after_a_note(browser, chance, times)),
    ]


def _timed(browser: Browser, path: Callable[[], str], times: int) -> list[float]:
    return [_opened(browser, path()) for _ in range(times)]


def _opened(browser: Browser, path: str) -> float:
    answer = browser.get(path)
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return answer.seconds


def _timed_after_a_note(browser: Browser, chance: random.Random, times: int) -> list[float]:
    """The page when nothing of it can be remembered: something happens in the store each time."""
    seconds = []
    for _ in range(times):
        queue = browser.get("/queue/")
        number = chance.choice(re.findall(r"/complaints/(\d+)", queue.text))
        form = browser.get(f"/complaints/{number}").fields('<form id="desk"')
        browser.post(f"/complaints/{number}/decide", {**form, "action": "note", "note": "已电话核实"})
        seconds.append(_opened(browser, f"/statistics/?{_span(chance)}"))
    return seconds


def _queue_filter(chance: random.Random) -> str:
    parts = [f"state={chance.choice(('waiting', 'decided', 'all'))}"]
    parts += [f"department={chance.choice((11, 22, 16, 25, 36))}"] if chance.random() < 0.3 else []
    parts += [f"territory={quote(chance.choice(territories()))}"] if chance.random() < 0.3 else []
    parts += [f"order={chance.choice(('oldest', 'newest'))}"] if chance.random() < 0.3 else []
    return "&".join(parts)


def _span(chance: random.Random) -> str:
    place = quote(chance.choice(territories())) if chance.random() < 0.5 else ""
    return f"span={chance.choice(_SPANS)}&territory={place}"


def _filled(store: Store, letters: int) -> int:
    """Fill an empty store; how many letters there are."""
    counted = sum(store.queue.counts().values())
    if not counted:
        print(f"filling the store with {letters:,} letters, which takes minutes", flush=True)
        fill(store, letters)
    return counted or letters


@contextlib.contextmanager
def _served(url: str, home: Path | None) -> Iterator[Callable[[], Browser]]:
    """The program, serving ``url``; it ends with the block."""
    with socket.create_server((_HOST, 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "COMPLAINT_ROUTER_DB": url}
    if home:
        environment["COMPLAINT_ROUTER_HOME"] = str(home)
    command = [sys.executable, "-m", "router", "serve", "--host", _HOST, "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(process, port)
        yield lambda: Browser(_HOST, port)
    finally:
        process.terminate()
        process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"the program ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection((_HOST, port), 1):
            return
        time.sleep(0.2)
    raise SystemExit(f"the program does not listen after {_PATIENCE} s")


def _summed(works: Sequence[Work], seconds: float, missing: Sequence[tuple[int, int]]) -> Clerks:
    errors = [error for work in works for error in work.errors]
    for error in errors[:10]:
        print(f"error: {error}", file=sys.stderr)
    return Clerks(
        clerks=len(works),
        seconds=seconds,
        decisions=sum(len(work.acknowledged) for work in works),
        conflicts=sum(work.conflicts for work in works),
        errors=len(errors),
        lost=len(missing),
        steps={
            step: [value for work in works for value in work.seconds[step]]
            for step in ("queue", "letter", "decide")
        },
    )


if __name__ == "__main__":
    main()
