import pytest

from router.router import LONGEST


def test_route_answers_with_the_contract(client, router):
    response = client.post("/api/route", json={"text": "楼下露天烧烤油烟很大"})
    assert response.status_code == 200
    assert response.json == router.route("楼下露天烧烤油烟很大").to_json()
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({}, 400, '请求体应为 {"text": "诉求内容"}'),
        ({"text": 5}, 400, "text 为字符串"),
        ({"text": None}, 400, "text 为字符串"),
        ([], 400, "text 为字符串"),
        ("露天烧烤", 400, "text 为字符串"),
        ({"text": "  "}, 400, "诉求内容为空"),
        ({"text": "烟" * (LONGEST + 1)}, 413, "诉求共 100,001 字"),
        ({"text": "烟" * 2_000_000}, 413, "超过大小限制"),
    ],
)
def test_refusals_have_one_shape(client, body, status, message):
    response = client.post("/api/route", json=body)
    assert response.status_code == status
    assert list(response.json) == ["error"]
    assert message in response.json["error"]["message"]


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "GET", "path": "/api/route"}, 405),
        ({"method": "GET", "path": "/api/nothing"}, 404),
        ({"method": "POST", "path": "/api/route", "data": "{", "content_type": "application/json"}, 400),
        ({"method": "POST", "path": "/api/route", "data": "text=x", "content_type": "text/plain"}, 415),
    ],
)
def test_wrong_requests_are_answered_in_json(client, request_, status):
    response = client.open(**request_)
    assert response.status_code == status
    assert response.json["error"]["message"]


def test_without_a_model_the_remedy_is_in_the_error(modelless_client):
    response = modelless_client.post("/api/route", json={"text": "露天烧烤"})
    assert response.status_code == 503
    assert "complaint-router train" in response.json["error"]["message"]


def test_needs_no_token(guarded_client):
    assert guarded_client.post("/api/route", json={"text": "露天烧烤"}).status_code == 200
