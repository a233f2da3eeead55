"""Neurons that are dead, saturated or hardly reached are told of, and the others are not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.coach.finding import NEURONS, Known
from core.coach.neuron_rules import dead_neurons, saturated_neurons, vanishing_slopes
from core.coach.start import Start
from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters, changed_fields
from core.insight.liveliness import Liveliness
from core.parts.activations import LeakyReLU, ReLU, Sigmoid
from core.parts.initializers import He, Normal, Xavier, Zeros
from core.parts.optimizers import GradientDescent
from core.parts.schedules import Constant
from core.training.history import COLUMNS, Curves

SOUND = Hyperparameters(hidden=(16,), batch_size=32, epochs=8, learning_rate=0.003)
PLAIN = replace(SOUND, optimizer=GradientDescent(), schedule=Constant())

Try = Callable[..., Known]


def known_by_hand(settings: Hyperparameters, **others: Any) -> Known:
    """Return what is known of a run of six epochs whose cost comes down."""
    table = np.ones((len(COLUMNS), 7))
    costs = [2.3, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1]
    rates = [settings.learning_rate] * 7
    for name, values in {
        "step": 100 * np.arange(7),
        "epoch": np.arange(7),
        "learning_rate": rates,
        "train_cost": costs,
        "train_accuracy": [0.8] * 7,
    }.items():
        table[COLUMNS.index(name)] = values
    return Known(class_names=DIGITS, hyperparameters=settings, curves=Curves(table), **others)


def starting(step: float) -> Callable[[Hyperparameters], Start]:
    """Return what all settings mean for the first weights."""
    return lambda settings: Start(step, 1.0)


def test_dead_neurons(tried: Try) -> None:
    known = tried(replace(SOUND, learning_rate=0.5))
    found = dead_neurons(known)
    assert found is not None
    assert (found.view, found.layer) == (NEURONS, 0)
    assert f"{int(known.liveliness[0].is_dead.sum())} of the 16 neurons in hidden layer 1" in found.evidence
    assert found.begins_anew, "a smaller rate alone brings none back"
    assert changed_fields(found.experiment, known.hyperparameters) == ("learning_rate",)
    assert dead_neurons(tried(replace(SOUND, learning_rate=0.005))) is None


def test_some_dead_neurons_are_led_out_of_by_leaky_relu(tried: Try) -> None:
    known = tried(SOUND)
    (layer,) = known.liveliness
    some = replace(known, update_ratios=(), liveliness=(replace(layer, is_dead=np.arange(16) < 6),))
    found = dead_neurons(some)
    assert found is not None
    assert found.experiment == replace(SOUND, activation=LeakyReLU())
    stepped = dead_neurons(replace(some, update_ratios=(0.02, 0.01)))
    assert stepped is not None
    assert stepped.experiment == replace(SOUND, learning_rate=0.001), "steps were long: a third of the rate"
    few = replace(known, liveliness=(replace(layer, is_dead=np.arange(16) < 5),))
    assert dead_neurons(few) is None, "chance may kill five of sixteen"


@pytest.mark.parametrize(
    ("hidden", "dead", "is_told"),
    [
        ((128,), 35, True),
        ((128,), 31, False),
        ((128, 32), 35, True),
        ((128, 31), 35, False),
        ((128,) * 3, 35, False),
        ((128,) * 3, 43, True),
    ],
)
def test_how_many_of_a_layer_may_be_dead(hidden: tuple[int, ...], dead: int, *, is_told: bool) -> None:
    settings, zeros = replace(SOUND, hidden=hidden), np.zeros(128, np.float32)
    layer = Liveliness(0, 200, zeros, zeros, zeros, is_dead=np.arange(128) < dead, is_saturated=np.zeros(128, bool))
    known = known_by_hand(settings, liveliness=(layer,))
    assert (dead_neurons(known) is not None) == is_told


@pytest.mark.parametrize(("step", "rate"), [(0.11, 8e-4), (0.09, None)])
def test_dead_neurons_are_led_out_of_by_the_rate_where_first_steps_are_long(step: float, rate: float | None) -> None:
    zeros, none = np.zeros(16, np.float32), np.zeros(16, bool)
    layer = Liveliness(0, 200, active=zeros, size=zeros, ended=zeros, is_dead=np.arange(16) < 6, is_saturated=none)
    found = dead_neurons(known_by_hand(SOUND, liveliness=(layer,), start_of=starting(step)))
    assert found is not None
    leaky = replace(SOUND, activation=LeakyReLU())
    assert found.experiment == (replace(SOUND, learning_rate=rate) if rate else leaky)
    assert found.begins_anew


def test_saturated_neurons(tried: Try) -> None:
    sigmoid = replace(SOUND, activation=Sigmoid())
    loud = replace(sigmoid, initializer=Normal(deviation=2))
    found = saturated_neurons(tried(loud))
    assert found is not None
    assert (found.view, found.layer) == (NEURONS, 0)
    assert found.experiment.initializer == Xavier()
    assert saturated_neurons(tried(found.experiment)) is None
    assert saturated_neurons(tried(replace(loud, activation=ReLU()))) is None, "ReLU has only one end"


def test_many_layers_of_saturated_sigmoids_become_relus() -> None:
    ended, none = np.full(16, 0.7, np.float32), np.zeros(16, bool)
    layer = Liveliness(0, 200, active=ended, size=ended, ended=ended, is_dead=none, is_saturated=none)
    for layers, cure in ((2, Sigmoid()), (3, ReLU())):
        settings = replace(PLAIN, hidden=(16,) * layers, activation=Sigmoid(), initializer=Normal(deviation=1))
        found = saturated_neurons(known_by_hand(settings, liveliness=(layer,)))
        assert found is not None
        assert found.experiment is not None
        assert found.experiment.activation == cure


def test_slopes_that_vanish(tried: Try) -> None:
    deep = replace(PLAIN, hidden=(20,) * 4, activation=Sigmoid(), initializer=Xavier(), learning_rate=0.1)
    found = vanishing_slopes(tried(deep))
    assert found is not None
    assert (found.view, found.layer) == (NEURONS, 0)
    assert (found.experiment.activation, found.experiment.initializer) == (ReLU(), He())
    assert vanishing_slopes(tried(found.experiment)) is None
    assert vanishing_slopes(tried(replace(deep, hidden=(20,)))) is None


def test_neurons_that_all_start_alike_are_not_called_dead(tried: Try) -> None:
    known = tried(SOUND)
    (layer,) = known.liveliness
    dead = replace(known, liveliness=(replace(layer, is_dead=np.ones(16, bool)),))
    assert dead_neurons(dead) is not None
    alike = replace(SOUND, initializer=Zeros())
    assert dead_neurons(replace(dead, hyperparameters=alike)) is None, "there is a nearer reason"


def test_a_network_that_reads_well_may_be_saturated(tried: Try) -> None:
    known = tried(replace(SOUND, activation=Sigmoid()))
    (layer,) = known.liveliness
    ended = replace(known, liveliness=(replace(layer, ended=np.full(16, 0.9, np.float32)),))
    table = ended.curves.table.copy()
    table[COLUMNS.index("train_accuracy")] = 0.5
    assert saturated_neurons(replace(ended, curves=Curves(table))) is not None
    table[COLUMNS.index("train_accuracy"), -1] = 0.995
    assert saturated_neurons(replace(ended, curves=Curves(table))) is None


def layer_of(number: int, *, dead: int = 0, ended: float = 0.0) -> Liveliness:
    """Return what a layer of sixteen neurons does, of which some are dead, or that is often at its ends."""
    is_dead = np.arange(16) < dead
    some = np.full(16, 0.5, np.float32)
    return Liveliness(number, 1000, some, some, np.full(16, ended, np.float32), is_dead, np.zeros(16, np.bool_))


def test_of_a_frozen_layer_nothing_is_told() -> None:
    settings = replace(SOUND, hidden=(16, 16))
    layers = (layer_of(0, dead=12), layer_of(1))
    assert dead_neurons(known_by_hand(settings, liveliness=layers)) is not None
    assert dead_neurons(known_by_hand(replace(settings, frozen=(1,)), liveliness=layers)) is None
    assert dead_neurons(known_by_hand(replace(settings, frozen=(2,)), liveliness=layers)) is not None

    settings = replace(settings, activation=Sigmoid())
    layers = (layer_of(0, ended=0.99), layer_of(1))
    assert saturated_neurons(known_by_hand(settings, liveliness=layers)) is not None
    assert saturated_neurons(known_by_hand(replace(settings, frozen=(1,)), liveliness=layers)) is None


def test_of_several_activations_those_that_die_are_led_out() -> None:
    settings = replace(SOUND, hidden=(16, 16), hidden_activations=(Sigmoid(), ReLU()))
    found = dead_neurons(
        known_by_hand(settings, liveliness=(layer_of(0), layer_of(1, dead=7)), start_of=starting(0.03))
    )
    assert found is not None
    assert found.experiment is not None
    assert "leaky ReLU" in found.advice
    assert found.experiment.hidden_activations == (Sigmoid(), LeakyReLU())


def test_of_several_activations_the_cure_is_one_for_all() -> None:
    settings = replace(SOUND, hidden=(16, 16, 16), hidden_activations=(Sigmoid(), ReLU(), Sigmoid()))
    layers = (layer_of(0, ended=0.99), layer_of(1), layer_of(2))
    found = saturated_neurons(known_by_hand(settings, liveliness=layers, start_of=starting(0.03)))
    assert found is not None
    assert found.experiment is not None
    assert found.experiment.layer_activations == (ReLU(),) * 3
