"""StatisticsModel: the moment shown first, then the run; what is stale is dropped."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.recording import Recording
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer
from desktop.background.jobs import Jobs
from desktop.models import statistics
from desktop.models.runs import RunsModel
from desktop.models.statistics import SLOTS, StatisticsModel

SETTINGS = Hyperparameters(hidden=(8,), batch_size=30, epochs=1000)
PATIENCE_MS = 20_000


@pytest.fixture
def runs() -> RunsModel:
    return RunsModel()


@pytest.fixture
def model(jobs: Jobs, runs: RunsModel) -> StatisticsModel:
    return StatisticsModel(jobs, runs)


def record(dataset: Dataset, moments: int, settings: Hyperparameters = SETTINGS) -> Run:
    """Return a run with a moment after each batch, the untrained network included."""
    trainer, run = Trainer(settings, dataset), Run.begin(settings, dataset)
    for _ in range(moments):
        run = run.reached(trainer.snapshot())
        trainer.advance()
    trainer.close()
    return run


@pytest.fixture
def recording(tiny_dataset: Dataset, runs: RunsModel) -> Recording:
    """Return the recording of the run on screen, of twenty moments."""
    runs.show(record(tiny_dataset, 20))
    return runs.recording


def look_until_complete(qtbot: QtBot, model: StatisticsModel, runs: RunsModel, dataset: Dataset) -> None:
    def is_complete() -> bool:
        if not model.is_busy:
            model.look(runs.recording[-1], dataset.train)
        return not model.is_busy and model.is_complete()

    qtbot.waitUntil(is_complete, timeout=PATIENCE_MS)


def test_the_moment_shown_comes_first(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(recording[7], tiny_dataset.train)
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
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    look_until_complete(qtbot, model, runs, tiny_dataset)
    assert [moment.step for moment in model.moments] == list(range(20))


def test_a_long_run_is_looked_at_in_about_as_many_places_as_there_are_slots(
    model: StatisticsModel, runs: RunsModel, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    runs.show(record(tiny_dataset, 4 * SLOTS))
    look_until_complete(qtbot, model, runs, tiny_dataset)
    steps = [moment.step for moment in model.moments]
    assert SLOTS / 2 <= len(steps) <= SLOTS + 1
    assert steps[0] == 0
    assert max(b - a for a, b in zip(steps, steps[1:], strict=False)) <= 16


def test_what_was_found_still_fits_when_the_run_grows(
    model: StatisticsModel, runs: RunsModel, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    moments = list(record(tiny_dataset, 3 * SLOTS).recording)
    runs.show(runs.begun(SETTINGS, tiny_dataset))
    runs.reach(moments[:SLOTS])
    look_until_complete(qtbot, model, runs, tiny_dataset)
    before = model.moments
    runs.reach(moments[SLOTS:])
    look_until_complete(qtbot, model, runs, tiny_dataset)
    assert all(model.at(moment.step) is moment for moment in before)
    assert len(model.moments) < len(before) + SLOTS


def test_of_many_requests_the_latest_wins(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    for index in (3, 4, 5, 12):
        model.look(recording[index], tiny_dataset.train)
    qtbot.waitUntil(lambda: model.at(12) is not None and not model.is_busy, timeout=PATIENCE_MS)
    assert [moment.step for moment in model.moments] == [3, 12]


def test_another_run_begins_with_nothing_and_what_comes_late_is_dropped(
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    model.look(recording[2], tiny_dataset.train)
    runs.show(record(tiny_dataset, 3, replace(SETTINGS, hidden=(5, 4))))
    assert model.moments == []
    look_until_complete(qtbot, model, runs, tiny_dataset)
    assert {len(moment.statistics.layers) for moment in model.moments} == {3}


def test_a_run_that_goes_back_forgets_what_came_after(
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    look_until_complete(qtbot, model, runs, tiny_dataset)
    assert runs.current is not None
    runs.show(runs.current.back_at(recording[9]), instead=True)
    assert [moment.step for moment in model.moments] == list(range(10))


def test_a_branch_has_what_came_before_it_unless_it_goes_on_with_other_images(
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    look_until_complete(qtbot, model, runs, tiny_dataset)
    assert runs.current is not None
    parent, branch = runs.current, runs.branched(recording[9])
    runs.show(branch)
    assert [moment.step for moment in model.moments] == list(range(10))
    runs.show(parent)
    assert model.moments == [], "what came after is of the parent alone"
    look_until_complete(qtbot, model, runs, tiny_dataset)
    runs.show(replace(runs.branched(recording[9]), data_fingerprint="another"))
    assert model.moments == []


def test_slopes_are_measured_on_images_that_the_run_is_trained_on(
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    def images_looked_at() -> int:
        look_until_complete(qtbot, model, runs, tiny_dataset)
        return int(model.moments[0].statistics.layers[-1].values.counts.sum()) // 10

    assert images_looked_at() == statistics.SAMPLE
    runs.show(record(tiny_dataset, 2, replace(SETTINGS, train_images=60)))
    assert images_looked_at() == 60


def test_memory_is_bounded_however_long_it_is_watched(
    model: StatisticsModel, runs: RunsModel, tiny_dataset: Dataset, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(statistics, "SLOTS", 4)
    monkeypatch.setattr(statistics, "_MOST_MOMENTS", 16)
    monkeypatch.setattr(statistics, "_PATIENCE", -1.0)
    runs.show(record(tiny_dataset, 40))
    for index in range(40):
        with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
            model.look(runs.recording[index], tiny_dataset.train)
        assert len(model.moments) <= 16
        assert model.at(index) is not None
    steps = [moment.step for moment in model.moments]
    assert steps[0] == 0


def test_a_network_whose_weights_are_no_numbers_can_be_looked_at(
    model: StatisticsModel, runs: RunsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    def broken(snapshot: Snapshot) -> Snapshot:
        network = snapshot.network.working_copy()
        network.layers[0].weights[:] = float("nan")
        return replace(snapshot, network=network)

    runs.show(Run.of(broken(recording[3])))
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(runs.recording[0], tiny_dataset.train)
    assert model.moments[0].statistics.layers[0].weights.counts.sum() == 0


def test_one_training_image_is_enough(
    model: StatisticsModel, recording: Recording, tiny_dataset: Dataset, qtbot: QtBot
) -> None:
    split = type(tiny_dataset.train)(tiny_dataset.train.images[:1], tiny_dataset.train.labels[:1])
    with qtbot.waitSignal(model.found, timeout=PATIENCE_MS):
        model.look(recording[3], split)
