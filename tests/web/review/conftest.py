"""Opens a letter on the desk, and sends its form."""

import pytest

from tests.web.review.forms import hidden


@pytest.fixture
def open_(client):
    return lambda number, query="": client.get(f"/complaints/{number}{query}")


@pytest.fixture
def send(client, open_):
    """Sends what the page's form would send, with ``fields`` filled in."""

    def send(number, verb="decide", **fields):
        page = open_(number)
        assert page.status_code == 200
        form = {name: hidden(page, name) for name in ("revision", "suggestion", "opened", "queue")}
        form |= {key.replace("_", "-") if "add" in key else key: value for key, value in fields.items()}
        return client.post(f"/complaints/{number}/{verb}", data=form)

    return send
