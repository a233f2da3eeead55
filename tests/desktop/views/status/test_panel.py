"""The status line: how far, how fast, how good, how long still."""

from PySide6.QtWidgets import QLabel, QProgressBar

from desktop.models.training import State


def line(person) -> str:
    return person.find(QLabel, "statusLabel").text()


def test_it_tells_the_state(person):
    assert line(person).startswith("Ready")
    person.trigger("trainAction")
    assert line(person).startswith("Training")
    person.wait_until(lambda: "images/s" in line(person) and " left" in line(person))
    person.pause()
    assert line(person).startswith("Paused")
    assert "test " in line(person)


def test_the_bar_fills_as_the_epochs_are_done(person):
    bar = person.find(QProgressBar, "progressBar")
    assert bar.value() == 0
    person.workbench.settings.propose("epochs", 2)
    person.trigger("stepEpochAction")
    person.settle()
    assert bar.value() == bar.maximum() // 2
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    assert bar.value() == bar.maximum()
    assert line(person).startswith("Finished")


def test_loading_is_seen_and_can_be_cancelled(person):
    library = person.workbench.library
    bar = person.find(QProgressBar, "busyBar")
    library.busy.emit("Downloading", 1, 4)
    assert bar.isVisible()
    assert bar.value() == bar.maximum() // 4
    library.idle.emit()
    assert not bar.isVisible()
