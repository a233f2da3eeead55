"""A figure names its data where that is not the data at hand."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from core.files import weights
from desktop.models.training import State


@pytest.fixture
def foreign(person, tmp_path: Path) -> None:
    """Open a network that was trained on images which are not here."""
    person.train_a_little()
    person.trigger("stepEpochAction")
    person.settle()
    latest = replace(person.workbench.timeline.latest, data_name="elsewhere", data_fingerprint="0" * 64)
    weights.save(tmp_path / "foreign.npz", latest)
    person.workbench.open_file(tmp_path / "foreign.npz")
    person.wait_until(lambda: person.workbench.runs.title == "foreign.npz")
    person.wait_for_state(State.PAUSED)


def status(person) -> str:
    return person.find(QLabel, "statusLabel").text()


def test_the_figure_of_the_data_at_hand_needs_no_name(person):
    person.train_a_little()
    assert "test " in status(person)
    assert " of elsewhere" not in status(person)


def test_a_figure_of_other_data_says_so_until_there_is_one_of_the_data_at_hand(person, foreign):
    assert " of elsewhere" in status(person)
    plot = person.window.panels["curves"].accuracy
    assert "test (elsewhere)" in plot.series()
    person.trigger("stepAction")
    person.settle()
    assert " of elsewhere" not in status(person)
    assert "test" in plot.series()


def test_a_branch_of_it_says_so_as_well(person, foreign):
    session, latest = person.workbench.session, person.workbench.timeline.latest
    runs = person.workbench.runs
    session.begin(runs.branched(latest), session.dataset)
    person.wait_for_state(State.PAUSED)
    assert " of elsewhere" in status(person)
