"""HyperparametersModel: it proposes, checks, announces and takes back."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.parts.activations import ReLU, Tanh
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.outputs import LinearOutput, Softmax
from desktop.models.hyperparameters import HyperparametersModel

START = Hyperparameters()


@pytest.fixture
def model() -> HyperparametersModel:
    return HyperparametersModel(START)


def test_a_change_is_shown_and_announced(model: HyperparametersModel, qtbot: QtBot):
    with qtbot.waitSignal(model.changed) as caught:
        model.propose("learning_rate", 0.5)
    assert caught.args == [replace(START, learning_rate=0.5)]
    assert model.value.learning_rate == 0.5
    assert model.in_force == START


def test_the_same_value_again_is_no_change(model: HyperparametersModel, qtbot: QtBot):
    with qtbot.assertNotEmitted(model.changed):
        model.propose("learning_rate", START.learning_rate)


def test_a_value_that_cannot_be_changes_nothing(model: HyperparametersModel, qtbot: QtBot):
    with qtbot.assertNotEmitted(model.changed), pytest.raises(KnobError, match="Learning rate"):
        model.propose("learning_rate", -1.0)
    assert model.value == START


def test_only_a_change_that_needs_a_new_network_waits(model: HyperparametersModel):
    model.propose("learning_rate", 0.5)
    assert model.pending == ()
    model.propose("activation", Tanh())
    model.propose("hidden", (5,))
    assert model.pending == ("hidden", "activation")


def test_the_live_part_leaves_out_what_waits(model: HyperparametersModel):
    model.propose("learning_rate", 0.5)
    model.propose("activation", Tanh())
    assert model.live_part == replace(START, learning_rate=0.5)


def test_taking_back_keeps_the_live_changes(model: HyperparametersModel):
    model.propose("learning_rate", 0.5)
    model.propose("activation", Tanh())
    model.take_back()
    assert model.value == replace(START, learning_rate=0.5)
    assert model.pending == ()


def test_changing_a_setting_back_by_hand_leaves_nothing_waiting(model: HyperparametersModel):
    model.propose("seed", 5)
    model.propose("seed", START.seed)
    assert model.pending == ()


@pytest.mark.parametrize(
    ("name", "value", "output", "cost"),
    [("output", LinearOutput(), LinearOutput(), SquaredError()), ("cost", CrossEntropy(), Softmax(), CrossEntropy())],
)
def test_a_cost_and_an_output_without_a_meaning_together_are_kept_apart_and_it_is_said(
    qtbot: QtBot, name: str, value: object, output: object, cost: object
):
    start = START if name == "output" else replace(START, output=LinearOutput(), cost=SquaredError())
    model = HyperparametersModel(start)
    with qtbot.waitSignal(model.adjusted) as caught:
        model.propose(name, value)
    assert (model.value.output, model.value.cost) == (output, cost)
    assert "now" in caught.args[0]


def test_in_force_without_another_value_leaves_what_is_shown(model: HyperparametersModel):
    model.propose("seed", 5)
    model.put_in_force(START)
    assert model.value.seed == 5
    model.put_in_force(START, START)
    assert model.value == START


def test_the_settings_of_a_preset_wait_together_and_are_taken_back_together(model: HyperparametersModel):
    model.show_value(replace(START, seed=5, learning_rate=0.5))
    assert set(model.pending) == {"seed", "learning_rate"}
    assert model.live_part == START
    model.take_back()
    assert model.value == START


def test_a_preset_without_need_of_a_new_network_acts_at_once(model: HyperparametersModel):
    model.show_value(replace(START, learning_rate=0.5))
    assert model.pending == ()
    assert model.live_part.learning_rate == 0.5


def test_what_is_left_of_a_preset_acts_once_nothing_in_it_needs_a_new_network(model: HyperparametersModel):
    model.show_value(replace(START, seed=5, learning_rate=0.5))
    model.propose("seed", START.seed)
    assert model.pending == ()
    assert model.live_part.learning_rate == 0.5


def test_what_a_decision_brings_into_force_belongs_to_the_change_it_follows_from(model: HyperparametersModel):
    decided, announced = [], []

    def decide(value: Hyperparameters) -> None:
        decided.append((value.learning_rate, list(announced)))
        model.put_in_force(model.live_part)

    model.deciding.connect(decide)
    model.changed.connect(lambda value: announced.append((value.learning_rate, model.in_force == value)))
    model.propose("learning_rate", 0.5)
    model.propose("learning_rate", 0.25)
    assert decided == [(0.5, []), (0.25, [(0.5, True)])]  # before it is announced
    assert announced == [(0.5, True), (0.25, True)]


def test_several_steps_can_be_one_change(model: HyperparametersModel):
    decided, announced = [], []
    model.deciding.connect(lambda value: decided.append(value.epochs))
    model.changed.connect(lambda value: announced.append(value.epochs))
    with model.one_change():
        model.propose("epochs", 7)
        model.put_in_force(model.live_part)
    assert (decided, announced) == ([7], [7])
    with model.one_change():
        model.propose("epochs", 7)
    assert (decided, announced) == ([7], [7])


EACH = replace(START, hidden=(9, 8), hidden_activations=(Tanh(), ReLU()))


def test_other_hidden_layers_take_what_is_said_of_each_along_and_it_is_said(qtbot: QtBot):
    model = HyperparametersModel(replace(EACH, frozen=(3,)))
    with qtbot.waitSignal(model.adjusted) as caught:
        model.propose("hidden", (7,))
    assert caught.args == ["Fitted to the hidden layers: activations and frozen layers."]
    assert (model.value.hidden_activations, model.value.frozen) == ((Tanh(),), (2,)), "the outputs, by their new number"
    with qtbot.assertNotEmitted(model.adjusted):
        model.propose("hidden", (5,))


def test_one_activation_for_all_takes_the_place_of_one_for_each(qtbot: QtBot):
    model = HyperparametersModel(EACH)
    with qtbot.waitSignal(model.adjusted) as caught:
        model.propose("activation", Tanh())
    assert caught.args == ["All hidden layers now use tanh, no longer one of their own each."]
    assert model.value.layer_activations == (Tanh(), Tanh())


def test_a_layer_is_frozen_at_once(model: HyperparametersModel):
    model.propose("frozen", (1,))
    assert model.pending == ()
    assert model.live_part.frozen == (1,)


def test_frozen_layers_of_another_network_wait_for_it():
    model = HyperparametersModel(replace(START, hidden=(9,), frozen=(2,)))
    model.propose("hidden", (9, 8, 7))
    model.propose("frozen", (4,))
    assert model.pending == ("hidden", "frozen")
    assert model.live_part == replace(START, hidden=(9,), frozen=(2,))
    model.take_back_live(model.in_force)
    assert model.value.frozen == (4,)
    model.take_back()
    assert model.value == model.in_force


def test_fewer_layers_in_the_form_leave_the_network_at_hand_as_it_is():
    model = HyperparametersModel(replace(EACH, frozen=(3,)))
    model.propose("hidden", (9,))
    assert model.value.frozen == (2,)
    assert model.live_part.frozen == (3,)


@pytest.mark.parametrize("frozen", [(1,), (3,), (1, 2)])
def test_as_many_hidden_layers_again_as_there_are_unfreeze_nothing(frozen: tuple[int, ...]):
    model = HyperparametersModel(replace(EACH, frozen=frozen))
    for hidden in ((), (9,), (9, 8)):
        model.propose("hidden", hidden)
    assert model.value == model.in_force
    assert model.live_part.frozen == frozen
