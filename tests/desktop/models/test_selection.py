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
