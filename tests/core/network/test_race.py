"""The race of ``tests/benchmarks/race``: what its tables say of given times. Nothing is timed here."""

import io
import json
import math

import numpy as np
import pytest

from core.network.engine import WAYS
from tests.benchmarks import bench_speed
from tests.benchmarks.race import contestant, model, table
from tests.benchmarks.race.contestant_inkling import Inkling, Watch
from tests.benchmarks.race.rounds import INKLING, Outcome, Result, entries
from tests.benchmarks.race.rows import ROWS, Row, choose
from tests.benchmarks.race.start import Images, accuracy, first_weights, order_of


def outcome(name: str = "128-gd-64", **seconds: list[float]) -> Outcome:
    results = {who: Result(who, times, accuracy=0.9, loss=2.4, others=0.1) for who, times in seconds.items()}
    return Outcome(Row.parse(name), results, [400.0, 450.0])


def test_the_table_has_the_best_epoch_and_how_many_times_inklings_it_is():
    raced = outcome(Inkling=[0.12, 0.10, 0.11], JAX=[0.15, 0.18, 0.16])
    lines = table.best_table([raced]).splitlines()
    assert lines[0] == "| network, optimizer, batch | Inkling | JAX |"
    assert lines[2] == "| 784-128-10, gradient descent, 64 | 0.100 | 0.150 (1.50) |"
    assert table.median_table([raced]).splitlines()[2].endswith("| 0.110 | 0.160 (1.45) |")


def test_who_is_missing_in_one_row_has_a_dash_there_and_no_figure():
    rows = [outcome(Inkling=[0.1], JAX=[0.2]), outcome("128-adam-16", Inkling=[0.3], JAX=[])]
    assert table.best_table(rows).splitlines()[3] == "| 784-128-10, Adam, 16 | 0.300 | – |"
    assert [figure.measured for figure in table.figures(rows)] == [pytest.approx(2.0)]


@pytest.mark.parametrize(
    ("name", "ratio", "verdict"),
    [
        ("128-gd-64", 1.15, "MISSED"),
        ("128-gd-64", 1.25, "met"),
        ("128-adam-16", 1.15, "met"),
        ("128-adam-64", 1.02, "MISSED"),
        ("128-adam-128", 1.15, "MISSED"),
    ],
)
def test_more_is_asked_but_of_adam_with_small_batches(name: str, ratio: float, verdict: str):
    (figure,) = table.figures([outcome(name, Inkling=[0.1], JAX=[0.1 * ratio])])
    assert figure.verdict == verdict


def test_jax_counts_as_it_is_fastest():
    raced = outcome(Inkling=[0.1, 0.2], JAX=[0.15], **{"JAX on bytes": [0.3, 0.13]})
    assert table.lead_over_jax(raced) == pytest.approx(1.3)


def test_the_noise_names_whom_it_hit_most():
    raced = outcome(Inkling=[0.1, 0.11, 0.12], JAX=[0.1, 0.15, 0.2])
    raced.results[INKLING].others = 0.4
    last = table.noise_table([raced]).splitlines()[-1]
    assert "400 to 450" in last
    assert "1.50 (JAX)" in last
    assert "40 % (Inkling)" in last


def test_who_learned_something_else_is_told():
    raced = outcome(Inkling=[0.1], JAX=[0.1], PyTorch=[0.1])
    assert not table.differences(raced)
    raced.results["JAX"].accuracy = 0.8
    raced.results["PyTorch"].loss = math.nan
    told = table.differences(raced)
    assert [sentence.split(":")[0] for sentence in told] == ["PyTorch", "JAX"]


def test_rows_are_chosen_by_how_they_begin_or_made_of_a_name():
    assert choose([]) == list(ROWS)
    assert [row.batch for row in choose(["128-adam"])] == [16, 64, 128, 1000]
    assert choose(["128-gd-1000"]) == [Row((128,), "gd", 1000)]
    assert choose(["64-32-gd-7"]) == [Row((64, 32), "gd", 7)]
    with pytest.raises(ValueError, match="no row is called 128-sgd-16"):
        choose(["128-sgd-16"])


def test_a_row_counts_its_steps_and_its_operations():
    row = Row.parse("128-gd-64")
    assert row.steps == 938  # the last of 32 images
    assert row.operations == 2 * 60_000 * (2 * 784 * 128 + 3 * 128 * 10)


def test_everybody_begins_with_the_same_weights_and_sees_the_images_in_the_same_order():
    row = Row.parse("32-16-adam-8")
    for one, again in zip(first_weights(row), first_weights(row), strict=True):
        assert np.array_equal(one, again)
    assert [array.shape for array in first_weights(row)] == [(784, 32), (32,), (32, 16), (16,), (16, 10), (10,)]
    assert not np.array_equal(order_of(0), order_of(1))
    assert np.array_equal(np.sort(order_of(3)), np.arange(60_000))


def test_every_way_of_the_engine_takes_part_the_usual_one_as_inkling():
    ways = {entry.way for entry in entries(WAYS) if entry.module == "contestant_inkling"}
    assert ways == set(WAYS)
    assert [entry.way for entry in entries(WAYS) if entry.name == INKLING] == [WAYS[0]]


MACHINE = model.Machine(processors=2, meeting=2e-6, knock=1e-6, between=5e-6)
ASKED = Row.parse("128-gd-64")


def pieces(row: Row, units: int, copies: int, shards: int) -> dict[str, float]:
    """A step whose work is divided evenly and takes the longer the more units there are."""
    own = units * copies * 1e-6
    return {"products": own, "images": 64e-6 * copies / shards, "elementwise": own / 4, "optimizer": own / 2}


def test_a_step_of_two_workers_is_half_the_work_and_two_meetings_or_fewer():
    one, two = (model.step(ASKED, workers, MACHINE, pieces) for workers in (1, 2))
    assert one.seconds == pytest.approx(
        {"products": 128e-6, "images": 64e-6, "elementwise": 32e-6, "optimizer": 64e-6, "meetings": 0, "python": 10e-6}
    )
    # Four batches of 64 are converted together, so the workers meet once for them and once in each.
    assert two.seconds == pytest.approx(
        {
            "products": 64e-6,
            "images": 32e-6,
            "elementwise": 16e-6,
            "optimizer": 32e-6,
            "meetings": 2.5e-6,
            "python": 5e-6,
        }
    )
    assert two.epoch == pytest.approx(938 * 151.5e-6)


def test_further_workers_help_until_the_layer_is_too_narrow_to_be_cut():
    seconds = {workers: model.step(ASKED, workers, MACHINE, pieces).seconds for workers in model.WORKERS}
    assert seconds[4]["products"] == pytest.approx(32e-6)
    assert seconds[4]["meetings"] == pytest.approx(1.25 * (2e-6 + 2 * 1e-6))
    assert seconds[16] == seconds[8] == seconds[4]
    assert model.step(Row.parse("800-gd-64"), 16, MACHINE, pieces).seconds["products"] == pytest.approx(50e-6)


def test_rates_are_those_of_the_shards_products_and_of_the_passes_over_its_weights():
    two = model.step(ASKED, 2, MACHINE, pieces)
    weights = 720 * 64 + 64 * 10
    assert two.gflops == pytest.approx(2e-9 * 64 * (2 * 720 * 64 + 3 * 640) / 64e-6)
    assert two.gigabytes == pytest.approx(1e-9 * 4 * 3 * weights / 32e-6)


def test_the_model_stands_beside_what_was_measured_and_says_how_far_it_is_off():
    told = {workers: model.step(ASKED, workers, MACHINE, pieces).epoch for workers in (1, 2)}
    raced = outcome(Inkling=[0.1], **{"one process": [told[1] / 0.9], "several processes": [told[2], 2 * told[2]]})
    lines = model.report([raced], {1: "one process", 2: "several processes"}, MACHINE, pieces).splitlines()
    assert f"| {told[1]:.3f} / {told[1] / 0.9:.3f} | {told[2]:.3f} / {told[2]:.3f} |" in lines[2]
    assert lines[4].startswith("With 1 worker it is off by -10 % on average")
    assert "With 2 workers it is off by +0 %" in lines[4]


def test_a_turn_beside_the_window_counts_whole_epochs_and_what_was_trained_beyond_them(monkeypatch: pytest.MonkeyPatch):
    now = iter([10.0, 14.4])
    monkeypatch.setattr(bench_speed.time, "perf_counter", lambda: next(now))
    turn = bench_speed.Turn("1 2", epoch=3.2)  # epoch 5 to 7: what is left of the fourth does not count
    for epoch in (3.5, 4.0, 4.9, 5.1, 6.0, 6.9, 7.3):
        assert not turn.is_over
        turn.note(epoch)
    assert turn.is_over
    assert turn.seconds == pytest.approx(4.4 / 2.2)


@pytest.fixture
def images() -> Images:
    chance = np.random.default_rng(5)
    pixels, labels = chance.integers(0, 256, (300, 784), np.uint8), np.arange(300, dtype=np.uint8) % 10
    return Images(pixels, labels, pixels[:50], labels[:50])


def lines_of(make: object, images: Images, patch: pytest.MonkeyPatch, given: str) -> list[dict[str, object]]:
    told = io.StringIO()
    patch.setattr("sys.argv", ["contestant", "16-gd-32", "folder"])
    patch.setattr("sys.stdin", io.StringIO(given))
    patch.setattr("sys.stdout", told)
    patch.setattr(contestant, "read_images", lambda folder: images)
    patch.setattr(contestant, "order_of", lambda epoch: np.random.default_rng(epoch).permutation(len(images.labels)))
    contestant.compete(make)  # type: ignore[arg-type]
    return [json.loads(line) for line in told.getvalue().splitlines()]


def test_a_contestant_tells_what_it_begins_with_and_how_well_it_reads_after_the_first_epoch(
    images: Images, monkeypatch: pytest.MonkeyPatch
):
    made: list[Inkling] = []

    def make(row: Row, images: Images, way: str) -> Inkling:
        made.append(Inkling(row, images, "plain"))
        return made[0]

    ready, first, second = lines_of(make, images, monkeypatch, "0\n1\n")
    assert ready["loss"] == pytest.approx(2.5, abs=1.0)
    assert second["accuracy"] is None
    other = Inkling(Row.parse("16-gd-32"), images, WAYS[1])
    other.epoch(np.random.default_rng(0).permutation(300))
    assert first["accuracy"] == accuracy(other.weights(), images)
    other.epoch(np.random.default_rng(1).permutation(300))
    for one, another in zip(made[0].weights(), other.weights(), strict=True):
        assert one == pytest.approx(another, abs=1e-4)


def test_who_needs_a_library_that_is_absent_says_so_and_leaves(images: Images, monkeypatch: pytest.MonkeyPatch):
    def make(row: Row, images: Images, way: str) -> Inkling:
        raise ModuleNotFoundError(name="jax")

    assert lines_of(make, images, monkeypatch, "0\n") == [{"absent": "jax is not installed"}]


def test_the_engines_clock_stands_still_while_others_have_their_turn(monkeypatch: pytest.MonkeyPatch):
    now = [5.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    watch = Watch()
    watch.halt()
    now[0] = 9.0
    assert watch() == 5.0
    watch.go()
    now[0] = 10.0
    assert watch() == 6.0
