"""A recording keeps its first and latest moment, stays in its budget, and is dense where much happened."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.arrays import read_only
from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.network.engine import WAYS
from core.parts.adaptive import Adam
from core.parts.optimizers import GradientDescent, Momentum, Optimizer
from core.training.history import COLUMNS, Curves, History
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

MakeSnapshot = Callable[..., Snapshot]


def steps_of(recording: Recording) -> list[int]:
    return [recording[index].step for index in range(len(recording))]


def held_by(recording: Recording) -> int:
    return sum(recording[index].bytes for index in range(len(recording)))


def state_of(snapshot: Snapshot) -> tuple[object, ...]:
    """Return all that training goes on from, to the bit."""
    arrays = (*snapshot.network.parameters, *snapshot.memory)
    return snapshot.step, snapshot.whole_epochs, snapshot.position, [array.tobytes() for array in arrays]


@pytest.fixture
def recorded(make_snapshot: MakeSnapshot) -> Callable[..., Recording]:
    """Return a function that records the steps 0, 1, 2, … within a budget of so many networks."""
    with_memory = make_snapshot(0)
    bare = with_memory.to_look_at()
    network_size = bare.bytes

    def record(count: int, networks: int, has_memory: bool = False) -> Recording:
        pattern = with_memory if has_memory else bare
        recording = Recording(budget=networks * network_size)
        for step in range(count):
            recording.add(replace(pattern, step=step))
            assert recording.bytes == held_by(recording)
            assert recording.bytes <= networks * network_size
            assert recording[0].step == 0
            assert recording[len(recording) - 1].step == step
        return recording

    return record


def test_within_the_budget_everything_is_kept(recorded: Callable[..., Recording]) -> None:
    assert steps_of(recorded(40, 50)) == list(range(40))


def test_beyond_the_budget_moments_go_one_by_one_and_early_ones_stay_dense(
    recorded: Callable[..., Recording],
) -> None:
    steps = np.array(steps_of(recorded(3000, 50)))
    assert 30 <= len(steps) <= 50, "nearly all of the budget is used"
    assert (np.diff(steps) > 0).all()
    gaps = np.diff(steps)
    early, late = gaps[steps[1:] < 300].mean(), gaps[steps[1:] >= 1500].mean()
    assert 3 * early < late
    # In proportion to how far the run had come no gap stands out, so that scrubbing meets no hole.
    assert (gaps / (steps[1:] + 100)).max() < 0.5


def with_memory(recording: Recording) -> list[int]:
    return [recording[index].step for index in range(len(recording)) if recording[index].memory]


def test_while_there_is_room_the_run_can_go_on_from_every_moment(recorded: Callable[..., Recording]) -> None:
    recording = recorded(10, 60, has_memory=True)
    assert with_memory(recording) == list(range(1, 10))
    assert not any(recording[index].has_forgotten for index in range(10)), "before its first step there is nothing"


def test_what_optimizers_learned_takes_half_of_the_budget_and_is_spread_over_the_run(
    recorded: Callable[..., Recording],
) -> None:
    recording = recorded(3000, 120, has_memory=True)
    memory = sum(recording[index].memory_bytes for index in range(len(recording)))
    assert 0.35 * recording.bytes < memory < 0.55 * recording.bytes
    steps = np.array(with_memory(recording))
    assert steps[-1] == 2999, "the latest can always go on"
    assert 20 <= len(steps) < len(recording)
    assert (np.diff(steps) / (steps[1:] + 100)).max() < 0.5


def test_the_best_moment_can_always_go_on(make_snapshot: MakeSnapshot) -> None:
    pattern = make_snapshot(0)
    recording = Recording(budget=8 * pattern.bytes)
    for step in range(500):
        recording.add(measured(pattern, step, 0.9 if step == 250 else 0.5))
    assert recording.best is not None
    assert recording[recording.best].step == 250
    assert recording[recording.best].memory


def test_a_budget_too_small_still_keeps_first_and_latest(make_snapshot: MakeSnapshot) -> None:
    recording = Recording(budget=1)
    for step in range(5):
        recording.add(make_snapshot(step))
    assert steps_of(recording) == [0, 4]
    assert recording.bytes == held_by(recording)


def test_the_same_step_again_replaces(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    recording.add(make_snapshot(0))
    recording.add(make_snapshot(3, seconds=1.0))
    recording.add(make_snapshot(3, seconds=2.0))
    assert steps_of(recording) == [0, 3]
    assert recording[1].seconds == 2.0
    assert recording[1].memory
    assert recording.bytes == held_by(recording)


def test_time_does_not_run_backwards(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    recording.add(make_snapshot(3))
    with pytest.raises(ValueError, match="step 2 after one of step 3"):
        recording.add(make_snapshot(2))
    assert steps_of(recording) == [3]


def test_finding_the_moment_of_a_step(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    for step in (0, 10, 20, 40):
        recording.add(make_snapshot(step))
    assert [recording.at_step(step) for step in (-5, 0, 9, 10, 39, 40, 1000)] == [0, 0, 0, 1, 2, 3, 3]


def test_a_run_that_goes_on_differently_forgets_what_came_after(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    for step in range(6):
        recording.add(make_snapshot(step))
    recording.cut_after(3)
    assert steps_of(recording) == [0, 1, 2, 3]
    assert recording.bytes == held_by(recording)
    recording.add(make_snapshot(4))
    assert steps_of(recording) == [0, 1, 2, 3, 4]
    recording.clear()
    assert (len(recording), recording.bytes) == (0, 0)
    assert recording.last_sound() is None


def test_the_last_sound_moment_is_found(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    for step in range(3):
        recording.add(make_snapshot(step))
    broken = make_snapshot(3)
    network = broken.network.working_copy()
    network.parameters[0][0, 0] = np.nan
    recording.add(replace(broken, network=network))
    found = recording.last_sound()
    assert found is not None
    assert found.step == 2


def test_the_last_healthy_moment_is_the_last_before_the_cost_exploded(make_snapshot: MakeSnapshot) -> None:
    def measured(*pairs: tuple[int, float]) -> Curves:
        table = np.full((len(COLUMNS), len(pairs)), 0.5)
        table[COLUMNS.index("step")], table[COLUMNS.index("train_cost")] = np.transpose(pairs)
        return Curves(read_only(table))

    recording = Recording()
    found = ((0, 2.3), (2, 0.4), (3, 1e30))
    for step in range(5):
        curves = measured(*(pair for pair in found if pair[0] <= step))
        recording.add(replace(make_snapshot(step), curves=curves))
    assert recording.last_sound() is recording[4]
    assert recording.last_healthy() is recording[2]  # of moment 3 the cost is known, and moment 4 came of it


def test_without_measurements_the_last_sound_moment_is_taken_for_healthy(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    assert recording.last_healthy() is None
    recording.add(make_snapshot(0))
    assert recording.last_healthy() is recording[0]


def test_moments_are_spread_from_the_first_to_the_latest_and_early_ones_are_closer(
    recorded: Callable[..., Recording],
) -> None:
    steps = [snapshot.step for snapshot in recorded(400, 500).spread(8)]
    assert len(steps) == 8
    assert (steps[0], steps[-1]) == (0, 399)
    assert (np.diff(np.diff(steps)) >= 0).all()


def test_of_few_moments_all_are_spread_and_of_none_none(recorded: Callable[..., Recording]) -> None:
    assert [snapshot.step for snapshot in recorded(5, 50).spread(8)] == [0, 1, 2, 3, 4]
    assert Recording().spread(8) == ()


def test_moments_far_apart_are_spread_as_well(make_snapshot: MakeSnapshot) -> None:
    pattern, recording = make_snapshot(0), Recording()
    for step in (0, 1, 500, 600, 700, 800, 900, 1000, 1100, 1200):
        recording.add(replace(pattern, step=step))
    steps = [snapshot.step for snapshot in recording.spread(6)]
    assert 4 <= len(steps) <= 6
    assert (steps[0], steps[-1]) == (0, 1200)


def measured(pattern: Snapshot, step: int, accuracy: float, *, whole: bool = True) -> Snapshot:
    """Return a moment at which the test images were looked at."""
    history = History()
    history.append(step=step, epoch=step / 10, test_accuracy=accuracy, whole=float(whole))
    return replace(pattern, step=step, curves=history.curves())


def test_the_first_and_the_best_moment_stay_however_little_memory_there_is(make_snapshot: MakeSnapshot) -> None:
    pattern = make_snapshot(0).to_look_at()
    recording = Recording(budget=4 * pattern.bytes)
    for step in range(500):
        accuracy = 0.9 if step == 250 else 0.5 + step / 2000
        recording.add(measured(pattern, step, accuracy))
    assert recording.best is not None
    assert recording[recording.best].step == 250
    assert recording[0].step == 0
    assert recording.bytes <= 4 * pattern.bytes


def test_a_sample_of_the_test_images_makes_no_best_moment(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    recording.add(measured(make_snapshot(0), 0, 0.1))
    recording.add(measured(make_snapshot(0), 5, 0.9, whole=False))
    assert recording.best == 0
    recording.add(replace(make_snapshot(0), step=6))  # nothing was measured here
    assert recording.best == 0


def test_where_the_best_is_cut_away_the_best_of_the_rest_takes_its_place(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    for step, accuracy in enumerate((0.1, 0.5, 0.3, 0.8)):
        recording.add(measured(make_snapshot(0), step, accuracy))
    recording.cut_after(2)
    assert recording.best == 1
    recording.clear()
    assert recording.best is None


def test_a_smaller_budget_acts_at_once(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()
    for step in range(100):
        recording.add(replace(make_snapshot(0).to_look_at(), step=step))
    recording.set_budget(recording.bytes // 5)
    assert 10 <= len(recording) <= 20
    assert (recording[0].step, recording[len(recording) - 1].step) == (0, 99)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("optimizer", [GradientDescent(), Momentum(), Adam()], ids=lambda o: o.name)
def test_training_goes_on_from_a_recorded_moment_bit_for_bit_as_it_did(
    optimizer: Optimizer, way: str, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    settings = replace(quick, optimizer=optimizer, batch_size=24, epochs=2)
    recording, whole = Recording(), Trainer(settings, tiny_dataset, way=way)
    recording.add(whole.snapshot())
    while not whole.is_finished:
        whole.advance()
        recording.add(whole.snapshot())
    whole.close()
    last = len(recording) - 1
    for index in range(len(recording)):
        # From most moments three batches: where those are the same, all that training goes on from included, the next
        # moments answer for what comes then.
        goal = last if index % 8 == 0 else min(index + 3, last)
        branch = Trainer(settings, tiny_dataset, start=recording[index], way=way)
        while (missing := recording[goal].step - branch.snapshot().step) > 0:
            branch.advance(min(3, missing))
        assert state_of(branch.snapshot()) == state_of(recording[goal])
        branch.close()


def test_a_recording_within_a_smaller_budget_is_thinned_and_the_whole_one_stays(recorded: Callable[..., Recording]):
    whole = recorded(40, 40)
    thinned = whole.within(whole.bytes // 4)
    assert len(whole) == 40
    assert 2 < len(thinned) <= 10
    assert thinned.bytes == held_by(thinned) <= whole.bytes // 4
    assert (thinned[0], thinned[len(thinned) - 1]) == (whole[0], whole[39])


def test_images_held_out_judge_from_where_there_are_some_to_where_there_are_none(make_snapshot: MakeSnapshot) -> None:
    recording = Recording()

    def add(step: int, test: float, validation: float) -> None:
        history = History()
        history.append(step=step, epoch=step / 10, test_accuracy=test, validation_accuracy=validation, whole=1)
        recording.add(replace(make_snapshot(0), step=step, curves=history.curves()))

    for step, (test, validation) in enumerate([(0.2, 0.8), (0.9, 0.85), (0.95, 0.7)]):
        add(step, test, validation)
    assert recording.best == 1
    assert recording.copy().best == 1
    add(3, 0.5, np.nan)
    add(4, 0.4, np.nan)
    assert recording.best == 3, "0.85 of other images is no more than 0.5 of these"
