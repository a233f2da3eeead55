"""What a job has to say, and who hears it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from core.errors import InklingError


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total``, in whatever it counts."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Result:
    """The work is done; ``value`` is what it returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class Failure:
    """The work met an error that a person can be told of."""

    error: InklingError


@dataclass(frozen=True, slots=True)
class Cancellation:
    """The work stopped because it was asked to."""


@dataclass(frozen=True, slots=True)
class Crash:
    """The work met an error that nobody foresaw."""

    error: Exception


Outcome = Result | Failure | Cancellation | Crash
"""How a job ends; each ends in exactly one of these ways."""


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to call on the window's thread when a job has something to say."""

    done: Callable[[Any], None]
    failed: Callable[[InklingError], None]
    progress: Callable[[int, int], None]
    cancelled: Callable[[], None]
    crashed: Callable[[Exception], None]

    def hear(self, news: Progress | Outcome) -> None:
        """Call the handler of what a job has to say."""
        match news:
            case Progress(done, total):
                self.progress(done, total)
            case Result(value):
                self.done(value)
            case Failure(error):
                self.failed(error)
            case Cancellation():
                self.cancelled()
            case Crash(crash):
                self.crashed(crash)
            case _:
                assert_never(news)
