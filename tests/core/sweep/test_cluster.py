"""Workers of a Dask cluster that train the runs of a sweep: the same numbers, whoever leaves or comes."""

import os
import pickle
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("distributed", reason="the library that reaches a cluster is not installed")

from inkling import worker

from core.arrays import Place, place_of
from core.data.dataset import Dataset, Split
from core.errors import KnobError, TrainingError
from core.hyperparameters import Hyperparameters
from core.sweep import scheduler
from core.sweep.cluster import Cluster
from core.sweep.conductor import Conductor, Progress
from core.sweep.journal import Journal
from core.sweep.order import Order
from core.sweep.plan import Sweep
from core.sweep.processes import Processes
from core.sweep.result import Trial
from core.sweep.shared import SharedDataset
from core.sweep.space import Axis
from core.sweep.team import Ended
from tests.core.sweep.clusters import PATIENCE, DaskCluster, environment
from tests.core.sweep.teams import Bench

RATES = Axis("learning_rate", (0.003, 0.01, 0.03))
SWEEP = Sweep(base=Hyperparameters(hidden=(4,), epochs=2, batch_size=20), axes=(RATES,), seeds=2)
ENDLESS = Hyperparameters(hidden=(4,), epochs=50_000, batch_size=1)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="module")
def dask(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A cluster with two workers at the least; one of them would take two runs at a time."""
    cluster = DaskCluster(python, tmp_path_factory.mktemp("cluster"))
    try:
        cluster.add_workers(1, 2)
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def team(dask: DaskCluster, tiny_dataset: Dataset) -> Iterator[Cluster]:
    team = Cluster(dask.address, tiny_dataset)
    yield team
    team.close()


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never came"


def endless(seed: int = 1) -> Order:
    return Order(Trial(0, seed), 0, ENDLESS.to_dict(), ENDLESS.epochs, "endless")


def all_ended(team: Cluster, count: int = 1) -> list[Ended]:
    found: list[Ended] = []
    until(lambda: found.extend(team.ended(0.5)) or len(found) >= count)
    return found


def weights(journal: Journal) -> list[np.ndarray]:
    best = [journal.run(trial).best for trial in journal.sweep.trials]
    assert None not in best
    return [array for snapshot in best if snapshot for array in snapshot.network.parameters]


def test_they_train_what_processes_would(team: Cluster, tiny_dataset: Dataset, tmp_path: Path) -> None:
    journals = [Journal.begin(tmp_path / name, SWEEP, name, tiny_dataset) for name in ("here", "there")]
    at_once: list[tuple[str, ...]] = []
    own = Processes(SharedDataset(tiny_dataset), 1)
    assert Conductor(journals[0], own).run()
    own.close()
    told = Conductor(journals[1], team, lambda progress: at_once.append(tuple(dict(progress.running).values())))
    assert told.run()
    assert max(map(len, at_once)) == team.count
    assert all(len(set(workers)) == len(workers) for workers in at_once)
    for one, other in zip(weights(journals[0]), weights(journals[1]), strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_data_set_is_with_each_worker_once_and_with_none_afterwards(
    dask: DaskCluster, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    from distributed import Client

    team = Cluster(dask.address, tiny_dataset)
    with Client(dask.address, set_as_default=False) as client:

        def held() -> list[str]:
            return [key.split("-")[0] for keys in client.has_what().values() for key in keys]

        assert Conductor(Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset), team).run()
        until(lambda: held() == ["opened"] * team.count)
        team.close()
        until(lambda: held() == [])


def test_one_who_comes_is_used_and_one_who_is_killed_is_missed(
    dask: DaskCluster, team: Cluster, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    before = team.count
    dask.add_workers(1)
    until(lambda: len(team.free()) == before + 1)
    killed: list[str] = []
    notes: list[str] = []

    def kill(progress: Progress) -> None:
        notes.append(progress.note)
        if not killed and len(progress.running) == before + 1:
            killed.append(progress.running[-1][1])
            dask.kill(killed[0])

    conductor = Conductor(Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset), team, kill)
    assert conductor.run()
    assert [result.trouble for result in conductor.results] == [""] * 6
    assert f"{killed[0]} ended before its time; its run is trained again." in notes
    assert killed[0] not in team.free()


def test_one_run_is_given_up_and_its_worker_trains_the_next(team: Cluster) -> None:
    name = team.free()[0]
    team.begin(name, endless())
    assert name not in team.free()
    team.cancel(Trial(0, 1))
    [ended] = team.ended(0)
    assert (ended.order.trial, ended.product, ended.is_lost, ended.trouble) == (Trial(0, 1), None, False, "")
    short = Order(Trial(1, 1), 0, SWEEP.base.to_dict(), 1, "short")
    team.begin(name, short)
    [ended] = all_ended(team)
    assert ended.product is not None
    assert ended.product.result.trial == short.trial


def test_closing_gives_up_what_is_trained(dask: DaskCluster, tiny_dataset: Dataset, tmp_path: Path) -> None:
    team = Cluster(dask.address, tiny_dataset)
    for seed, name in enumerate(team.free()):
        team.begin(name, endless(seed))
    team.close()
    team.close()
    assert team.count == 0
    team = Cluster(dask.address, tiny_dataset)
    assert Conductor(Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset), team).run()
    team.close()


def test_a_run_that_cannot_be_says_so_as_anywhere(team: Cluster, tiny_dataset: Dataset, tmp_path: Path) -> None:
    sweep = Sweep(base=SWEEP.base, axes=(Axis("batch_size", (20, 500)),))
    conductor = Conductor(Journal.begin(tmp_path / "sweep", sweep, "Sweep", tiny_dataset), team)
    assert conductor.run()
    assert [bool(result.trouble) for result in sorted(conductor.results, key=lambda result: result.trial)] == [0, 1]


_PROGRAM = """
import sys
import inkling
from core.data.dataset import Dataset, Split
from core.sweep.cluster import Cluster
from tests.core.sweep.test_cluster import endless
import numpy as np
images = Split(np.resize(np.arange(256, dtype=np.uint8), (40, 28, 28)), np.zeros(40, np.uint8))
team = Cluster(sys.argv[1], Dataset("tiny", "Tiny", images, Split.empty()))
for worker in team.free():
    team.begin(worker, endless())
print("begun", flush=True)
sys.stdin.read()
"""


def test_what_a_killed_program_wanted_is_given_up(
    dask: DaskCluster, team: Cluster, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    repository = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, dask.address],
        cwd=repository,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (repository, repository / "resources" / "launcher")))},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "begun\n"
        program.kill()
    # A worker with one thread has no room for these before it has given up the other's.
    assert Conductor(Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset), team).run()


def test_a_late_one_with_other_versions_is_not_used(
    dask: DaskCluster, team: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(team.free())
    asked: list[str] = []

    def misfits(client: object, workers: Iterable[str]) -> dict[str, str]:
        asked.extend(workers)
        return dict.fromkeys(asked, "It has another numpy.")

    monkeypatch.setattr(scheduler, "misfits", misfits)
    dask.add_workers(1)
    until(lambda: team.free() and asked)
    assert set(team.free()) == before
    assert len(asked) == 1
    dask.kill(asked[0])


def test_a_data_set_travels_as_plain_values(tiny_dataset: Dataset) -> None:
    told = worker.told_of(tiny_dataset)
    data = worker.opened(told)
    assert data.dataset.fingerprint == tiny_dataset.fingerprint
    assert data.dataset.class_names == tiny_dataset.class_names
    assert data.dataset.train.images.base is not None  # nothing is copied
    again = pickle.loads(pickle.dumps(data))
    assert again.dataset.fingerprint == tiny_dataset.fingerprint
    assert b"core" not in pickle.dumps(data)


@pytest.fixture
def in_a_file(tiny_dataset: Dataset, tmp_path: Path) -> Dataset:
    file = tmp_path / "images"
    file.write_bytes(tiny_dataset.train.images.tobytes())
    images = Place(str(file), 0, tiny_dataset.train.images.shape).array()
    return Dataset("tiny", "Tiny", Split(images, tiny_dataset.train.labels), tiny_dataset.test)


def test_images_that_stay_in_a_file_are_read_there(in_a_file: Dataset) -> None:
    [place] = worker.places_of(in_a_file)
    assert worker.can_read([place])
    told = worker.told_of(in_a_file, is_in_place=True)
    assert told["train"][0] == place
    assert place_of(worker.opened(told).dataset.train.images) == place_of(in_a_file.train.images)
    assert worker.places_of(worker.opened(worker.told_of(in_a_file)).dataset) == []


def test_a_file_that_is_not_there_is_sent(in_a_file: Dataset, tiny_dataset: Dataset, tmp_path: Path) -> None:
    places = worker.places_of(in_a_file)
    told = worker.told_of(in_a_file, is_in_place=True)
    file = tmp_path / "images"
    os.utime(file, ns=(1, 1))
    assert not worker.can_read(places)
    with pytest.raises(ValueError, match="another data set came"):
        worker.opened(told | {"train": worker.told_of(tiny_dataset)["test"]})
    if sys.platform != "win32":  # which keeps a file that somebody reads
        file.unlink()
        assert not worker.can_read(places)
        assert worker.places_of(in_a_file) == []
        assert worker.opened(worker.told_of(in_a_file)).dataset.fingerprint == tiny_dataset.fingerprint


@pytest.mark.parametrize("is_there", [True, False])
def test_they_train_alike_on_images_in_a_file(
    dask: DaskCluster,
    in_a_file: Dataset,
    tiny_dataset: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    is_there: bool,
) -> None:
    if not is_there:
        monkeypatch.setattr(worker, "places_of", lambda dataset: [(str(tmp_path / "none"), 0, (1, 28, 28))])
    journals = [Journal.begin(tmp_path / name, SWEEP, name, tiny_dataset) for name in ("here", "there")]
    team = Cluster(dask.address, in_a_file)
    assert Conductor(journals[0], team).run()
    team.close()
    assert Conductor(journals[1], Bench(tiny_dataset)).run()
    for one, other in zip(weights(journals[0]), weights(journals[1]), strict=True):
        np.testing.assert_array_equal(one, other)


def test_an_order_travels_as_plain_values() -> None:
    order = Order(Trial(3, 2), 1, SWEEP.base.to_dict(), 9, "name", b"start", is_last=False)
    assert Order.from_dict(pickle.loads(pickle.dumps(order.to_dict()))) == order
    assert b"core" not in pickle.dumps(order.to_dict())


def test_what_was_done_is_kept_when_the_scheduler_is_gone(
    python: Path,
    tiny_dataset: Dataset,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", 3)
    monkeypatch.setattr(scheduler, "PATIENCE_FOR_WORKERS", 0.1)
    own = DaskCluster(python, tmp_path)
    try:
        with pytest.raises(TrainingError, match=r"has no workers\. Start some: dask worker tcp:"):
            Cluster(own.address, tiny_dataset)
        own.add_workers(1)
        team = Cluster(own.address, tiny_dataset)
        journal = Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset)

        def kill(progress: Progress) -> None:
            if progress.done == 2:
                own.scheduler.kill()

        with pytest.raises(TrainingError, match=r"is gone\. Start it and its workers again, then go on"):
            Conductor(journal, team, kill).run()
        team.close()
        assert len(journal.results()) == 2
        until(lambda: all(each.poll() is not None for each in own.workers))
    finally:
        own.close()
    assert capfd.readouterr().err == ""
    here = Processes(SharedDataset(tiny_dataset), 1)
    again = Conductor(Journal.open(journal.folder), here)
    assert again.run()
    here.close()
    assert [result.trouble for result in again.results] == [""] * 6


def test_a_scheduler_that_is_started_again_is_found(
    python: Path, tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", PATIENCE)
    clusters = [DaskCluster(python, tmp_path)]
    try:
        clusters[0].add_workers(1)
        team = Cluster(clusters[0].address, tiny_dataset)

        def start_again(progress: Progress) -> None:
            if progress.done == 2 and len(progress.running) == 1 and len(clusters) == 1:
                clusters[0].close()
                clusters.append(DaskCluster(python, tmp_path, int(clusters[0].address.rsplit(":", 1)[1])))
                clusters[1].add_workers(1)

        conductor = Conductor(Journal.begin(tmp_path / "sweep", SWEEP, "Sweep", tiny_dataset), team, start_again)
        assert conductor.run()
        assert [result.trouble for result in conductor.results] == [""] * 6
        team.close()
    finally:
        for cluster in clusters:
            cluster.close()


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "PATIENCE", 1)


@pytest.mark.usefixtures("soon")
def test_one_who_listens_and_says_nothing(tiny_dataset: Dataset) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        address = f"127.0.0.1:{line.getsockname()[1]}"
        with pytest.raises(TrainingError, match=f"No Dask scheduler answers at {address}"):
            Cluster(address, tiny_dataset)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("greeting", [b"SSH-2.0-OpenSSH_9.6\r\n", b"220 mail\r\n", bytes(8)])
def test_one_who_is_no_scheduler(tiny_dataset: Dataset, greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as line, ThreadPoolExecutor(1) as aside:

        def greet() -> None:
            caller, _ = line.accept()
            with caller:
                caller.sendall(greeting)

        greeted = aside.submit(greet)
        with pytest.raises(TrainingError, match="No Dask scheduler answers at"):
            Cluster(f"127.0.0.1:{line.getsockname()[1]}", tiny_dataset)
        greeted.result(PATIENCE)


@pytest.mark.usefixtures("soon")
def test_an_address_where_nothing_listens(tiny_dataset: Dataset, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{line.getsockname()[1]}"
        with pytest.raises(TrainingError, match=rf"No Dask scheduler answers at {address}\. Check the address"):
            Cluster(address, tiny_dataset)
    assert capfd.readouterr().err == ""


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("address", ["", "nowhere", "127.0.0.1:99999", "ftp://127.0.0.1:1", "tcp://[::1"])
def test_what_is_no_address(tiny_dataset: Dataset, address: str) -> None:
    with pytest.raises(TrainingError, match="No Dask scheduler answers at"):
        Cluster(address, tiny_dataset)


@pytest.mark.parametrize(("name", "ours"), [("Python", "3.8"), ("Inkling", "0.0.9"), ("numpy", "1.9")])
def test_others_have_other_versions(
    dask: DaskCluster, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, name: str, ours: str
) -> None:
    found = scheduler.wanted()
    monkeypatch.setattr(scheduler, "wanted", lambda: found | {name: ours})
    with pytest.raises(TrainingError, match=rf"has {name} {found[name]}, and here it is {ours}: .* Install the same"):
        Cluster(dask.address, tiny_dataset)


def test_what_is_said_of_those_who_lack_something() -> None:
    wanted = scheduler.wanted()
    assert scheduler.misfit("A", wanted | {"Python": f"{wanted['Python']}.99"}) == ""
    assert scheduler.misfit("A", wanted | {"Inkling": PackageNotFoundError("inkling-lab")}) == "A has no Inkling."
    assert scheduler.misfit("A", wanted | {"numpy": OSError()}) == "A does not say which numpy it has."


def test_without_the_library(tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(KnobError, match=r'not installed here\. Install it with: pip install "inkling-lab\[cluster\]"'):
        Cluster("tcp://127.0.0.1:8786", tiny_dataset)
