"""A contestant's process, seen from outside."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

_ROOT = Path(__file__).resolve().parents[3]
# What a person may have set for other programs: everybody races as it comes.
_UNSET = (
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "OPENBLAS_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "XLA_FLAGS",
    "TORCH_COMPILE_DISABLE",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer of a contestant, and what else the processors were used for meanwhile."""

    seconds: float
    accuracy: float | None
    others: float  # seconds of processor time


class LostError(Exception):
    """A contestant cannot take part; says why."""


class Runner:
    """A program in a process of its own that waits for its turn, and knows no setting meant for other programs.

    Parameters
    ----------
    module : str
        Which of the programs in this folder.
    arguments : sequence of str
        Its arguments.
    python : str
        The interpreter.
    """

    def __init__(self, module: str, arguments: Sequence[str] = (), python: str = sys.executable) -> None:
        environment = {name: value for name, value in os.environ.items() if name not in _UNSET}
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115  # closed in `end`
        self._process = subprocess.Popen(
            [python, "-m", f"tests.benchmarks.race.{module}", *arguments],
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def ready(self) -> dict[str, Any]:
        """Return the facts it tells when it is ready.

        Raises
        ------
        LostError
            When it has to stay away, or has ended.
        """
        facts = self._answer()
        if "absent" in facts:
            raise LostError(facts["absent"])
        return facts

    def ask(self, line: object = "") -> dict[str, Any]:
        """Tell it a line and return its answer.

        Raises
        ------
        LostError
            When it has ended.
        """
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise LostError(self._last_words()) from None
        return self._answer()

    def turn(self, epoch: int) -> Turn:
        """Have it train an epoch; raises LostError when it has ended."""
        busy, own = _busy_seconds(), self._own_seconds()
        answer = self.ask(epoch)
        others = (_busy_seconds() - busy) - (self._own_seconds() - own)
        return Turn(answer["seconds"], answer["accuracy"], max(others, 0.0))

    def end(self) -> None:
        """Close its input, at which it leaves; wait until it has."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        for line in self._process.stdout:  # libraries may print words of their own
            if line.startswith("{"):
                answer: dict[str, Any] = json.loads(line)
                return answer
        raise LostError(self._last_words())

    def _last_words(self) -> str:
        self._errors.seek(0)
        lines = [line.strip() for line in self._errors if line.strip()]
        return f"it ended with status {self._process.wait()}: {lines[-1] if lines else 'without a word'}"

    def _own_seconds(self) -> float:
        """Return the processor time of its processes so far."""
        total = 0.0
        with contextlib.suppress(psutil.NoSuchProcess):
            me = psutil.Process(self._process.pid)
            for process in (me, *me.children(recursive=True)):
                times = process.cpu_times()
                total += times.user + times.system
        return total


def _busy_seconds() -> float:
    """Return how long the processors of the race were used so far, also by other guests of the same machine."""
    everywhere = psutil.cpu_times(percpu=True)
    ours = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else range(len(everywhere))
    # A guest's time is in the user's already.
    return float(
        sum(
            sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)
            for number, times in enumerate(everywhere)
            if number in ours
        )
    )
