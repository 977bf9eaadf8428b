import pytest

from router.concepts import Concept, ConceptTable, concept_table
from router.errors import DataError


def names(text):
    return [hit.concept.name for hit in concept_table().find(text)]


def test_the_longest_word_wins():
    table = ConceptTable([Concept("农药", "来源", ("农药",)), Concept("工厂", "来源", ("农药厂",))])
    assert [(hit.concept.name, hit.start, hit.end) for hit in table.find("旁边农药厂")] == [("工厂", 2, 5)]


def test_a_word_at_the_end_of_a_text_ends_with_it():
    table = ConceptTable([Concept("工地", "来源", ("打桩", "打桩机声音"))])
    assert [(hit.start, hit.end) for hit in table.find("半夜打桩")] == [(2, 4)]


def test_everyday_words_meet_official_ones():
    assert "露天烧烤" in names("楼下撸串的")
    assert "露天烧烤" in names("露天烧烤")


def test_the_shipped_table_is_broad_enough():
    concepts = concept_table().concepts
    assert len(concepts) >= 150
    assert sum(len(concept.words) for concept in concepts) >= 3000


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("噪声,介质,吵\n噪声,介质,闹\n", "概念“噪声”出现多次"),
        ("噪声,介质,\n", "概念“噪声”没有词语"),
    ],
)
def test_a_wrong_table_is_refused_with_the_reason(tmp_path, rows, message):
    path = tmp_path / "concepts.csv"
    path.write_text("concept,group,words\n" + rows, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        ConceptTable.load(path)
