"""Numbers in links and forms, however long, name nothing that is there: the answer is the ordinary one."""

import pytest

from web.numbers import NOBODYS, read_number
from web.store import Draft

HUGE = [2**63, 10**30, "9" * 5000]


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), (" 7 ", 7), ("0", 0), ("007", 7), (str(2**63 - 1), 2**63 - 1), (str(2**63), NOBODYS),
     ("9" * 5000, NOBODYS), ("", None), ("-1", None), ("1.5", None), ("７", None), ("²", None)],
)  # fmt: skip
def test_a_number_is_read(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize("number", HUGE)
def test_a_page_of_a_letter_that_cannot_be_is_not_found(client, number):
    page = client.get(f"/complaints/{number}")
    assert page.status_code == 404
    assert "没有编号为" in page.text
    for verb in ("draft", "decide"):
        form = {"revision": "0", "action": "confirm"}
        assert client.post(f"/complaints/{number}/{verb}", data=form).status_code == 404


@pytest.mark.parametrize("number", HUGE)
def test_users_and_keys_that_cannot_be_are_not_found(client, number):
    for path in (f"/people/{number}/name", f"/people/{number}/password", f"/keys/{number}/revoke"):
        assert client.post(path, data={"name": "王"}).status_code == 404


@pytest.mark.parametrize("number", HUGE)
def test_the_interface_says_not_found_too(client, number):
    answer = client.get(f"/api/complaints/{number}")
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")
    sent = {"revision": 0, "action": "confirm"}
    assert client.post(f"/api/complaints/{number}/decisions", json=sent).status_code == 404


@pytest.mark.parametrize("number", HUGE)
def test_fields_of_forms_and_filters_may_say_anything(client, add_letter, decide, number):
    letter = add_letter("楼下烧烤店油烟太大，熏得不敢开窗")
    decide(letter, Draft("confirm"))
    answers = [
        client.get(f"/audit/?user={number}&before={number}"),
        client.get(f"/queue/?user={number}&department={number}"),
        client.post(f"/complaints/{letter}/undo", data={"undoes": str(number), "revision": "1"}),
        client.post(
            f"/complaints/{letter}/decide", data={"revision": str(number), "action": "note", "note": "x"}
        ),
        client.post(
            f"/complaints/{letter}/decide",
            data={"revision": "1", "action": "hand_over", "to_user": str(number), "suggestion": str(number)},
        ),
        client.post(
            f"/complaints/{letter}/draft",
            data={
                "issues": str(number),
                "lead-1": str(number),
                "start-1": str(number),
                "step": f"join:{number}",
            },
        ),
        client.post("/slip/", data={"text": "楼下烧烤店油烟太大", "complaint": str(number)}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
