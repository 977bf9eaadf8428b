import pytest

from web.marking import Mark, Piece, find_all, pieces


def test_pieces_join_to_the_text_and_close_where_marks_end():
    assert pieces("楼下烧烤油烟", [Mark((2, 4), ("1",), "a"), Mark((4, 6), ("2",), "b")]) == [
        Piece("楼下", None, ()),
        Piece("烧烤", "a", ("1",)),
        Piece("油烟", "b", ("2",)),
    ]


@pytest.mark.parametrize(
    "spans", [[(0, 4), (2, 6)], [(1, 5), (2, 3)], [(0, 6), (0, 6)], [(3, 3)], [], [(5, 6), (0, 1)]]
)
def test_overlapping_marks_lose_no_character_and_no_label(spans):
    text = "楼下烧烤油烟"
    marks = [Mark(span, (str(number),), "a") for number, span in enumerate(spans)]
    found = pieces(text, marks)
    assert "".join(piece.text for piece in found) == text
    closed = sorted(label for piece in found for label in piece.closing)
    assert closed == sorted(str(number) for number, span in enumerate(spans) if span[0] < span[1])


def test_empty_text_has_one_empty_piece_at_most():
    assert "".join(piece.text for piece in pieces("", [])) == ""


def test_find_all_finds_every_occurrence_of_every_word():
    assert [mark.span for mark in find_all("噪声和噪声污染", ["噪声", "污染", ""])] == [
        (0, 2),
        (3, 5),
        (5, 7),
    ]
