import sys
from dataclasses import dataclass
from types import ModuleType

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from router.features import word_names
from training import compare, measures, vectors
from training.compare_features import _count, domain_word_names, single_concept_names
from training.compare_figures import figures
from training.compare_learners import Training, class_then_matter, nearest_text, support_vectors
from training.compare_material import Material
from training.compare_run import run
from training.compare_scores import aligned, calibration_error, macro, named
from training.compare_systems import (
    NOBODY,
    PLAIN_WORDS,
    SHIPPED,
    STEPS,
    SYSTEMS,
    labels_of,
)
from training.compare_tables import report
from training.dataset import load_corpus
from training.letters import Letter

TEXTS = ["楼下烧烤油烟太大", "半夜工地施工噪声太大", "楼下饭店油烟太大", "工地扬尘太大"]


def test_weighting_counts_of_a_fold_is_fitting_on_that_fold():
    train = np.array([0, 1, 2])
    block = _count(TEXTS, "words", word_names).weighted(train, min_df=2)
    vectorizer = TfidfVectorizer(analyzer=word_names, min_df=2, sublinear_tf=True)
    vectorizer.fit([TEXTS[row] for row in train])
    assert np.allclose(np.sort(block.toarray()), np.sort(vectorizer.transform(TEXTS).toarray()))


def test_domain_words_are_one_token_and_single_concepts_have_no_pairs():
    assert "小区里" not in word_names("撸串")
    assert "撸串" in domain_word_names()("楼下撸串的") and "撸串" not in word_names("楼下撸串的")
    assert single_concept_names("居民楼下烧烤") and not any(
        "×" in name for name in single_concept_names("居民楼下烧烤")
    )


def test_a_text_of_two_labels_counts_half_for_each():
    training = Training.of(csr_matrix(np.eye(2)), [("a", "b"), ("c",)])
    assert (training.labels, training.weights) == (["a", "b", "c"], [0.5, 0.5, 1.0])
    assert training.matrix.toarray().tolist() == [[1, 0], [1, 0], [0, 1]]


@pytest.mark.parametrize("learner", [support_vectors, nearest_text, class_then_matter])
def test_every_learner_finds_what_it_was_taught(learner):
    labels = ["noise-home", "noise-construction", "air-cooking"]
    training = Training(csr_matrix(np.eye(3)), labels, [1.0] * 3)
    scored = learner(training, csr_matrix(np.eye(3)))
    assert [scored.classes[column] for column in scored.scores.argmax(axis=1)] == labels


def test_scores_are_read_by_the_matter_table_or_as_departments():
    scores = np.array([[5.0, 0.0]])
    by_matter = named(scores, ["noise-construction", "noise-factory"], "matters", 1.0)
    assert by_matter.departments[0, 0] == 22
    assert by_matter.ahead == pytest.approx([5])
    by_department = named(scores, [NOBODY, "36"], "departments", 1.0)
    assert by_department.departments.tolist() == [[36]]
    assert by_department.ahead == pytest.approx([-5])
    assert by_department.right([frozenset({36})]).all()
    assert not by_department.recalled([frozenset({11})]).any()
    assert labels_of(["air-cooking"], "departments") == ("22",)


def test_a_class_that_a_fold_has_not_seen_scores_lowest():
    assert aligned(np.array([[0.5, -1.0]]), ["a", "c"], ["a", "b", "c"]).tolist() == [[0.5, -1.0, -1.0]]


def test_calibration_error_is_the_one_of_the_measures():
    @dataclass
    class Answered:
        confidence: float
        lead_right: bool

    random = np.random.default_rng(0)
    confidence, right = random.random(200), random.random(200) > 0.4
    answers = [Answered(*pair) for pair in zip(confidence.tolist(), right.tolist(), strict=True)]
    assert calibration_error(confidence, right) == pytest.approx(
        measures.calibration_error(answers), abs=1e-4
    )


def test_departments_count_alike_from_three_texts_on():
    assert macro(np.array([True] * 3 + [False] * 3 + [True]), [1, 1, 1, 2, 2, 2, 3]) == 0.5


@pytest.fixture(scope="module")
def material():
    letter = Letter("1", "绝密来信：楼下露天烧烤油烟太大", "in", "complaint", (22,), (11,), ("22.03",), "")
    return Material.gather(load_corpus()[::80], {"letters.csv": [letter]})


def test_the_report_has_figures_for_every_system_and_no_text_of_letters(material):
    collected = run(material, [PLAIN_WORDS, SHIPPED], 2, lambda _: None)
    found = {system: figures(material, system, scores) for system, scores in collected.items()}
    parts = report(material, found, 2, ["letters.csv"])
    assert SHIPPED.name in parts["figures"] and "`letters.csv`" in parts["figures"]
    assert "python -m training.compare letters.csv" in parts["circumstances"]
    assert "绝密" not in "".join(parts.values())
    assert found[SHIPPED].corpus["lead"] > found[PLAIN_WORDS].corpus["lead"]


def test_steps_compare_systems_that_are_run():
    assert {system for step in STEPS for system in (step.before, step.after)} <= set(SYSTEMS)


def test_a_letter_table_that_is_not_there_is_skipped(tmp_path, capsys):
    assert not compare._is_there(tmp_path / "dev.csv")
    assert "skipped" in capsys.readouterr().err


def test_word_vectors_are_read_once_and_then_looked_up(monkeypatch, tmp_path):
    asked = []

    class E5:
        def query(self, words):
            asked.extend(words)
            return np.random.default_rng(len(asked)).normal(size=(len(words), 8)).astype(np.float32)

    package = ModuleType(vectors.PACKAGE)
    package.E5 = E5
    monkeypatch.setitem(sys.modules, vectors.PACKAGE, package)
    cache = tmp_path / "vectors.npz"
    first = vectors.word_table(["烧烤", "噪声", "扬尘"], cache)
    again = vectors.word_table(["烧烤", "噪声", "扬尘"], cache)
    assert asked == ["烧烤", "噪声", "扬尘"]
    assert np.allclose(first, again) and np.allclose(np.linalg.norm(first, axis=1), 1)
