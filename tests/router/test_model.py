import numpy as np
import pytest

TEXT = "楼下烧烤店半夜还在冒烟，油烟呛得人睡不着"


@pytest.mark.parametrize("matter", ["air-cooking", "air-barbecue", "noise-construction"])
def test_evidence_and_bias_add_up_to_the_score(model, matter):
    column = model.matter.classes.index(matter)
    score = model.matter.scores(model.transform([TEXT]))[0, column]
    evidence = model.explain(TEXT).evidence(matter)
    assert evidence.shape == (len(TEXT),)
    assert evidence.sum() + model.matter.bias[column] == pytest.approx(score, abs=1e-4)


def test_evidence_points_at_the_words_that_matter(model):
    evidence = model.explain(TEXT).evidence("air-cooking")
    word = TEXT.index("油烟")
    assert evidence[word : word + 2].sum() > evidence[TEXT.index("睡不着") :].sum()


def test_probabilities_are_probabilities(model):
    for head in (model.matter, model.scope, model.kind):
        rows = head.probabilities(model.transform([TEXT, "", "臭"]))
        assert np.allclose(rows.sum(axis=1), 1)
        assert (rows >= 0).all()
