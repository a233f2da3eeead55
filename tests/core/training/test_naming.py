"""What a run is called."""

from dataclasses import replace

import pytest

from core.hyperparameters import Hyperparameters
from core.parts.activations import Tanh
from core.parts.optimizers import Momentum
from core.presets import PRESETS, preset
from core.training.naming import name_for, unused

DEFAULT = preset("default").hyperparameters


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_run_that_follows_a_preset_is_called_as_that(preset):
    assert name_for(preset.hyperparameters) == preset.label
    assert name_for(preset.hyperparameters, Hyperparameters(seed=77)) == preset.label


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"learning_rate": 0.01}, "rate 0.01"),
        ({"seed": 2, "batch_size": 32}, "seed 2, batch 32"),
        ({"hidden": (64, 32)}, "hidden 64-32"),
        ({"hidden": ()}, "no hidden layer"),
        ({"batch_size": 0}, "all images at once"),
        ({"activation": Tanh()}, "tanh"),
        ({"optimizer": Momentum(momentum=0.5)}, "momentum"),
        ({"shuffle": False}, "shuffle off"),
        ({"hidden": (9,), "seed": 2, "learning_rate": 0.01, "batch_size": 5}, "hidden 9, seed 2, rate 0.01, batch 5"),
        (
            {"hidden": (9,), "seed": 2, "learning_rate": 0.01, "batch_size": 5, "epochs": 7},
            "hidden 9, seed 2, rate 0.01 and 2 more",
        ),
    ],
)
def test_another_run_is_called_by_what_was_changed(changes, name):
    assert name_for(replace(DEFAULT, **changes), DEFAULT) == name


def test_the_knob_of_a_part_is_told_where_it_is_what_was_changed():
    before = replace(DEFAULT, optimizer=Momentum(momentum=0.9))
    assert name_for(replace(before, optimizer=Momentum(momentum=0.5)), before) == "momentum (momentum 0.5)"


def test_without_a_run_before_it_is_told_from_the_nearest_preset():
    settings = replace(DEFAULT, learning_rate=0.01)
    assert name_for(settings) == "Quick and good, rate 0.01"
    assert name_for(settings, settings) == "Quick and good, rate 0.01"


def test_a_name_that_others_have_gets_a_number():
    assert unused("rate 0.01", ()) == "rate 0.01"
    assert unused("rate 0.01", {"rate 0.01", "rate 0.01 (2)"}) == "rate 0.01 (3)"
