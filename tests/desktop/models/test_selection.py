"""What is chosen is told once, and only when it changes."""

from pytestqt.qtbot import QtBot

from desktop.models.selection import SelectionModel


def test_a_choice_is_told_once(qtbot: QtBot) -> None:
    model, told = SelectionModel(), []
    model.neuron_changed.connect(told.append)
    model.cell_changed.connect(told.append)
    model.muted_changed.connect(told.append)
    for _ in range(2):
        model.choose_neuron((0, 3))
        model.choose_cell((4, 9))
        model.mute(frozenset({(0, 1)}))
    assert told == [(0, 3), (4, 9), frozenset({(0, 1)})]
    assert (model.neuron, model.cell, model.muted) == ((0, 3), (4, 9), frozenset({(0, 1)}))
    model.choose_neuron(None)
    assert model.neuron is None


def test_neurons_are_switched_off_and_on_one_by_one(qtbot: QtBot) -> None:
    model = SelectionModel()
    model.toggle_muted((0, 1))
    model.toggle_muted((1, 4))
    assert model.muted == {(0, 1), (1, 4)}
    model.toggle_muted((0, 1))
    assert model.muted == {(1, 4)}


def test_another_architecture_forgets_neurons_and_keeps_the_rest(qtbot: QtBot) -> None:
    model = SelectionModel()
    model.use_sizes((784, 12, 10))
    model.choose_neuron((0, 11))
    model.choose_cell((4, 9))
    model.toggle_muted((0, 1))
    model.use_sizes((784, 12, 10))
    assert (model.neuron, model.muted) == ((0, 11), {(0, 1)})
    model.use_sizes((784, 8, 10))
    assert (model.neuron, model.muted, model.cell) == (None, frozenset(), (4, 9))


def test_another_network_begins_with_no_neuron_chosen_and_all_on(qtbot: QtBot) -> None:
    model, told = SelectionModel(), []
    model.neurons_forgotten.connect(lambda: told.append("forgotten"))
    model.choose_neuron((0, 3))
    model.choose_cell((4, 9))
    model.mute(frozenset({(0, 1)}))
    model.forget_neurons()
    assert (model.neuron, model.muted, model.cell, told) == (None, frozenset(), (4, 9), ["forgotten"])
