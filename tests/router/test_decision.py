"""From probabilities of matters to who leads and how sure that is."""

import numpy as np
import pytest

from router.decision import Decider
from router.duties import duty_list
from router.matters import matter_table
from router.model import Policy

CLASSES = ["noise-square", "noise-construction", "noise-factory", "noise-traffic", "out-wages"]


@pytest.fixture(scope="module")
def decider():
    return Decider(CLASSES, matter_table(), duty_list(), Policy(slope=1.0, offset=0.0, auto=0.9))


def test_matters_of_one_department_stand_together_against_a_likelier_one_of_another(decider):
    finding = decider.find(np.array([0.3, 0.3, 0.35, 0.0, 0.05]))
    assert (finding.lead.number, finding.matter.id) == (22, "noise-square")


def test_the_rival_is_a_matter_that_the_department_may_not_lead(decider):
    """22 leads both the square and the site, so only the factory speaks against it: 0.6 to 0.2."""
    decisions = decider.decide(np.array([[0.2, 0.6, 0.2, 0.0, 0.0]]))
    assert decisions.ahead == pytest.approx([np.log(3)])
    assert decisions.confidence == pytest.approx([0.75])


def test_a_problem_outside_the_list_makes_less_sure(decider):
    sure, doubted = decider.decide(
        np.array([[0.0, 0.5, 0.1, 0.4, 0.0], [0.0, 0.5, 0.0, 0.0, 0.5]])
    ).confidence
    assert sure > doubted == pytest.approx(0.5)


def test_nothing_is_certain_even_without_a_rival(decider):
    decisions = decider.decide(np.array([[0.0, 1.0, 0.0, 0.0, 0.0]]))
    assert np.isfinite(decisions.ahead).all()
    assert decisions.confidence == pytest.approx([0.99])
    assert decisions.lead.max() == pytest.approx(0.99)


def test_each_row_is_decided_as_if_it_were_alone(decider):
    rows = np.random.default_rng(0).dirichlet(np.ones(len(CLASSES)), size=50)
    together = decider.decide(rows).confidence
    assert together.tolist() == [float(decider.decide(row[None]).confidence[0]) for row in rows]


def test_an_undecided_opinion_leaves_it_to_the_sure_one(decider):
    assert decider.is_out(decider.out_probability(np.array([0.5, 0.99]), np.array([0.99, 0.5]))).all()


def test_where_opinions_are_opposed_the_matters_say_more(decider):
    outside, inside = decider.out_probability(np.array([0.99, 0.01]), np.array([0.01, 0.99]))
    assert outside > 0.5 > inside


def test_no_other_problem_is_overlooked_by_asking_the_scope_head_alone(decider):
    outside, scope_out = np.random.default_rng(0).random((2, 2000)) ** np.array([[0.1], [2]])
    is_other = decider.is_other_problem(decider.out_probability(outside, scope_out))
    may_be = decider.may_be_other_problem(scope_out)
    assert 0 < is_other.sum() < may_be.sum() < len(may_be)
    assert may_be[is_other].all()
