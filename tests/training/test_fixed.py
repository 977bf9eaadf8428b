"""The fixed evaluation: whose it is, and what counts as right."""

import pytest

from router.errors import TableError
from training.fixed import PATH_VARIABLE, SHIPPED, answer_fixed, evaluation_path, read_fixed

HEADER = "id,text,scope,kind,leads,co,duties,territory\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("COMPLAINT_ROUTER_HOME", str(tmp_path))
    monkeypatch.delenv(PATH_VARIABLE, raising=False)
    return tmp_path


def write(path, *rows):
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_the_offices_own_table_comes_before_the_one_that_came_along(home, monkeypatch):
    assert evaluation_path() == SHIPPED
    own = write(home / "evaluation.csv")
    assert evaluation_path() == own
    monkeypatch.setenv(PATH_VARIABLE, str(home / "elsewhere.csv"))
    assert evaluation_path() == home / "elsewhere.csv"
    assert evaluation_path(home / "chosen.csv") == home / "chosen.csv"


def test_the_one_that_came_along_has_a_sentence_for_each_duty():
    letters = read_fixed(SHIPPED)
    assert sum(letter.id.startswith("mission-") for letter in letters) == 60
    assert sum(letter.id.startswith("duty-") for letter in letters) == 207


def test_right_is_what_goes_to_the_right_place(router, tmp_path):
    path = write(
        tmp_path / "letters.csv",
        "1,楼下露天烧烤油烟很大,in,,22,,,",
        "2,楼下露天烧烤油烟很大,in,,36,,,",
        "3,老板拖欠我三个月工资不给,out,,,,,",
        "4,楼下露天烧烤油烟很大,out,,,,,",
        "5,老板拖欠我三个月工资不给,in,,22,,,",
        "6,有点不好说的事情,gray,,,,,",
    )
    answered = answer_fixed(router, path)
    assert answered.right == (True, False, True, False, False)
    assert answered.figures["lead_accuracy"] > 0


def test_too_few_letters_are_refused(tmp_path):
    path = write(tmp_path / "few.csv", "1,楼下露天烧烤油烟很大,in,,22,,,")
    with pytest.raises(TableError, match="只有 1 件可评的来信，至少要有 20 件"):
        read_fixed(path)
