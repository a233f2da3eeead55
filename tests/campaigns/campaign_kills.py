"""Kills of a process that trains and keeps work, at any moment: nothing it promised is lost, nothing is left behind.

A trial is one home in which a process is started and killed five times over; each start finds what the kills before
have left. In every other trial the process kills itself at a call, the same one each time; in the others it is killed
from outside, after a time, which repeats only about the same moment.
"""

import math
import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from core import disk
from core.files import runs, weights
from core.files.handwriting import Handwriting
from core.files.store import Store
from tests.benchmarks.measuring import ROOT
from tests.campaigns import bookkeeper
from tests.campaigns.campaign import Campaign, Trial, Wrong

_LIVES = 5
_CALLS = (3_000, 800_000)  # a process begins with the first, and has done all with the last
_SECONDS = 2.0  # after its first promise
_DAYS = 2 * 24 * 3600.0
_OURS = (".runs.npz", ".lock", "handwriting.jsonl")


@dataclass(slots=True)
class _Promised:
    """What processes in one home have said is on disk.

    Attributes
    ----------
    digits : set of str
        Lines that have to be there.
    unsure : set of str
        Those that were being deleted when the process died: they may be there or not.
    kept : dict
        How far each run was trained, by its id.
    saved, exported : bool
        Whether there is a network in a file of the person's, and a file of runs.
    """

    digits: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    kept: dict[str, int] = field(default_factory=dict)
    saved: bool = False
    exported: bool = False

    def take(self, line: str) -> None:
        what, _, which = line.partition("\t")
        match what:
            case "wrote":
                self.digits.add(which)
            case "deleting":
                self.digits.discard(which)
                self.unsure.add(which)
            case "deleted":
                self.unsure.discard(which)
            case "kept":
                run, step = which.split()
                self.kept[run] = max(int(step), self.kept.get(run, 0))
            case "saved":
                self.saved = True
            case "exported":
                self.exported = True


def attempt(trial: Trial) -> None:
    """Start a process in one home, kill it, and look at what is there; five times."""
    promised = _Promised()
    person = trial.folder / "mine"
    person.mkdir()
    for life in range(_LIVES):
        by_call = trial.number % 2 == 0
        calls = round(math.exp(trial.chance.uniform(*map(math.log, _CALLS)))) if by_call else 0
        seconds = float(trial.chance.random()) * _SECONDS
        seed = int(trial.chance.integers(2**31))
        for line in _killed(person, [str(seed), str(life), str(calls)], None if by_call else seconds):
            promised.take(line)
        try:
            _check_left(trial.folder, person)
            _check_digits(promised)
            _check_runs(promised)
            _check_files(promised, person)
        except Exception as error:
            how = f"at call {calls:,}" if by_call else f"{seconds:.3f} s after it began"
            raise Wrong(f"life {life}, of seed {seed}, killed {how}: {error}") from error


def _killed(folder: Path, arguments: list[str], seconds: float | None) -> list[str]:
    """Let a process work until it dies, at the latest so long after its first promise; return what it promised."""
    command = [sys.executable, "-m", "tests.campaigns.bookkeeper", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, bufsize=0) as process:
        assert process.stdout is not None
        said = process.stdout.readline() if seconds is not None else b""
        if seconds is not None:
            said += _said_within(process.stdout.fileno(), seconds)
            process.kill()
        said += process.stdout.read()
    if process.returncode not in (0, -signal.SIGKILL):
        raise Wrong(f"the process ended with {process.returncode}")
    lines = said.decode().split("\n")
    return lines[:-1]  # a line without an end was no promise yet


def _said_within(handle: int, seconds: float) -> bytes:
    """Return what a process says in so many seconds, or until it ends."""
    said, end = b"", time.monotonic() + seconds
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        while selector.select(max(0.0, end - time.monotonic())):
            piece = os.read(handle, 1 << 16)
            if not piece:
                break
            said += piece
    return said


def _check_left(home: Path, person: Path) -> None:
    """See that the next start sweeps away what was not finished; it is made older than a day first."""
    folders = (disk.data_folder(), disk.cache_folder())
    old = time.time() - _DAYS
    unfinished = [path for path in home.rglob(".*.part") if path.is_file()]
    for path in unfinished:
        os.utime(path, (old, old))
    disk.sweep()
    for folder in folders:
        strange = [path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(_OURS)]
        if strange:
            raise Wrong(f"these are left behind: {strange}")
    for path in person.glob(".*.part"):  # in a folder of the person's nobody sweeps; the next life begins without it
        path.unlink()


def _check_digits(promised: _Promised) -> None:
    loaded = Handwriting().load()
    if loaded.trouble:
        raise Wrong(loaded.trouble)
    there = {sample.line for sample in loaded.samples}
    if lost := promised.digits - there:
        raise Wrong(f"{len(lost)} of {len(promised.digits)} digits are lost, the first is {min(lost)[:120]}")
    # Those beside them were written and not yet promised, or were being deleted: from now on they count.
    promised.digits, promised.unsure = there, set()


def _check_runs(promised: _Promised) -> None:
    store = Store()
    found = store.load()
    if found.trouble:
        raise Wrong(found.trouble)
    steps = {str(run.id): run.step for run in found.runs}
    for run, step in promised.kept.items():
        if steps.get(run, -1) < step:
            raise Wrong(f"of run {run}, kept at step {step}, there is step {steps.get(run)}")
        whole = store.open(UUID(run))
        if whole.last_sound is None or whole.last_sound.step < step:
            raise Wrong(f"run {run}, kept at step {step}, has lost its last moment")


def _check_files(promised: _Promised, person: Path) -> None:
    if promised.saved:
        weights.load(person / bookkeeper.NETWORK)
    if promised.exported:
        runs.load(person / bookkeeper.RUNS)


CAMPAIGN = Campaign(
    name="kills",
    things="kills",
    attempt=attempt,
    each=_LIVES,
    count=250,
    quick=5,
    seconds=300.0,
)
