from router.labels import confidence_words
from web.moments import minute
from web.wording import cut_off, duration, percent


def test_says_that_the_clerk_decides_and_which_versions_answer(client, router, words):
    seen = words(client.get("/about/"))
    assert "程序只提建议，不作决定" in seen
    assert router.model.version in seen
    assert router.duties.version in seen


def test_words_for_confidence_change_where_the_page_says(client):
    assert [confidence_words(value) for value in (0.9, 0.899, 0.6, 0.599)] == [
        "很有把握",
        "较有把握",
        "较有把握",
        "把握不大",
    ]
    page = client.get("/about/").text
    assert "90% 及以上" in page
    assert "60%–90%" in page


def test_without_a_model_the_remedy_is_shown(modelless_client, words):
    assert "模型未加载" in words(modelless_client.get("/about/"))
    assert "complaint-router train" in modelless_client.get("/about/").text


def test_figures_never_claim_certainty():
    assert [percent(value) for value in (0.0, 0.004, 0.006, 0.5, 0.991, 0.999, 1.0)] == [
        "不足 1%",
        "不足 1%",
        "1%",
        "50%",
        "99%",
        "99% 以上",
        "99% 以上",
    ]


def test_figures_agree_with_the_words_and_fall_short_of_the_cut_off():
    assert percent(0.8999) == "89%"
    assert (percent(0.9401), cut_off(0.9433)) == ("94%", "95%")


def test_times_are_read_by_a_person():
    assert [duration(value) for value in (0.2, 59, 61, 3600)] == ["1 秒", "59 秒", "1 分钟", "60 分钟"]
    assert minute("2026-11-26T23:52:06+00:00")[:5] == "2026-"
