"""What the campaigns share: trials that a seed and a number tell, bounds on time and memory, and how a failure is told.

A trial takes all its chance from ``default_rng([seed, number])`` and has a folder and a home of its own, so that any
one of them can be repeated without those before it.
"""

import ctypes
import gc
import signal
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tests.benchmarks.measuring import resident_mb, say, tell, use_private_home

_MOST_TOLD = 20  # failures: more of them say nothing new
_TELL_EVERY = 20.0  # seconds
_PATIENCE = 10.0  # of a quick look: it is taken beside other work, as in the suite


class Wrong(Exception):
    """What a trial finds that must not be, in a sentence."""


class _TooLong(BaseException):
    """The bound on time; no ``except Exception`` on its way takes it for something else."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One trial of a campaign.

    Attributes
    ----------
    number : int
        Which one, from 0.
    chance : numpy.random.Generator
        All that is random in it.
    folder : Path
        Its own, empty; the home folder is in it as well.
    is_quick : bool
        Whether it is one of the suite's: it may be shorter, and other work is done beside it.
    """

    number: int
    chance: np.random.Generator
    folder: Path
    is_quick: bool = False

    @property
    def patience(self) -> float:
        """How many times longer than it should something may take."""
        return _PATIENCE if self.is_quick else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """A kind of trial, and how many there are.

    Attributes
    ----------
    name : str
        What it is called on the command line.
    things : str
        What is counted, such as "damaged files".
    attempt : callable
        Does a trial; whatever it raises is a failure. It may return how many things it tried, if not ``each``.
    each : int
        How many things there are in one trial.
    count, quick : int
        How many things are tried in all, and at a quick look.
    seconds : float
        How long one trial may take.
    megabytes : float
        How much memory the process may take at any moment.
    """

    name: str
    things: str
    attempt: Callable[[Trial], int | None]
    count: int
    quick: int
    seconds: float
    each: int = 1
    megabytes: float = 500.0

    def trials(self, things: int) -> int:
        """Return how many trials it takes to try so many things."""
        return max(1, -(-things // self.each))


@dataclass(slots=True)
class Report:
    """What came of a campaign."""

    trials: int = 0
    things: int = 0
    failures: int = 0
    slowest: float = 0.0
    megabytes: float = 0.0


def run(
    campaign: Campaign,
    seed: int,
    numbers: Iterable[int],
    *,
    is_quick: bool = False,
    print_: Callable[[str], None] = say,
) -> Report:
    """Do trials, tell of each failure how to repeat it, and return what came of them."""
    report = Report()
    told = time.monotonic()
    for number in numbers:
        failure = _attempted(campaign, Trial(number, np.random.default_rng([seed, number]), Path(), is_quick), report)
        report.trials += 1
        if failure:
            report.failures += 1
            print_(f"\n{campaign.name}: trial {number} of seed {seed} failed.\n{failure}")
            print_(f"Once more: python -m tests.campaigns {campaign.name} --seed {seed} --only {number}\n")
        if report.failures == _MOST_TOLD:
            print_(f"{campaign.name}: given up after {_MOST_TOLD} failures.")
            break
        if time.monotonic() - told > _TELL_EVERY:
            told = time.monotonic()
            tell(f"{campaign.name}: {report.things:,} {campaign.things}")
    return report


def _attempted(campaign: Campaign, trial: Trial, report: Report) -> str:
    """Do one trial, and return what went wrong; empty where nothing did."""
    seconds = campaign.seconds * trial.patience
    _forget_peak()
    began = time.monotonic()
    failure, tried = "", None
    with tempfile.TemporaryDirectory(prefix="inkling-campaign-") as folder:
        use_private_home(Path(folder) / "home")
        try:
            with _within(seconds):
                tried = campaign.attempt(replace(trial, folder=Path(folder)))
        except (Exception, _TooLong):  # noqa: BLE001  # whatever it is, it is told and the next trial is done
            failure = traceback.format_exc()
    report.things += campaign.each if tried is None else tried
    took, peak = time.monotonic() - began, resident_mb("VmHWM") or 0.0
    report.slowest, report.megabytes = max(report.slowest, took), max(report.megabytes, peak)
    if not failure and took > seconds:
        failure = f"It took {took:.1f} s, and {seconds:g} are allowed."
    if not failure and peak > campaign.megabytes:
        failure = f"It took {peak:.0f} MB, and {campaign.megabytes:g} are allowed."
    return failure


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise in the block when it takes too long, where the system can interrupt it; a wait in C ends first."""

    def interrupt(*_: object) -> None:
        raise _TooLong(f"It took more than {seconds:g} s.")

    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _forget_peak() -> None:
    """Let ``VmHWM`` count from now on, where Linux lets it, and from what is in use.

    What trials before let go of stays with the process in pieces, more with each window and its threads; a person's
    program opens one window.
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # another system, or another C library
        ctypes.CDLL(None).malloc_trim(0)
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:  # then each trial has the highest of all before it
        return
