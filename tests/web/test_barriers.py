"""No page of the application is a barrier to anybody, and none sticks out of a small screen."""

import pytest

from tests.web.office import PASSWORD, furnish, make_app

pytestmark = pytest.mark.browser

# 1093 pixels are 1366 at a zoom of 125 %.
SIZES = ((1093, 614), (1366, 768))


@pytest.fixture(scope="module")
def office(router, tmp_path_factory):
    """An application with accounts and a year's work in its store."""
    folder = tmp_path_factory.mktemp("office")
    app = make_app(folder, ROUTER=router, WTF_CSRF_ENABLED=False, TRUSTED_HOSTS=None)
    app.letters = furnish(app.extensions["store"], router)
    return app


@pytest.fixture(scope="module")
def address(office, serving):
    with serving(office) as address:
        yield address


@pytest.fixture
def pages(office):
    """Every page that opens by its address alone, and one of each kind that names a thing."""
    client = office.test_client()
    client.post("/login", data={"login": "guan", "password": PASSWORD})
    fixed = sorted(
        rule.rule for rule in office.url_map.iter_rules() if "GET" in rule.methods and not rule.arguments
    )
    letters = office.letters
    named = [f"/complaints/{ids[0]}" for ids in letters.values()]
    panels = [f"/complaints/{letters['open'][0]}?panel={panel}" for panel in ("edit", "hand")]
    panels += [
        f"/complaints/{letters['open'][0]}?why=22",
        f"/complaints/{letters['decided'][0]}?panel=return",
    ]
    found = [
        *fixed,
        *named,
        *panels,
        "/duties/22.03",
        "/duties/?q=噪声",
        "/statistics/?tables=1",
        "/no-such-page",
    ]
    answers = {path: client.get(path) for path in found}
    return [
        path
        for path, answer in answers.items()
        if answer.mimetype == "text/html" and answer.status_code != 302
    ]


def test_the_pages_are_all_there(pages):
    listed = {
        "/",
        "/queue/",
        "/queue/upload",
        "/queue/paste",
        "/batch/",
        "/statistics/",
        "/statistics/agenda",
        "/duties/",
    }
    assert listed | {"/people/", "/keys/", "/audit/", "/learning/", "/password/", "/api", "/about/"} <= set(
        pages
    )


def test_no_page_has_barriers(clerk, pages):
    clerk.log_in("guan", PASSWORD)
    problems = {path: found for path in pages if (found := problems_of(clerk, path))}
    clerk.browser.delete_all_cookies()
    problems |= {path: found for path in ("/login", "/queue/") if (found := problems_of(clerk, path))}
    assert problems == {}
    # The page that is not there says so in the log too.
    clerk.browser.get_log("browser")


def problems_of(clerk, path):
    """What is wrong with a page at any size."""
    clerk.browser.get(clerk.address + path)
    found = []
    for width, height in SIZES:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        clerk.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        if clerk.browser.execute_script("return document.documentElement.scrollWidth") > width:
            found.append(f"sticks out of {width} pixels")
        found += clerk.axe(clerk.browser)
    return found
