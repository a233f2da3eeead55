"""StatisticsModel: the moment shown first, then the run; what is stale is dropped."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models import statistics
from desktop.models.statistics import SLOTS, StatisticsModel

SETTINGS = Hyperparameters(hidden=(8,), batch_size=30, epochs=1000)
PATIENCE_MS = 20_000


@pytest.fixture
def model(jobs: Jobs) -> StatisticsModel:
    return StatisticsModel(jobs)


def record(dataset: Dataset, moments: int, settings: Hyperparameters = SETTINGS) -> Recording:
    """Return a recording of a moment after each batch, the untrained network included."""
    trainer, recording = Trainer(settings, dataset), Recording()
    for _ in range(moments):
        recording.add(trainer.snapshot())
        trainer.advance()
    trainer.close()
    return recording


@pytest.fixture
def recording(tiny_dataset: Dataset) -> Recording:
    return record(tiny_dataset, 20)


def look_until_complete(qtbot: QtBot, model: StatisticsModel, recording: Recording, dataset: Dataset) -> None:
    def is_complete() -> bool:
        if not model.is_busy:
            model.look(recording[-1], recording, dataset.train)
        return not model.is_busy and model.is_complete()

    qtbot.waitUntil(is_complete, timeout=PATIENCE_MS)


def test_the_moment_shown_comes_first(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(recording[7], recording, tiny_dataset.train)
        assert model.is_busy
    (moment,) = model.moments
    assert moment is model.at(7)
    assert (moment.step, moment.epoch) == (7, recording[7].epoch)
    assert len(moment.statistics.layers) == len(moment.updates) == 2
    assert moment.statistics.layers[0].weights.counts.sum() == 784 * 8
    assert moment.updates == recording[7].updates
    assert all(ratio > 0 for ratio in moment.updates)
    assert recording[0].updates == (), "no step was taken yet"
    assert model.seconds > 0


def test_the_whole_run_is_looked_at_in_the_end(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    look_until_complete(qtbot, model, recording, tiny_dataset)
    assert [moment.step for moment in model.moments] == list(range(20))


def test_a_long_run_is_looked_at_in_about_as_many_places_as_there_are_slots(
    model: StatisticsModel, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    recording = record(tiny_dataset, 4 * SLOTS)
    look_until_complete(qtbot, model, recording, tiny_dataset)
    steps = [moment.step for moment in model.moments]
    assert SLOTS / 2 <= len(steps) <= SLOTS + 1
    assert steps[0] == 0
    assert max(b - a for a, b in zip(steps, steps[1:], strict=False)) <= 16


def test_what_was_found_still_fits_when_the_run_grows(
    model: StatisticsModel, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    long = record(tiny_dataset, 3 * SLOTS)
    short = Recording()
    for index in range(SLOTS):
        short.add(long[index])
    look_until_complete(qtbot, model, short, tiny_dataset)
    before = model.moments
    for index in range(SLOTS, len(long)):
        short.add(long[index])
    look_until_complete(qtbot, model, short, tiny_dataset)
    assert all(model.at(moment.step) is moment for moment in before)
    assert len(model.moments) < len(before) + SLOTS


def test_of_many_requests_the_latest_wins(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    for index in (3, 4, 5, 12):
        model.look(recording[index], recording, tiny_dataset.train)
    qtbot.waitUntil(lambda: model.at(12) is not None and not model.is_busy, timeout=PATIENCE_MS)
    assert [moment.step for moment in model.moments] == [3, 12]


def test_another_run_begins_with_nothing_and_what_comes_late_is_dropped(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    other = record(tiny_dataset, 3, replace(SETTINGS, hidden=(5, 4)))
    model.look(recording[2], recording, tiny_dataset.train)
    model.look(other[-1], other, tiny_dataset.train)
    look_until_complete(qtbot, model, other, tiny_dataset)
    assert {len(moment.statistics.layers) for moment in model.moments} == {3}


def test_a_run_that_goes_back_forgets_what_came_after(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    look_until_complete(qtbot, model, recording, tiny_dataset)
    model.cut_after(9)
    assert [moment.step for moment in model.moments] == list(range(10))


def test_memory_is_bounded_however_long_it_is_watched(
    model: StatisticsModel, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "SLOTS", 4)
    monkeypatch.setattr(statistics, "_MOST_MOMENTS", 16)
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    recording = record(tiny_dataset, 40)
    for index in range(40):
        with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
            model.look(recording[index], recording, tiny_dataset.train)
        assert len(model.moments) <= 16
        assert model.at(index) is not None
    steps = [moment.step for moment in model.moments]
    assert steps[0] == 0


def test_a_network_whose_weights_are_no_numbers_can_be_looked_at(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    def broken(snapshot: Snapshot) -> Snapshot:
        network = snapshot.network.working_copy()
        network.layers[0].weights[:] = float("nan")
        return replace(snapshot, network=network)

    ill = Recording()
    ill.add(broken(recording[3]))
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(ill[0], ill, tiny_dataset.train)
    assert model.moments[0].statistics.layers[0].weights.counts.sum() == 0


def test_one_training_image_is_enough(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    split = type(tiny_dataset.train)(tiny_dataset.train.images[:1], tiny_dataset.train.labels[:1])
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(recording[3], recording, split)
