import numpy as np

from router.arrays import ranges, run_starts, sums


def test_ranges_follow_one_another_and_may_be_empty():
    assert ranges(np.array([5, 9, 2]), np.array([2, 0, 3])).tolist() == [5, 6, 2, 3, 4]
    assert ranges(np.zeros(0, np.int64), np.zeros(0, np.int64)).tolist() == []


def test_sums_begin_with_nothing():
    assert sums(np.array([3, 0, 4])).tolist() == [0, 3, 3, 7]
    assert sums(np.array([True, False, True])).tolist() == [0, 1, 1, 2]


def test_a_run_starts_where_the_value_changes():
    assert run_starts(np.array([7, 7, 2, 2, 7])).tolist() == [0, 2, 4]
    assert run_starts(np.zeros(0, np.int64)).tolist() == []
