"""Calls are made in their order, on the arrays that were written down."""

import numpy as np

from core.network.fast.calls import run


def test_each_call_finds_what_the_ones_before_it_left() -> None:
    a, b = np.array([1.0, 2.0]), np.zeros(2)
    calls = ((np.add, (a, a, b)), (np.multiply, (b, b, a)), (np.subtract, (a, 1, b)))
    run(calls)
    np.testing.assert_array_equal(a, [4, 16])
    np.testing.assert_array_equal(b, [3, 15])
    run(calls)
    np.testing.assert_array_equal(b, [63, 1023])
