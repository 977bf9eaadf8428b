"""What a browser does at the door: logs in, lets time pass, sends on the hidden fields of a page."""

import html
import re
import time

PASSWORD = "a good pass"


def enter(client, token, login="clerk", password=PASSWORD, **fields):
    page = client.get("/login")
    return client.post(
        "/login", data={"csrf_token": token(page), "login": login, "password": password, **fields}
    )


def travel(monkeypatch, seconds):
    """Let the clock of the sessions go on."""
    now = time.time() + seconds
    monkeypatch.setattr("web.people.sessions.time.time", lambda: now)


def fields_of(page):
    """The hidden fields of a page as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}
