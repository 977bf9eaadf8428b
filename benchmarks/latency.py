"""``python -m benchmarks.latency``: how long one letter takes, from a cold start and on the loaded web page."""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.models import model_folder, prepare
from benchmarks.results import Latency, add_latency
from training.dataset import load_corpus

LENGTHS = range(180, 221)
_COLD = 5
_REQUESTS = 300
# The server makes itself ready beside its first answers.
_WARMING_SECONDS = 3.0
_SEED = 2021
_LETTER = "楼下烧烤油烟太大"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_SERVE = "from web import serve; serve(port=0, ready=lambda url: print(url, flush=True))"


def main() -> None:
    """Measure and add the figures to ``benchmarks/RESULTS.md``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "complaint-router-benchmarks"
    )
    folder = parser.parse_args().folder
    prepare(folder)
    for latency in measure_latency(folder):
        add_latency(latency)
        print(f"{latency.what}: p50 {latency.median:.1f} ms, p95 {latency.high:.1f} ms, n {latency.count}")


def measure_latency(folder: Path) -> Iterator[Latency]:
    """Each thing measured, one after the other."""
    load = os.getloadavg()[0]
    environment = {**os.environ, "COMPLAINT_ROUTER_HOME": str(model_folder(folder).parent)}
    command = [sys.executable, "-m", "router", "route", _LETTER, "--json"]

    def start() -> None:
        subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)

    yield _latency("route from a cold start", [_milliseconds(start) for _ in range(_COLD)], load)
    with _server(environment) as address:
        connection = http.client.HTTPConnection(address)
        for what, send in (("page", _page(connection)), ("JSON", _json(connection))):
            letters = _letters()
            warm_at = time.monotonic() + _WARMING_SECONDS
            while time.monotonic() < warm_at:
                send(next(letters))
            times = [_milliseconds(partial(send, letter)) for letter in islice(letters, _REQUESTS)]
            yield _latency(f"loaded web request, {what}, some 200 characters", times, load)
        connection.close()


def _letters() -> Iterator[str]:
    """The complaints of the corpus that are some 200 characters long, one after the other, again and again."""
    letters = [example.text for example in load_corpus() if len(example.text) in LENGTHS]
    random.Random(_SEED).shuffle(letters)
    return cycle(letters)


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    command = [sys.executable, "-c", _SERVE]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield urllib.parse.urlsplit(server.stdout.readline().strip()).netloc
        finally:
            server.terminate()


def _page(connection: http.client.HTTPConnection) -> Callable[[str], None]:
    """Sends a letter with the form of the page."""
    connection.request("GET", "/")
    response = connection.getresponse()
    page, cookie = response.read().decode(), response.getheader("Set-Cookie", "")
    token = _TOKEN.search(page)
    assert token
    headers = {
        "Cookie": cookie.partition(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }

    def send(text: str) -> None:
        body = urllib.parse.urlencode({"text": text, "csrf_token": token[1]})
        _post(connection, "/", body, headers)

    return send


def _json(connection: http.client.HTTPConnection) -> Callable[[str], None]:
    """Sends a letter as another program does."""

    def send(text: str) -> None:
        body = json.dumps({"text": text})
        _post(connection, "/api/route", body, {"Content-Type": "application/json"})

    return send


def _post(connection: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> None:
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise SystemExit(f"POST {path} was answered with {response.status}")


def _milliseconds(action: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - begun)


def _latency(what: str, times: list[float], load: float) -> Latency:
    high = statistics.quantiles(times, n=20, method="inclusive")[-1]
    return Latency(what, statistics.median(times), high, len(times), load)


if __name__ == "__main__":
    main()
