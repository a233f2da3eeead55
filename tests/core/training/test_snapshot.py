"""What a snapshot says of its moment."""

import math
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.parts.optimizers import GradientDescent
from core.training.snapshot import Snapshot

MakeSnapshot = Callable[..., Snapshot]


def test_a_snapshot_is_frozen(make_snapshot: MakeSnapshot) -> None:
    with pytest.raises(FrozenInstanceError):
        make_snapshot(1).step = 2  # type: ignore[misc]


def test_where_the_run_stands(make_snapshot: MakeSnapshot) -> None:
    snapshot = make_snapshot(15)
    assert snapshot.epoch == 1.5
    assert not snapshot.is_finished
    settings = Hyperparameters(hidden=(4,), epochs=2)
    assert not make_snapshot(19, settings).is_finished
    assert make_snapshot(20, settings).is_finished


def test_how_long_it_will_take(make_snapshot: MakeSnapshot) -> None:
    settings = Hyperparameters(hidden=(4,), epochs=10)
    assert make_snapshot(15, settings).seconds_left == pytest.approx(8.5 * 300 / 3000)
    assert make_snapshot(200, settings).seconds_left == 0, "epochs were lowered below where the run stands"
    assert math.isnan(make_snapshot(0, settings, images_per_second=0.0).seconds_left)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", range(4))
def test_one_bad_number_anywhere_makes_it_unsound(make_snapshot: MakeSnapshot, bad: float, where: int) -> None:
    sound = make_snapshot(1)
    assert sound.is_sound
    network: Network = sound.network.working_copy()
    network.parameters[where].flat[-1] = bad
    assert not replace(sound, network=network).is_sound


def test_its_size_is_that_of_its_own_arrays(make_snapshot: MakeSnapshot) -> None:
    snapshot = make_snapshot(1)
    weights = 4 * snapshot.network.parameter_count
    assert snapshot.bytes == 3 * weights + 8, "Adam keeps two numbers for each weight, and counts its steps"
    assert snapshot.to_look_at().bytes == weights


def test_to_look_at_is_the_same_moment_without_memory(make_snapshot: MakeSnapshot) -> None:
    snapshot = make_snapshot(1)
    assert snapshot.to_look_at() == replace(snapshot, memory=())
    assert snapshot.to_look_at().network is snapshot.network


def test_what_an_optimizer_learned_can_be_missing_only_where_it_learns(make_snapshot: MakeSnapshot) -> None:
    assert not make_snapshot(1).has_forgotten
    assert make_snapshot(1).to_look_at().has_forgotten
    assert not make_snapshot(0).to_look_at().has_forgotten, "it had learned nothing before its first step"
    plain = Hyperparameters(hidden=(4,), optimizer=GradientDescent())
    assert not make_snapshot(1, plain).has_forgotten


def test_a_memory_that_training_cannot_go_on_from_is_not_kept(make_snapshot: MakeSnapshot) -> None:
    sound = make_snapshot(1)
    assert sound.to_keep() is sound
    spoiled = replace(sound, memory=(*sound.memory[:-2], np.full_like(sound.memory[-2], np.inf), sound.memory[-1]))
    assert spoiled.is_sound
    assert spoiled.to_keep() == spoiled.to_look_at()
    assert spoiled.to_keep().has_forgotten
