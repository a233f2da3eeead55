"""The note beside every figure of a network without some of its neurons."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from core.insight.damage import Damage
from desktop.models.selection import SelectionModel
from desktop.views.muted_note import MutedNote

PLACES = {
    "pad": (None, "padMutedLabel", "padAllOnButton"),
    "network": ("network", "networkMutedLabel", "networkAllOnButton"),
    "mistakes": ("mistakes", "mistakesMutedLabel", "mistakesAllOnButton"),
    "why": ("why", "whyMutedLabel", "whyAllOnButton"),
    "neurons": ("neurons", "mutedLabel", "allOnButton"),
}


def test_it_tells_how_many_are_off_and_switches_all_on(qtbot) -> None:
    selection = SelectionModel()
    note = MutedNote(selection, "label", "button")
    qtbot.addWidget(note)
    assert note.isHidden()
    selection.mute(frozenset({(0, 3)}))
    assert note.findChild(QLabel, "label").text() == "1 neuron is off"
    assert "Training goes on with all neurons" in note.findChild(QLabel, "label").toolTip()
    selection.mute(frozenset({(0, 3), (0, 5), (1, 2)}))
    assert not note.isHidden()
    assert note.findChild(QLabel, "label").text() == "3 neurons are off"
    note.findChild(QPushButton, "button").click()
    assert selection.muted == frozenset()
    assert note.isHidden()
    selection.mute(frozenset({(0, 3)}))
    selection.do_damage(Damage(noise=0.5, cut=0.25))
    assert note.findChild(QLabel, "label").text() == "1 neuron is off, damaged"
    assert "of the links" in note.findChild(QLabel, "label").toolTip()
    assert note.findChild(QPushButton, "button").text() == "Make it whole"
    note.findChild(QPushButton, "button").click()
    assert not selection.is_altered
    assert note.isHidden()


@pytest.mark.parametrize("place", PLACES)
def test_no_view_shows_a_crippled_network_without_a_word(person, place) -> None:
    tab, label, button = PLACES[place]
    if tab is not None:
        person.window.tabs.setCurrentWidget(person.window.panels[tab])
    person.draw((0.3, 0.2), (0.7, 0.2), (0.4, 0.9))
    assert not person.find(QLabel, label).isVisible()
    person.workbench.selection.mute(frozenset({(0, 1), (0, 2)}))
    person.wait_until(person.find(QLabel, label).isVisible)  # the matrix comes in a while
    person.find(QPushButton, button).click()
    assert not person.find(QLabel, label).isVisible()
    assert person.workbench.selection.muted == frozenset()
