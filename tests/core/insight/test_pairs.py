"""Two digits that touch are told from one, by what the network for that says alone or with something beside it."""

import numpy as np
import pytest

from core.data.ink.groups import part_of
from core.data.ink.part import Part
from core.data.ink.strokes import Ink
from core.data.writer.hands import ON_PAPER, ON_TABLET
from core.files import pairs
from core.hyperparameters import Hyperparameters
from core.insight.answer import Answer
from core.insight.pairs import PairDetector
from core.insight.rejection import Reason, Rejection
from core.insight.verdict import Verdict, of_part
from core.network.network import Network
from tests.benchmarks.bench_numbers import beside, written

IMAGE = np.full((28, 28), 60, np.uint8)
SURE = Verdict(Answer(np.eye(10, dtype=np.float32)[3], 3, 1.0, is_probability=True), None)


def saying(share: float) -> PairDetector:
    """Return one that says the same to everything."""
    untrained = Network.create(Hyperparameters(hidden=()), np.random.default_rng(0), classes=2).working_copy()
    untrained.layers[0].weights[:] = 0
    untrained.layers[0].biases[:] = np.log([1 - share, share])
    return PairDetector(untrained)


def reason(share: float, found: Verdict = SURE, *, is_joined: bool = False) -> Reason | None:
    told = of_part(found, Part((0, 0, 1, 1), IMAGE, is_joined), saying(share)).rejection
    return None if told is None else told.reason


def test_what_is_nearly_certain_is_enough_and_what_is_likely_needs_something_beside_it() -> None:
    unsure = Verdict(SURE.answer, Rejection(Reason.NOVEL, (3,)))
    assert reason(0.99) is Reason.TOUCHING
    assert reason(0.7) is None
    assert reason(0.7, is_joined=True) is Reason.TOUCHING
    assert reason(0.7, unsure) is Reason.TOUCHING
    assert reason(0.2, is_joined=True) is None
    assert reason(0.2, unsure) is Reason.NOVEL


@pytest.mark.parametrize("amount", [Reason.TOO_LITTLE_INK, Reason.TOO_MUCH_INK])
def test_ink_that_is_none_of_a_digit_is_said_first(amount: Reason) -> None:
    assert reason(0.99, Verdict(SURE.answer, Rejection(amount))) is amount


def test_without_a_network_for_it_the_strokes_tell() -> None:
    parts = [Part((0, 0, 1, 1), IMAGE, is_joined) for is_joined in (False, True)]
    assert [of_part(SURE, part, None).rejection for part in parts] == [None, Rejection(Reason.TOUCHING)]


def test_pairs_are_told_and_single_digits_are_none() -> None:
    pool = [*written(ON_PAPER, 5, 14), *written(ON_TABLET, 5, 15)]
    chance = np.random.default_rng(16)
    close = [sum(beside(pool, 2, chance, (-0.2, 0.0)), []) for _ in range(150)]
    detector = pairs.detector()
    assert detector is not None
    single, double = (
        [detector.is_pair(part_of(Ink(tuple(digit))).image, is_likely=False) for digit in some]
        for some in (pool[::2], close)
    )
    assert np.mean(single) <= 0.015
    assert np.mean(double) >= 0.8
