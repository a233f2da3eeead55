"""A lesson made from a run is sound, and holds for that run's seed."""

import re
from dataclasses import replace
from typing import Any

import pytest

from core.data.dataset import Dataset
from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from core.lessons.checking import check
from core.lessons.reading import parsed
from core.lessons.running import RunBlock
from core.lessons.sheets.new_lesson import lesson_from, name_of
from core.lessons.verifying import verify
from core.parts.initializers import Normal
from core.training.run import Run
from core.training.trainer import Trainer

SETTINGS = Hyperparameters(
    hidden=(12, 8), epochs=3, seed=7, batch_size=50, initializer=Normal(deviation=0.1), shuffle=False
)


def trained(dataset: Dataset, steps: int | None = None, settings: Hyperparameters = SETTINGS, **others: Any) -> Run:
    trainer = Trainer(settings, replace(dataset, name=others.get("data", "builtin")))
    while not trainer.is_finished and (steps is None or trainer.step < steps):
        trainer.advance(1 if steps is not None else 100)
    trainer.measure()
    run = Run.of(trainer.snapshot(), others.get("name", 'Mine: "16, 16"\n```'))
    trainer.close()
    return run


@pytest.mark.parametrize("steps", [None, 4])
def test_it_is_sound_and_holds_for_its_seed(tiny_dataset: Dataset, steps: int | None) -> None:
    run = trained(tiny_dataset, steps)
    text = lesson_from(run)
    lesson, faults = parsed(text)
    assert lesson is not None
    assert (faults, check(lesson)) == ((), ())
    (block,) = lesson.blocks(RunBlock)
    made = lesson.setup_of(block).made
    assert made is not None
    assert made.settings == SETTINGS
    assert (block.epochs, block.steps) == ((3, -1) if steps is None else (0, 4))
    found = verify(lesson, tiny_dataset, "builtin", seed=7)
    assert found.holds
    assert len([claim for claim in found.claims if "test_" in claim.text]) >= 3
    assert found.runs["trained"]["test_accuracy"] == run.curves.latest("test_accuracy").value


def test_its_bounds_can_be_broken(tiny_dataset: Dataset) -> None:
    text = re.sub(r"epochs = 3\nseconds", "steps = 0\nseconds", lesson_from(trained(tiny_dataset)))
    lesson, _ = parsed(text)
    assert lesson is not None
    assert not verify(lesson, tiny_dataset, "builtin", seed=7).holds


def test_what_a_lesson_cannot_repeat_is_refused(tiny_dataset: Dataset) -> None:
    with pytest.raises(InklingError, match="no trained network"):
        lesson_from(trained(tiny_dataset, 0))
    with pytest.raises(InklingError, match="has others"):
        lesson_from(trained(tiny_dataset, data="mine"))


@pytest.mark.parametrize("changes", [{"learning_rate": 0.5}, {"epochs": 4, "shuffle": True}])
def test_a_run_of_changed_settings_is_refused(tiny_dataset: Dataset, changes: dict[str, Any]) -> None:
    trainer = Trainer(SETTINGS, replace(tiny_dataset, name="builtin"))
    trainer.advance(1)
    trainer.adopt(replace(SETTINGS, **changes))
    trainer.advance(1)
    with pytest.raises(InklingError, match="were changed"):
        lesson_from(Run.of(trainer.snapshot()))
    trainer.close()


def test_a_title_makes_a_name() -> None:
    assert name_of("Äh: 16, 16 – stuck!") == "h-16-16-stuck"
    assert name_of("…") == "lesson"
    assert len(name_of("x" * 90)) == 40
