"""Verifying: claims are held against real runs."""

import math

import pytest

from core.data.dataset import Dataset
from core.lessons.lesson import Lesson
from core.lessons.reading import parsed
from core.lessons.verifying import Claim, Verified, close_claims, row_of, slow_runs, verify
from tests.core.lessons.lesson_texts import LESSON, RUN, changed


def _lesson(text: str) -> Lesson:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    return lesson


def test_a_claim_that_is_so_holds(tiny_dataset: Dataset) -> None:
    found = verify(_lesson(LESSON), tiny_dataset, "builtin")
    assert found.holds
    (claim,) = found.claims
    assert claim.text == "test_accuracy > 5%"
    assert claim.value == found.runs["first"]["test_accuracy"]
    assert found.runs["first"]["step"] == 2 * 6


def test_a_claim_that_is_not_so_fails(tiny_dataset: Dataset) -> None:
    found = verify(_lesson(changed("test_accuracy > 5%", "test_accuracy > 200%")), tiny_dataset, "builtin")
    assert not found.holds


def test_the_seed_is_that_asked_for(tiny_dataset: Dataset) -> None:
    one, other, again = (verify(_lesson(LESSON), tiny_dataset, "builtin", seed) for seed in (1, 2, 1))
    assert one.runs["first"]["train_cost"] == again.runs["first"]["train_cost"] != other.runs["first"]["train_cost"]


def test_a_run_counts_its_steps_and_goes_on(tiny_dataset: Dataset) -> None:
    steps = changed("epochs = 2", "steps = 5")
    more = changed("The end.\n", RUN.replace("first", "second").replace("epochs = 2", "epochs = 3"), steps)
    found = verify(_lesson(more), tiny_dataset, "builtin")
    assert found.runs["first"]["step"] == 5
    assert found.runs["second"]["step"] == 3 * 6


def test_a_run_ends_once_its_condition_holds(tiny_dataset: Dataset) -> None:
    text = changed("epochs = 2", 'epochs = 9\nuntil = "epoch >= 1"')
    assert verify(_lesson(text), tiny_dataset, "builtin").runs["first"]["epoch"] < 3


def test_a_run_that_fails_is_a_claim_that_fails(tiny_dataset: Dataset) -> None:
    text = changed(
        "hidden = [8]", 'hidden = [8]\nactivation = {name = "relu"}\noutput = {name = "linear"}\nlearning_rate = 1000.0'
    )
    found = verify(_lesson(text), tiny_dataset, "builtin")
    assert any("soundly" in claim.text and not claim.holds for claim in found.claims)


def test_claims_that_some_seed_only_just_meets_are_named() -> None:
    lesson = _lesson(LESSON)

    def one(seed: int, *values: float) -> Verified:
        return Verified(
            lesson, "builtin", seed, [Claim(f"c{n}", n, True, value, 0.0) for n, value in enumerate(values)]
        )

    assert close_claims([one(1, 5.0, 0.1), one(2, 5.1, 2.0), one(3, 4.9, 4.0)]) == ["c1"]
    assert close_claims([one(1, 0.0)]) == []
    assert close_claims([Verified(lesson, "builtin", 1, [Claim("c", 1, True, math.nan, math.nan)])]) == []


def test_a_row_tells_of_all_seeds_and_of_waits_that_are_too_long() -> None:
    lesson = _lesson(LESSON)
    good = Verified(lesson, "builtin", 1, waits={"first": 12.0, "second": 3.0})
    bad = Verified(lesson, "builtin", 2, [Claim("x", 1, holds=False)], waits={"first": 45.4, "second": 2.0})
    row = row_of([good, bad])
    assert row[:3] == ("3 Small", "builtin", "1 of 2")
    assert row[4:6] == ("45 s (!)", "47 s")
    assert "(!)" not in row_of([good])[4]
    assert slow_runs([good, bad]) == ["first takes 45 s"]


def test_a_run_that_goes_on_is_waited_for_only_as_long_as_it_trains(tiny_dataset: Dataset) -> None:
    more = changed("The end.\n", RUN.replace("first", "second").replace("epochs = 2", "epochs = 3"))
    found = verify(_lesson(more), tiny_dataset, "builtin")
    assert set(found.waits) == {"first", "second"}
    assert found.seconds == sum(found.waits.values()) == pytest.approx(found.runs["second"]["seconds"])
