"""Downloads from servers that fail in sixty and more ways: each ends, or is cancelled within a second.

A trial is one fault. What was left over of an earlier download, whether there is a second and a good server, and
whether and when a person cancels are up to chance.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import requests  # noqa: F401  # here, so that importing it does not count as a server's silence

from core.data.download import fetch
from core.errors import Cancelled, DataError
from tests.campaigns.campaign import Campaign, Trial, Wrong
from tests.campaigns.faults import FAULTS
from tests.mirrors import ARCHIVES, PATIENT, QUICK, Mirror, behave_well, make_source

_CANCELLED_WITHIN = 1.0  # seconds
_LIMITS = replace(QUICK, whole_seconds=4.0)
_ENDS_WITHIN = _LIMITS.whole_seconds + 1.0
_LEFT_OVER = (b"", b"x" * 1000, ARCHIVES["images.gz"][:1000], ARCHIVES["images.gz"][:-1], b"x" * 10**6)
_LATEST = 0.5  # seconds after which it is cancelled


def attempt(trial: Trial) -> None:
    """Fetch from one server that fails."""
    name = list(FAULTS)[trial.number % len(FAULTS)]
    chance, folder = trial.chance, trial.folder / "data"
    folder.mkdir()
    if chance.random() < 0.4:
        (folder / "images.gz.part").write_bytes(_LEFT_OVER[chance.integers(len(_LEFT_OVER))])
    try:
        with _servers(name, has_second=bool(chance.random() < 0.3)) as servers:
            if chance.random() < 0.5:
                _cancel(servers, folder, float(chance.random()) * _LATEST, trial.patience)
            else:
                _let_end(servers, folder, trial.patience)
    except Exception as error:
        raise Wrong(f"{name}: {type(error).__name__}: {error}") from error
    _check_folder(folder)


@contextmanager
def _servers(name: str, *, has_second: bool) -> Iterator[tuple[Mirror, ...]]:
    with ExitStack() as stack:
        opened = []
        for behave in (FAULTS[name], *((behave_well,) if has_second else ())):
            opened.append(Mirror(behave))
            stack.callback(opened[-1].close)
        yield tuple(opened)


def _let_end(servers: tuple[Mirror, ...], folder: Path, patience: float) -> None:
    began = time.monotonic()
    try:
        fetch(make_source(*servers), folder, limits=_LIMITS)
    except DataError as error:
        if not str(error).isprintable() or len(str(error)) > 500:
            raise Wrong(f"this is no sentence: {error}") from error
    took = time.monotonic() - began
    if took > _ENDS_WITHIN * patience:
        raise Wrong(f"it ended after {took:.1f} s")


def _cancel(servers: tuple[Mirror, ...], folder: Path, moment: float, patience: float) -> None:
    """Cancel after so many seconds; by then the server is mostly at what it does wrong."""
    due = time.monotonic() + moment
    with suppress(Cancelled, DataError):  # it may have ended before
        fetch(
            make_source(*servers), folder, is_cancelled=lambda: time.monotonic() >= due, limits=PATIENT
        )  # else cancelling is all that ends it
    took = time.monotonic() - due
    if took > _CANCELLED_WITHIN * patience:
        raise Wrong(f"it was cancelled after {moment:.3f} s, and ended {took:.1f} s later")


def _check_folder(folder: Path) -> None:
    """See that whatever is in its place is right, and that nothing is there that nobody will take away."""
    for path in folder.iterdir():
        if path.name.removesuffix(".part") not in ARCHIVES:
            raise Wrong(f"{path.name} is left behind")
        if path.name in ARCHIVES and path.read_bytes() != ARCHIVES[path.name]:
            raise Wrong(f"{path.name} holds other bytes than it should")


CAMPAIGN = Campaign(
    name="servers",
    things="faults",
    attempt=attempt,
    count=10 * len(FAULTS),
    quick=len(FAULTS) // 4,
    seconds=10.0,
    megabytes=200.0,
)
