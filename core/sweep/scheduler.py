"""The way to a Dask cluster: who answers at an address, and whether its workers would train as this program does.

Dask distributed is no part of Inkling, for only a sweep on a cluster needs it: ``pip install "inkling-lab[cluster]"``.
It is imported where somebody asks for a cluster. Those who train need Inkling themselves, and so does the scheduler,
which reads what it hands on.
"""

import logging
import platform
import socket
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from core.errors import InklingError, KnobError, TrainingError, fenced
from core.version import DISTRIBUTION

PATIENCE = 5
"""Seconds for a scheduler to answer, and to be there again after it went away."""
PATIENCE_FOR_WORKERS = 3
"""Seconds for the first worker to be there: some are started a moment before the sweep."""
_LENGTH = 8  # bytes of the length before a message of Dask's
_LONGEST_GREETING = 1_000_000  # bytes; it has some hundred
_NOISY = "distributed", "distributed.client", "tornado.application"
_SAME = {"Inkling": DISTRIBUTION, "numpy": "numpy"}  # what must have the same version, and what pip calls it
_INSTALL = f'Install it with: pip install "{DISTRIBUTION}[cluster]"'


class Quiet:
    """Keeps what Dask writes about lost connections away from the terminal: whoever asked is told in a sentence."""

    def __init__(self) -> None:
        loggers = [logging.getLogger(name) for name in _NOISY]
        self._before = [(logger, logger.level) for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.CRITICAL + 1)

    def end(self) -> None:
        """Have it write again as before."""
        for logger, level in self._before:
            logger.setLevel(level)


def check_installed() -> None:
    """Refuse a cluster where there is nothing to reach it with.

    Raises
    ------
    KnobError
        When Dask distributed is missing, or Inkling itself is not installed but lies in a folder.
    """
    try:
        import distributed  # noqa: F401  # only whether it is there
    except ImportError as error:
        raise KnobError(
            "A sweep on a cluster needs Dask distributed, which is not installed here.",
            f"{_INSTALL}. Or train on this machine.",
        ) from error
    try:
        import inkling.worker  # noqa: F401  # the same
    except ModuleNotFoundError as error:
        raise KnobError("A sweep on a cluster needs Inkling to be installed.", f"{_INSTALL}.") from error


def connected(address: str) -> Any:
    """Return a :class:`distributed.Client` of the scheduler at an address.

    Raises
    ------
    TrainingError
        When none answers there within some seconds.
    """
    from distributed import Client

    def refusal(error: Exception) -> InklingError:
        return TrainingError(
            f"No Dask scheduler answers at {address}.",
            "Check the address, such as tcp://192.168.1.10:8786, or start one there: dask scheduler.",
        )

    with fenced(refusal):
        _check_greeting(address)
    with fenced(refusal), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # other versions of Dask: what counts is asked for below
        return Client(address, timeout=PATIENCE, set_as_default=False, name="inkling")


def _check_greeting(address: str) -> None:
    """Refuse what is no scheduler: Dask waits for ever for one that listens and says nothing, such as its own web page.

    A scheduler begins with a short message, before which stands its length, in eight bytes.

    Raises
    ------
    OSError, ValueError
        When nobody listens there, or nobody of Dask.
    """
    from distributed.comm import get_address_host_port

    with socket.create_connection(get_address_host_port(address), timeout=PATIENCE) as line:
        line.settimeout(PATIENCE)
        length = int.from_bytes(line.recv(_LENGTH), "little")
    if not 0 < length < _LONGEST_GREETING:
        raise ValueError("what it says is no greeting")


def first_workers(client: Any, address: str) -> frozenset[str]:
    """Return the addresses of all workers, once there are some.

    Raises
    ------
    TrainingError
        When there are none, or one of them would not train as this program does.
    """

    def refusal(error: Exception) -> InklingError:
        return TrainingError(
            f"The Dask scheduler at {address} has no workers.", f"Start some: dask worker {address} --nthreads 1."
        )

    with fenced(refusal):
        client.wait_for_workers(1, timeout=PATIENCE_FOR_WORKERS)
    with fenced(lambda error: gone(address)):
        workers = frozenset(client.nthreads())
        trouble = "" if not workers else next(iter(misfits(client, workers).values()), "")
        trouble = misfit(f"The Dask scheduler at {address}", _versions_of_scheduler(client)) or trouble
    if trouble:
        raise TrainingError(trouble, "Install the same there as here, and start the workers and the scheduler again.")
    return workers


def gone(address: str) -> TrainingError:
    """Return what is said of a scheduler that was there."""
    return TrainingError(
        f"The Dask scheduler at {address} is gone.",
        "Start it and its workers again, then go on with the sweep: what was done is kept.",
    )


def wanted() -> dict[str, str]:
    """Return the versions that everybody has to have, for the same seed to give the same weights: those here."""
    return {"Python": _minor(platform.python_version())} | {name: _version(program) for name, program in _SAME.items()}


def misfits(client: Any, workers: Collection[str]) -> dict[str, str]:
    """Return which of some workers would not train as this program does, and why, in a sentence each."""
    asked = list(workers)
    pythons = client.run(platform.python_version, workers=asked, on_error="return")
    programs = {n: client.run(version, p, workers=asked, on_error="return") for n, p in _SAME.items()}
    found = {}
    for worker in asked:
        answers = {"Python": pythons} | programs
        theirs = {
            name: answer.get(worker, LookupError()) for name, answer in answers.items()
        }  # who is gone is not asked
        found[worker] = misfit(f"The worker {worker}", theirs)
    return {worker: trouble for worker, trouble in found.items() if trouble}


def misfit(who: str, theirs: dict[str, Any]) -> str:
    """Return in a sentence what somebody has that is not the same here, or "" where all is.

    Parameters
    ----------
    who : str
        How the sentence begins.
    theirs : dict
        Versions as they were answered, or the exception that came instead.
    """
    for name, ours in wanted().items():
        answer = theirs[name]
        if isinstance(answer, PackageNotFoundError):
            return f"{who} has no {name}."
        if isinstance(answer, Exception):
            return f"{who} does not say which {name} it has."
        found = _minor(answer) if name == "Python" else answer
        if found != ours:
            return f"{who} has {name} {found}, and here it is {ours}: a seed might give other weights there."
    return ""


def _versions_of_scheduler(client: Any) -> dict[str, Any]:
    answers: dict[str, Any] = {"Python": client.run_on_scheduler(platform.python_version)}
    for name, program in _SAME.items():
        try:
            answers[name] = client.run_on_scheduler(version, program)
        except PackageNotFoundError as error:
            answers[name] = error
    return answers


def _minor(python: str) -> str:
    return ".".join(python.split(".")[:2])


def _version(program: str) -> str:
    with suppress(PackageNotFoundError):
        return version(program)
    return "unknown"


@contextmanager
def large_orders() -> Iterator[None]:
    """Let a run travel that goes on from large weights: Dask warns of what is meant to be a table."""
    import dask

    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GiB"}):
        yield
