"""A browser as far as the benchmark needs one: cookies, redirects, forms, and one connection that is kept."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlencode, urlsplit

_TIMEOUT = 120
_MOST_REDIRECTS = 5
_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """A page: the path it came from at last, the status of the first answer, and the seconds that took."""

    path: str
    first_status: int
    status: int
    text: str
    seconds: float

    def fields(self, form: str) -> dict[str, str]:
        """The hidden fields of the form whose tag holds ``form``."""
        start = self.text.index(form)
        part = self.text[start : self.text.index("</form>", start)]
        inputs = (dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(part))
        return {each["name"]: unescape(each.get("value", "")) for each in inputs if "name" in each}


class Browser:
    """One clerk's browser; not for several threads."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form, and open where that leads."""
        return self._ask("POST", path, urlencode(form))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        first = None
        for _ in range(_MOST_REDIRECTS):
            begun = time.perf_counter()
            status, location, text = self._once(method, path, body)
            first = first or (status, time.perf_counter() - begun)
            if location is None:
                return Answer(path, first[0], status, text, first[1])
            parts = urlsplit(location)
            method, body, path = "GET", None, f"{parts.path}?{parts.query}" if parts.query else parts.path
        raise RuntimeError(f"{path} leads on and on")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str | None, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        is_moved = answer.status in (301, 302, 303, 308)
        return answer.status, answer.headers["Location"] if is_moved else None, text
