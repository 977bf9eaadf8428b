import pytest

from router.duties import duty_list


def test_index_lists_every_department_and_the_requirements(client, words):
    page = client.get("/duties/")
    seen = words(page)
    assert all(f"{d.number}{d.short}" in seen for d in duty_list().departments.values())
    assert "46个部门，207条" in seen
    assert "各县市（园区）党委（党工委）、人民政府（管委会）对本行政区域生态环境保护工作负总责" in seen


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("噪声", ["11.05", "16.03", "22.03"], ["24.02"]),
        ("噪声 餐饮", ["22.03"], ["16.03"]),
        ("城管", ["22.03"], ["24.02"]),
        ("22.03", ["22.03"], ["22.04"]),
    ],
)
def test_search_finds_words_departments_and_ids(client, query, found, missing):
    page = client.get("/duties/", query_string={"q": query}).text
    assert all(f'href="/duties/{duty_id}"' in page for duty_id in found)
    assert not any(f'href="/duties/{duty_id}"' in page for duty_id in missing)


def test_search_marks_what_it_found(client):
    assert '<mark class="found">噪声</mark>' in client.get("/duties/?q=噪声").text


@pytest.mark.parametrize("query", ["量子力学", "<script>", "%", "'"])
def test_search_without_result_says_so(client, query):
    page = client.get("/duties/", query_string={"q": query})
    assert page.status_code == 200
    assert "没有找到" in page.text
    assert "<script>" not in page.text.replace("<script src", "")


def test_department_shows_its_own_duties_only(client):
    page = client.get("/duties/?department=22").text
    assert page.count('<article class="duty">') == 8
    assert 'href="/duties/22.08"' in page
    assert 'href="/duties/21.01"' not in page


def test_search_within_a_department(client, words):
    assert "0条" in words(client.get("/duties/?department=24&q=噪声"))


@pytest.mark.parametrize("duty_id", ["01.01", "22.03", "46.03"])
def test_duty_has_its_own_page(client, duty_id):
    page = client.get(f"/duties/{duty_id}")
    assert page.status_code == 200
    assert duty_list().duties[duty_id].text in page.text


def test_duty_names_the_matters_it_answers_for(client, words):
    seen = words(client.get("/duties/22.03"))
    assert "餐饮油烟、露天烧烤" in seen
    assert "协办光污染" in seen


@pytest.mark.parametrize("path", ["/duties/22.99", "/duties/x", "/duties/?department=99"])
def test_unknown_duty_or_department_is_not_found(client, path):
    page = client.get(path)
    assert page.status_code == 404
    assert "没有这个页面" in page.text


def test_works_without_a_model(modelless_client):
    assert modelless_client.get("/duties/?q=噪声").status_code == 200
