import pytest

from router.duties import duty_list
from router.errors import DataError
from training import dataset
from training.dataset import clauses, duty_examples, load_corpus


def test_the_corpus_covers_what_citizens_bring():
    corpus = load_corpus()
    assert len(corpus) >= 8000
    assert sum(example.scope == "out" for example in corpus) >= 1000


def test_a_shared_duty_teaches_each_matter_only_its_own_clause():
    taught = {example.text: example.matters for example in duty_examples()}
    assert taught["露天烧烤"] == ("air-barbecue",)
    assert "noise-construction" in taught["建筑施工噪声"]
    assert "air-barbecue" not in taught["建筑施工噪声"]


def test_clauses_are_parts_of_the_duty():
    duty = duty_list().duties["24.02"]
    assert "依法查处河道非法采砂行为" in clauses(duty)
    assert all(clause in duty.text for clause in clauses(duty))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("甲,no-such-matter,complaint", "第 2 行：事项“no-such-matter”不在 matters.csv 中"),
        ("甲,noise-home,angry", "第 2 行：诉求类型“angry”无效"),
    ],
)
def test_a_wrong_label_is_named_with_file_and_row(tmp_path, monkeypatch, row, message):
    (tmp_path / "bad.csv").write_text(f"text,matters,kind\n{row}\n", encoding="utf-8")
    monkeypatch.setattr(dataset, "CORPUS_FOLDER", tmp_path)
    with pytest.raises(DataError, match=message):
        load_corpus()


def test_an_empty_corpus_folder_is_explained(tmp_path, monkeypatch):
    monkeypatch.setattr(dataset, "CORPUS_FOLDER", tmp_path)
    with pytest.raises(DataError, match="没有 CSV 文件"):
        load_corpus()
