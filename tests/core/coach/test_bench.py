"""The coach's bench in short: small runs on some of the built-in digits, and every experiment followed.

All of them, on MNIST and over more seeds, are in ``tests/benchmarks/bench_coach.py``.
"""

from dataclasses import replace

import pytest

from core.coach.finding import CURVES, Finding
from core.data import catalog
from core.data.dataset import Dataset, Split
from tests.benchmarks.bench_coach import Followed, Verdict, judge
from tests.benchmarks.coach_runs import CASES, HEALTHY

_IMAGES, _TEST = 2000, 1000
_CLEARLY = 0.03  # of a thousand test images, some times what chance moves

_SHORT = (
    "Adam at 100",
    "Adam at 0.0025, raised to 0.1",
    "descent at 3",
    "momentum at 1",
    "linear outputs at 1",
    "book at 100",
    "descent at 0.001",
    "all zero",
    "far too large",
    "ten ReLU layers from 0.125, descent",
    "five layers of sigmoids, 60 each",
    "sigmoids from 2",
    "one neuron",
    "book, no hidden layer",
    "labels shifted",
    "test labels renamed",
    "a strong decay",
    "a strong dropout",
    "descent",
    "momentum",
    "tanh",
    "no hidden layer",
)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return some of the built-in digits, which are no two alike."""
    whole = catalog.load("builtin")
    test = Split(whole.test.images[:_TEST], whole.test.labels[:_TEST])
    return Dataset("digits", "Digits", whole.train.spread(_IMAGES), test)


@pytest.mark.parametrize("name", _SHORT)
def test_the_coach_finds_the_cause_and_each_experiment_helps(digits: Dataset, name: str) -> None:
    (case,) = (case for case in CASES if case.name == name)
    short = replace(case, settings=replace(case.settings, train_images=0))
    verdict = judge(short, 1, digits)
    assert verdict.troubles(_CLEARLY) == ()
    assert bool(verdict.followed) == (case.rule not in (HEALTHY, "labels"))


def test_the_bench_has_some_forty_runs_and_every_rule() -> None:
    assert len(CASES) >= 40
    assert len({case.name for case in CASES}) == len(CASES)
    assert sum(case.rule == HEALTHY for case in CASES) >= 10


def test_the_bench_tells_what_is_wrong() -> None:
    (case,) = (case for case in CASES if case.name == "descent at 3")
    wrong, right = (
        Finding(
            rule=rule, title="T", evidence="E.", view=CURVES, advice="A.", experiment=replace(case.settings, seed=seed)
        )
        for rule, seed in (("slow", 7), ("diverging", 8))
    )
    gaining, losing, more = Followed(right, 0.1, 0.9), Followed(wrong, 0.1, 0.09), Followed(wrong, 0.1, 0.95)
    assert Verdict(case, 1, 0.1, False, (right,), (gaining,)).troubles() == ()
    assert Verdict(case, 1, 0.1, False, (wrong,), (losing,)).troubles() == ("finds slow", "slow gains -1.0 points")
    assert Verdict(case, 1, 0.1, True, (), ()).troubles() == ("finds nothing", "is called healthy")
    both = Verdict(case, 1, 0.1, False, (right, wrong), (gaining, more))
    assert both.troubles() == ("the first does not gain most",)
    well = replace(case, rule=HEALTHY)
    assert Verdict(well, 1, 0.9, True, (), ()).troubles() == ()
    assert Verdict(well, 1, 0.9, False, (right,), ()).troubles() == ("finds diverging", "is not called healthy")
