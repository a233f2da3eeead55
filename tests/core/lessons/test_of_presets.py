"""What presets claim: conditions that can be read, about facts that there are, held against a run."""

from dataclasses import replace

import pytest

from core.data.dataset import Dataset
from core.lessons.facts import FACTS
from core.lessons.of_presets import lesson_of, lessons
from core.lessons.running import Check, RunBlock, Set
from core.lessons.verifying import verify
from core.presets import PRESETS, preset


def test_every_preset_claims_what_a_run_can_show() -> None:
    for known, lesson in zip(PRESETS, lessons(), strict=True):
        (made,), (run,) = lesson.blocks(Set), lesson.blocks(RunBlock)
        assert made.settings == known.hyperparameters
        assert run.epochs == known.hyperparameters.epochs
        checks = list(lesson.blocks(Check))
        assert checks[0].all
        assert all(fact in FACTS for check in checks for each in check.all for fact in each.facts)
        assert [check.images for check in checks] == ["", "mnist"][: len(checks)]


def test_a_claim_is_held_against_the_run(tiny_dataset: Dataset) -> None:
    short = replace(
        preset("default"),
        hyperparameters=replace(preset("default").hyperparameters, hidden=(8,), epochs=2),
        claims=("epoch = 2", "test_accuracy > 200%"),
        mnist_claims=("epoch = 3",),
    )
    found = verify(lesson_of(short), tiny_dataset, "builtin")
    assert [(claim.text, claim.holds) for claim in found.claims] == [
        ("epoch = 2", True),
        ("test_accuracy > 200%", False),
    ]
    assert [claim.holds for claim in verify(lesson_of(short), tiny_dataset, "mnist").claims] == [True, False, False]


def test_a_claim_that_cannot_be_read_is_told() -> None:
    with pytest.raises(ValueError, match="'often' is no condition"):
        lesson_of(replace(preset("default"), claims=("often",)))
