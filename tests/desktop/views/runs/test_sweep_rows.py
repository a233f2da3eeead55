"""The runs of a sweep are one row below those that were trained by hand, which leads to the sweep."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.data.dataset import Dataset
from desktop.models.sweeps import State
from desktop.views.runs.sweep_rows import SweepRows
from tests.desktop.conftest import Person
from tests.desktop.sweep_helpers import SMALL, entry_of, result

pytestmark = pytest.mark.panels("runs", "sweep")


@pytest.fixture
def rows(person: Person) -> SweepRows:
    person.window.tabs.setCurrentWidget(person.window.panels["runs"])
    found = person.window.findChild(SweepRows)
    assert found is not None
    return found


def texts(rows: SweepRows) -> list[str]:
    return [rows.item(place).text() for place in range(rows.count())]


def test_without_a_sweep_there_is_none(rows: SweepRows) -> None:
    assert not rows.isVisible()


def test_each_sweep_has_a_row_that_leads_to_it(person: Person, rows: SweepRows, tiny_dataset: Dataset) -> None:
    sweeps = person.workbench.sweeps
    first = entry_of(SMALL, tiny_dataset, result(0, 1, 0.5), result(0, 2, 0.978), state=State.UNFINISHED)
    whole = replace(SMALL, seeds=1)
    second = entry_of(whole, tiny_dataset, result(0, 1, 0.5, trouble="It failed."), result(1, 1, 0.9))
    sweeps.put(first)
    sweeps.put(second)
    assert rows.isVisible()
    assert texts(rows) == ["Sweep rates: 2 runs, best 90.00 %", "Sweep rates: 2 of 4 runs, best 97.80 %"]
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(0)).center())
    assert person.window.tabs.currentWidget() is person.window.panels["sweep"]
    assert sweeps.current == second
    sweeps.remove(first.id)
    sweeps.remove(second.id)
    assert not rows.count()
