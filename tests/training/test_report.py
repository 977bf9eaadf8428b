import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from router.duties import duty_list
from training.charts import GLYPH_FILE, Canvas, glyphs
from training.evaluate import Evaluation, evaluate_letters
from training.letters import Letter
from training.measures import Answer, measure
from training.report import render_report, write_report
from training.report_charts import confusion_picture, coverage_picture, reliability_picture
from training.report_errors import KIND, LEAD, SCOPE, TERRITORY, faults_of, mistakes
from training.report_glyphs import needed_characters
from training.report_tables import department_rows, figures, matter_rows, proposals, sampling_error
from training.report_words import Comparer, pieces

RIGHT = Letter("right", "楼下露天烧烤油烟太大", "in", "complaint", (22,), (11,), ("22.03",), "")
WRONG = Letter("wrong", "工地<b>半夜</b>打桩，噪声太大", "in", "complaint", (36,), (), ("36.03",), "")
OUT = Letter("out", "单位拖欠工资三个月", "out", "complaint", (), (), (), "")


@pytest.fixture(scope="module")
def answers(router):
    return [Answer(letter, router.route(letter.text)) for letter in (RIGHT, WRONG, OUT)]


@pytest.fixture
def page(router, answers, tmp_path):
    return render_report(router, Evaluation(tmp_path / "来信.csv", answers, measure(answers)))


def test_the_page_loads_nothing_from_elsewhere_and_runs_no_script(page):
    outside = page.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//[a-z]|<script|<link|<img|@import|url\(", outside)


def test_the_page_shows_every_error_with_gold_answer_and_words(page):
    errors = page[page.index('id="mistakes"') :]
    assert "wrong" in errors
    assert "36 州林草局" in errors
    assert "主办有误" in errors
    assert re.search(r'<th scope="row">打桩</th>\s*<td class="number">\+', errors)
    assert RIGHT.text not in errors
    assert "3 件中 1 件" in errors


def test_a_letter_cannot_put_markup_into_the_page(page):
    assert "<b>半夜" not in page
    assert re.search(r"&lt;.{0,60}b.{0,60}&gt;", page)


def test_a_report_that_cannot_be_written_says_so(router, answers, tmp_path):
    from router.errors import OutputError

    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="无法写入"):
        write_report(router, Evaluation(tmp_path, answers, measure(answers)), tmp_path / "file" / "报告.html")


def test_nothing_to_measure_still_makes_a_page(router, tmp_path):
    page = render_report(router, Evaluation(tmp_path / "空.csv", [], measure([])))
    assert "0 件中 0 件" in page


def test_all_figures_are_on_the_page_even_one_without_a_chinese_name(page, answers):
    measured = {**measure(answers), "new_measure": 0.5}
    shown = figures(measured)
    assert (shown[-1].name, shown[-1].value) == ("new_measure", "50.0%")
    singles = [value for value in measured.values() if not isinstance(value, dict)]
    assert len(shown) == len(singles)
    assert all(figure.name in page for figure in shown[:-1])


def test_sampling_error_is_that_of_a_share():
    measured = {"lead_accuracy": 0.9, "letters_with_leads": 100}
    assert sampling_error(measured) == pytest.approx(0.0588, abs=1e-4)
    assert sampling_error({"lead_accuracy": None, "letters_with_leads": 0}) is None


def test_departments_matters_and_proposals_add_up(answers):
    led = answers[:2]
    rows = {row.department.number: row for row in department_rows(led)}
    assert (rows[22].letters, rows[22].accuracy, rows[36].accuracy) == (1, 1.0, 0.0)
    assert rows[36].mistaken == (duty_list().departments[led[1].first_lead].short, 1)
    assert sum(row.answered for row in rows.values()) == 2
    assert sum(row.letters for row in matter_rows(answers)) == sum(bool(a.routing.issues) for a in answers)
    assert sum(row.share for row in proposals(led)) == pytest.approx(1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"leads": (36,), "duties": ()}, LEAD),
        ({"scope": "out", "leads": (), "duties": ()}, SCOPE),
        ({"kind": "thanks"}, KIND),
        ({"territory": "阜康市"}, TERRITORY),
    ],
)
def test_each_fault_is_named_and_alone(answers, changes, fault):
    answer = Answer(replace(RIGHT, **changes), answers[0].routing)
    assert faults_of(answers[0]) == ()
    assert faults_of(answer) == (fault,)


def test_scope_and_kind_errors_are_explained_by_their_own_heads(router, answers):
    letter = replace(RIGHT, scope="out", leads=(), duties=(), kind="thanks")
    (mistake,) = mistakes(router, [Answer(letter, answers[0].routing)])
    assert [comparison.title for comparison in mistake.comparisons] == ["事项", "范围", "类型"]
    assert mistake.comparisons[2].gold == "感谢"


def test_a_right_matter_with_the_wrong_lead_first_is_explained_all_the_same(router):
    """Two departments are equals here; the answer names the one first that the gold answer does not name."""
    answer = Answer(replace(RIGHT, text="地里烧秸秆浓烟滚滚", duties=()), router.route("地里烧秸秆浓烟滚滚"))
    second = answer.routing.issues[0].matter.leads[-1]
    (mistake,) = mistakes(router, [replace(answer, letter=replace(answer.letter, leads=(second.number,)))])
    assert second != answer.routing.leads[0].department
    assert LEAD in mistake.faults
    assert mistake.comparisons[0].answered != mistake.comparisons[0].gold
    assert mistake.comparisons[0].words


def test_the_words_of_a_comparison_add_up_to_the_score(model):
    """All words, what stands on no word (nothing here) and the bias are the score the head gave."""
    text = "工地半夜打桩，没法睡。"
    labels = ("noise-construction", "noise-home")
    compared = Comparer(model, text).compare("事项", model.matter, labels, labels)
    scores = model.matter.scores(model.transform([text]))[0]
    columns = [model.matter.classes.index(label) for label in labels]
    assert [compared.score.answered, compared.score.gold] == pytest.approx(scores[columns], abs=1e-4)
    summed = sum(compared.pulls.values()) + np.subtract(*model.matter.bias[columns])
    assert summed == pytest.approx(compared.score.difference, abs=1e-4)


def test_pieces_are_the_text_again_with_the_heavy_words_marked():
    cut = pieces("工地打桩太吵", {"打桩": 1.0, "工地": -0.5, "太吵": 0.1})
    assert [(piece.text, piece.pull) for piece in cut] == [
        ("工地", "gold"),
        ("打桩", "answered"),
        ("太吵", ""),
    ]
    assert [piece.text for piece in pieces("工地打桩", {})] == ["工地打桩"]


def test_every_character_of_the_pictures_has_an_outline():
    missing = [character for character in needed_characters() if character not in glyphs()]
    assert not missing, f"run python -m training.report_glyphs FONT to add {missing}"
    assert (GLYPH_FILE.parent / "glyphs-OFL.txt").is_file()


def test_pictures_need_no_font(router, answers):
    """All 46 departments on one picture, and not one character left to a font."""
    everybody = [
        Answer(replace(RIGHT, leads=(number,)), answers[0].routing) for number in duty_list().departments
    ]
    for picture in (confusion_picture, reliability_picture, coverage_picture):
        drawn = picture(everybody)
        assert "<text" not in drawn
        assert ElementTree.fromstring(drawn).get("role") == "img"


def test_a_character_without_outline_is_left_to_the_viewer_and_escaped():
    canvas = Canvas("test", 10, 10, "图<>")
    canvas.text(0, 0, "囧<")
    root = ElementTree.fromstring(canvas.svg())
    assert [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")] == ["囧"]
    assert root.get("aria-label") == "图<>"


def test_pictures_of_no_letters_are_empty_and_do_not_fail():
    for picture in (confusion_picture, reliability_picture, coverage_picture):
        assert ElementTree.fromstring(picture([])) is not None


def test_evaluation_keeps_answers_in_the_order_of_the_table(router, tmp_path):
    source = tmp_path / "letters.csv"
    source.write_text(
        "id,text,scope,kind,leads,co,duties,territory\n"
        "a,露天烧烤,in,complaint,22,11,22.03,\nb,单位拖欠工资,out,complaint,,,,\n",
        encoding="utf-8",
    )
    evaluation = evaluate_letters(router, source)
    assert [answer.letter.id for answer in evaluation.answers] == ["a", "b"]
    assert evaluation.figures["model"] == router.model.version
