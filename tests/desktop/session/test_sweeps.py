"""What can be done with sweeps: begun, gone on with on another day, opened, used, saved, deleted."""

import multiprocessing
import threading
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from core.errors import TrainingError
from core.files import runs as runs_file
from core.sweep.result import Trial
from core.sweep.shelf import Shelf
from core.sweep.team import Ended, Team
from desktop.models.sweeps import State
from desktop.models.training import State as TrainingState
from tests.core.sweep.teams import Bench
from tests.desktop.conftest import OpenWindow, Person
from tests.desktop.sweep_helpers import SMALL, entry_of, result, train_here

pytestmark = pytest.mark.panels("sweep")


@pytest.fixture
def person(person: Person) -> Person:
    train_here(person.workbench)
    return person


def begin(person: Person, sweep=SMALL, name: str = "rates"):
    person.workbench.sweeping.begin(sweep, name)
    person.wait_until(lambda: any(entry.journal.name == name for entry in person.workbench.sweeps.entries))
    return next(entry.id for entry in person.workbench.sweeps.entries if entry.journal.name == name)


def train(person: Person, sweep=SMALL, name: str = "rates"):
    id = begin(person, sweep, name)
    person.wait_until(lambda: person.workbench.sweeps.find(id).state is State.DONE)
    return id


def test_a_sweep_is_trained_beside_the_run_at_hand(person: Person) -> None:
    person.trigger("trainAction")
    id = train(person)
    assert person.workbench.training.is_running
    person.pause()
    entry = person.workbench.sweeps.find(id)
    assert entry.done == 4
    assert "is done: 4 runs" in person.notice
    assert [shelved.id for shelved in Shelf().load().sweeps] == [id]


def begin_paused(person: Person, count: int) -> list[UUID]:
    """Begin so many sweeps that go on for long, and pause them."""
    found = []
    for number in range(count):
        found.append(begin(person, replace(SMALL, seeds=50), f"sweep {number + 1}"))
        person.workbench.sweeping.pause(found[-1])
    return found


def test_two_are_trained_at_once(person: Person) -> None:
    sweeping, sweeps = person.workbench.sweeping, person.workbench.sweeps
    (first,) = begin_paused(person, 1)
    second = train(person, name="second")
    assert sweeps.find(second).done == 4
    assert sweeps.find(first).state is State.PAUSED
    assert sweeping.conducting.sweeps == (first,)
    sweeping.go_on(first)
    person.wait_until(lambda: sweeps.find(first).done > 2)


def test_a_fifth_one_waits_for_one_of_the_others(person: Person) -> None:
    sweeping, sweeps = person.workbench.sweeping, person.workbench.sweeps
    others = begin_paused(person, 4)
    fifth = begin(person, name="fifth")
    assert sweeps.find(fifth).state is State.WAITING
    assert "4 sweeps are at work: fifth begins when one of them has ended" in person.notice
    sweeping.stop(others[2])
    person.wait_until(lambda: sweeps.find(fifth).state is State.DONE)
    assert [sweeps.find(id).state for id in others] == [State.PAUSED] * 2 + [State.UNFINISHED, State.PAUSED]


def test_one_that_waits_is_taken_out_of_the_queue(person: Person) -> None:
    sweeping, sweeps = person.workbench.sweeping, person.workbench.sweeps
    others = begin_paused(person, 4)
    fifth = begin(person, name="fifth")
    sweeping.stop(fifth)
    assert sweeps.find(fifth).state is State.UNFINISHED
    for id in others:
        sweeping.stop(id)
    person.wait_until(lambda: not sweeping.conducting.sweeps)
    assert sweeps.find(fifth).done == 0


def test_a_run_is_opened_with_its_curves_and_best_weights(person: Person) -> None:
    id = train(person)
    best = person.workbench.sweeps.find(id).best
    person.workbench.sweeping.open_run(id, best.trial)
    person.wait_until(lambda: person.workbench.runs.current.setting("learning_rate") in ("0.01", "0.1"))
    run = person.workbench.runs.current
    assert run.seed == best.trial.seed
    assert run.curves.best().value == pytest.approx(best.accuracy)
    person.wait_for_state(TrainingState.FINISHED)


def test_a_run_that_was_opened_and_trained_on_is_not_thrown_back(person: Person) -> None:
    id = train(person)
    first, second = (person.workbench.sweeps.find(id).results[place].trial for place in (0, 1))

    def open_again(trial: Trial) -> None:
        person.workbench.sweeping.open_run(id, trial)
        person.wait_until(lambda: person.workbench.runs.current.settings.learning_rate == SMALL.of(trial).learning_rate)
        person.wait_for_state(TrainingState.FINISHED)

    open_again(first)
    before = person.step
    person.trigger("trainAction")
    person.wait_until(lambda: person.step > before)
    person.wait_for_state(TrainingState.FINISHED)
    person.settle()
    further = person.step
    open_again(second)
    assert "A run of the sweep is on screen" in person.notice
    open_again(first)
    assert person.step == further


def test_its_settings_are_used(person: Person) -> None:
    id = train(person)
    person.workbench.sweeping.use_settings(id, 1)
    assert person.workbench.settings.value == SMALL.settings[1]
    assert "The form has the settings" in person.notice


def test_its_runs_are_saved_to_one_file(person: Person, tmp_path: Path) -> None:
    id = train(person)
    path = tmp_path / "all.runs.npz"
    person.workbench.sweeping.save(id, path)
    person.wait_until(lambda: "4 runs are in all.runs.npz" in person.notice)
    assert len(runs_file.load(path)) == 4


def test_what_the_data_does_not_allow_is_refused(person: Person) -> None:
    person.workbench.sweeping.check(SMALL)
    with pytest.raises(TrainingError, match="300"):
        person.workbench.sweeping.check(replace(SMALL, base=replace(SMALL.base, batch_size=301)))


def test_a_sweep_is_deleted_while_it_is_trained(person: Person) -> None:
    first = begin(person)
    person.workbench.sweeping.pause(first)
    person.workbench.sweeping.delete(first)
    person.wait_until(lambda: not person.workbench.sweeps.entries and not person.workbench.sweeping._series.is_busy)
    assert Shelf().load().sweeps == ()


def test_all_that_inkling_keeps_has_the_sweeps_among_it(person: Person) -> None:
    train(person)
    first = begin(person, name="second")
    person.workbench.sweeping.pause(first)
    begin_paused(person, 1)
    person.workbench.delete_kept()
    person.wait_until(lambda: not person.workbench.sweeps.entries and not person.workbench.sweeping._series.is_busy)
    assert Shelf().load().sweeps == ()


def test_an_unfinished_one_is_offered_the_next_day(
    open_window: OpenWindow, qtbot: QtBot, person: Person, dialogs
) -> None:
    id = begin(person, replace(SMALL, seeds=50))
    person.wait_until(lambda: person.workbench.sweeps.find(id).done > 0)
    person.window.close()
    done = Shelf().load().sweeps[0].results
    assert 0 < len(done) < 100
    next_day = Person(qtbot, open_window())
    train_here(next_day.workbench)
    next_day.wait_until(lambda: next_day.workbench.sweeps.current is not None)
    assert "The sweep rates is unfinished" in next_day.notice
    assert next_day.workbench.sweeps.current.state is State.UNFINISHED
    next_day.press("Show it")
    next_day.workbench.sweeping.go_on(id)
    next_day.wait_until(lambda: next_day.workbench.sweeps.find(id).done > len(done))
    next_day.workbench.sweeping.stop(id)
    next_day.wait_until(lambda: not next_day.workbench.sweeping.conducting.sweeps)
    assert Shelf().load().sweeps[0].results[: len(done)] == done


def test_a_run_that_was_lost_is_tried_again(person: Person) -> None:
    sweeping, sweeps = person.workbench.sweeping, person.workbench.sweeps
    lost = SMALL.trials[1]

    def lose(order) -> Ended | None:
        return Ended(order, "worker", is_lost=True) if order.trial == lost else None

    sweeping.conducting._make_team = lambda dataset: Bench(dataset, spoil=lose)
    id = begin(person)
    person.wait_until(lambda: not sweeping.conducting.sweeps)
    assert (sweeps.find(id).state, sweeps.find(id).done) == (State.UNFINISHED, 3)
    train_here(person.workbench)
    sweeping.go_on(id)
    person.wait_until(lambda: sweeps.find(id).state is State.DONE)
    assert sweeps.find(id).done == 4


def test_images_that_are_not_here_are_told_of(person: Person, tiny_dataset) -> None:
    strange = entry_of(SMALL, replace(tiny_dataset, name="elsewhere"), result(0, 1, 0.9), state=State.UNFINISHED)
    journal = replace(strange.journal, data_fingerprint="f" * 64)
    person.workbench.sweeps.put(replace(strange, journal=journal))
    for act in (
        lambda: person.workbench.sweeping.go_on(strange.id),
        lambda: person.workbench.sweeping.open_run(strange.id, strange.results[0].trial),
    ):
        person.workbench.notices.dismiss()
        act()
        assert "which is not in use" in person.notice


def test_a_damaged_one_is_told_of(open_window: OpenWindow, qtbot: QtBot, tiny_dataset) -> None:
    bad = Shelf().begin(SMALL, "bad", tiny_dataset)
    (bad.journal.folder / "sweep.json").write_text("{")
    person = Person(qtbot, open_window())
    person.wait_until(lambda: "is damaged" in person.notice)
    assert person.workbench.sweeps.entries == ()


def test_trouble_leaves_it_unfinished(person: Person) -> None:
    def refuse(dataset) -> Team:
        raise OSError("no processes")

    person.workbench.sweeping.conducting._make_team = refuse
    crashes: list[Exception] = []
    person.workbench.crashed.disconnect()
    person.workbench.crashed.connect(crashes.append)
    id = begin(person)
    person.wait_until(lambda: bool(crashes))
    assert person.workbench.sweeps.find(id).state is State.UNFINISHED


def test_closing_the_window_leaves_no_process(open_window: OpenWindow, qtbot: QtBot) -> None:
    person = Person(qtbot, open_window())
    for name in ("rates", "others"):
        begin(person, replace(SMALL, seeds=500), name)
    person.wait_until(lambda: all(entry.done > 0 for entry in person.workbench.sweeps.entries))
    assert multiprocessing.active_children()
    assert person.window.close()
    assert multiprocessing.active_children() == []
    assert "sweep" not in {thread.name for thread in threading.enumerate()}
