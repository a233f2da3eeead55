"""The dialog of a sweep: what is typed is read, or refused beside its field, and how much it is stands below."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.parts.adaptive import Adam
from core.parts.optimizers import Momentum
from core.sweep.goal import Goal
from core.sweep.plan import Budget, Sweep
from desktop.dialogs.sweep import Pace, SweepDialog

BASE = Hyperparameters(hidden=(32,), epochs=3, learning_rate=0.01)


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[SweepDialog]:
    yield from opened(qtbot, SweepDialog(BASE))


@pytest.fixture
def quick_dialog(qtbot: QtBot) -> Iterator[SweepDialog]:
    yield from opened(qtbot, SweepDialog(BASE, Pace(BASE, 60.0)))


def opened(qtbot: QtBot, dialog: SweepDialog) -> Iterator[SweepDialog]:
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog


def write(dialog: SweepDialog, **values: str) -> None:
    """Type values of settings, those left out empty."""
    for row in dialog._rows:
        row.edit.setText(values.get(row.name, ""))
    dialog._work_out()


def size(dialog: SweepDialog) -> str:
    label = dialog.findChild(QLabel, "sweepSizeLabel")
    assert label is not None
    return label.text()


def test_it_begins_with_rates_around_the_one_at_hand(dialog: SweepDialog) -> None:
    assert dialog.sweep is not None
    assert dialog.sweep.base == BASE
    assert [axis.name for axis in dialog.sweep.axes] == ["learning_rate"]
    assert dialog.sweep.axes[0].values == (0.001, 0.0032, 0.01, 0.032, 0.1)
    assert size(dialog).startswith("10 runs: 5 settings × 2 seeds, 30 epochs in all. How long")
    assert dialog.name == "Learning rate"


def test_every_setting_but_the_seed_has_a_field_with_its_value(dialog: SweepDialog) -> None:
    names = {declared.name for declared in fields(Hyperparameters)}
    assert {row.name for row in dialog._rows} == names - {"seed"}
    assert all(row.edit.accessibleName() and row.edit.objectName() for row in dialog._rows)
    assert dialog._row("hidden").now.text() == "32"


def test_what_is_typed_is_the_sweep(dialog: SweepDialog) -> None:
    write(dialog, hidden="16 64,32", optimizer="adam momentum:momentum=0.5", epochs="2")
    sweep = dialog.sweep
    assert sweep is not None
    assert [axis.values for axis in sweep.axes] == [((16,), (64, 32)), (Adam(), Momentum(momentum=0.5))]
    assert sweep.base.epochs == 2, "one value does not vary: all runs have it"
    assert size(dialog).startswith("8 runs: 4 settings (2 × 2) × 2 seeds, 16 epochs in all.")
    assert dialog.name == "Hidden layers and optimizer"


def test_the_options_are_taken(dialog: SweepDialog) -> None:
    write(dialog, learning_rate="0.001..0.1:log:30", batch_size="8..512:log:30")
    dialog._which.setCurrentIndex(1)
    dialog._draws.setValue(9)
    dialog._halving.setChecked(True)
    dialog._goal.setCurrentIndex(2)
    dialog._target.setValue(90.0)
    dialog._minutes.setValue(7)
    dialog._seeds.setValue(3)
    dialog._work_out()
    sweep = dialog.sweep
    assert sweep is not None
    assert (sweep.draws, sweep.halving, sweep.seeds) == (9, 3, 3)
    assert (sweep.goal, sweep.budget) == (Goal("seconds", 90.0), Budget(minutes=7))
    assert dialog._target.isVisible()
    assert dialog._draws.isVisible()


def test_time_is_told_by_the_run_at_hand(quick_dialog: SweepDialog) -> None:
    write(quick_dialog, batch_size="16 64")
    assert "going by the run at hand" in size(quick_dialog)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("batch_size", "16 many", "not a whole number"),
        ("learning_rate", "0.5..0.1:5", "is empty"),
        ("learning_rate", "1e9", "must be between"),
        ("optimizer", "quick", "no optimizer called"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(dialog: SweepDialog, name: str, text: str, said: str) -> None:
    write(dialog, **{name: text})
    row = dialog._row(name)
    assert said in row.trouble
    assert row._error.isVisible()
    assert said in size(dialog)
    assert dialog.sweep is None
    begin = dialog.findChild(QPushButton, "beginSweepButton")
    assert begin is not None
    assert not begin.isEnabled()
    dialog.accept()
    assert dialog.isVisible()
    write(dialog, learning_rate="0.1 0.2")
    assert not row._error.isVisible()
    assert begin.isEnabled()
    dialog.accept()
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_a_million_combinations_are_refused(dialog: SweepDialog) -> None:
    write(dialog, learning_rate="0.001..0.1:log:1000", batch_size="1..1000:1000")
    assert "2,000,000 runs" in size(dialog)
    assert dialog.sweep is None


def test_settings_that_have_no_meaning_together_are_refused(dialog: SweepDialog) -> None:
    write(dialog, output="softmax linear")
    assert "has no meaning for linear outputs" in size(dialog)
    assert dialog.sweep is None


def test_what_there_is_no_room_for_is_refused(qtbot: QtBot) -> None:
    def check(sweep: Sweep) -> None:
        if len(sweep.trials) > 2:
            raise TrainingError("4 runs take 9 MiB on disk, and 1 MiB are free.", "Make room.")

    dialog = SweepDialog(BASE, check=check)
    qtbot.addWidget(dialog)
    write(dialog, learning_rate="0.1 0.2")
    assert size(dialog) == "4 runs take 9 MiB on disk, and 1 MiB are free. Make room."
    assert dialog.sweep is None
    dialog._seeds.setValue(1)
    dialog._work_out()
    assert dialog.sweep is not None


def test_typing_is_followed(qtbot: QtBot, dialog: SweepDialog) -> None:
    edit = dialog.findChild(QLineEdit, "learningRateValuesEdit")
    assert edit is not None
    edit.clear()
    QTest.keyClicks(edit, "0.1 0.2")
    qtbot.waitUntil(lambda: size(dialog).startswith("4 runs"))


@pytest.mark.qt_log_ignore("plugin does not support")  # of the offscreen platform, of an open menu
def test_parts_are_ticked_in_a_list_that_stays(dialog: SweepDialog) -> None:
    write(dialog, optimizer="momentum:momentum=0.5")
    button = dialog.findChild(QPushButton, "optimizerValuesButton")
    assert button is not None
    menu = button.menu()
    assert isinstance(menu, QMenu)
    menu.popup(QPoint(0, 0))
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == [Momentum.label]
    adam = next(action for action in menu.actions() if action.text() == Adam.label)
    assert isinstance(adam, QAction)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(adam).center())
    assert menu.isVisible()
    assert dialog._row("optimizer").edit.text() == "momentum:momentum=0.5 adam"
    menu.setActiveAction(adam)
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert dialog._row("optimizer").edit.text() == "momentum:momentum=0.5"
    menu.close()
