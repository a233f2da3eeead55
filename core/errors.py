"""InklingError and its kinds: what happened, and what to do about it; and the fence around foreign input.

Anything a person can meet is one of these. A mistake of the programmer (a wrong
shape, an unknown argument) is a plain ``ValueError``.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from core.plain import harmless


class InklingError(Exception):
    """Trouble that a person can understand and do something about.

    Parameters
    ----------
    what : str
        What happened, one plain sentence.
    remedy : str
        What the person can do about it, one plain sentence.

    Either may hold names and words from elsewhere: they are made harmless here, once for all.
    """

    def __init__(self, what: str, remedy: str) -> None:
        what, remedy = harmless(what), harmless(remedy)
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


class KnobError(InklingError):
    """A setting has a value that it cannot have."""


class DataError(InklingError):
    """A data set is missing, damaged, or could not be downloaded."""


class FileError(InklingError):
    """A file of Inkling's own cannot be read or written."""


class NewerFileError(FileError):
    """A file was written by a newer Inkling: nothing is wrong with it, but this one cannot read it."""


class BusyFileError(FileError):
    """A shared file is being changed by another window: nothing is wrong with it, but it is not this one's turn."""


class TrainingError(InklingError):
    """Training cannot start, or cannot go on."""


class Cancelled(Exception):
    """Raised by work that takes long when it stops because the person asked it to."""


@contextmanager
def fenced(refusal: Callable[[Exception], Exception], *spared: type[Exception]) -> Iterator[None]:
    """Keep what libraries raise on foreign input inside the ``with`` block.

    Which exceptions a decoder, a parser or a protocol raises on damaged input is written nowhere and
    changes with each version, so no list of them is ever complete. The block should therefore hold the
    reading and little else: a mistake of the programmer inside is taken for damage.

    Parameters
    ----------
    refusal : callable
        Given what was raised, returns what is raised in its place.
    *spared : type
        What passes through all the same, as an :class:`InklingError` and :class:`Cancelled` do: they are
        somebody's decision already.
    """
    let_through: tuple[type[Exception], ...] = (InklingError, Cancelled, *spared)
    try:
        yield
    except let_through:
        raise
    except Exception as error:  # noqa: BLE001  # the one border at which anything may arrive; see above
        raise refusal(error) from error


def foreign(
    path: Path, verdict: str, remedy: str, kind: type[InklingError] = FileError
) -> AbstractContextManager[None]:
    """Fence the reading of a file that may come from anywhere; see :func:`fenced`.

    Parameters
    ----------
    path : Path
        The file.
    verdict : str
        What is said of a damaged one behind its name, as "is damaged or cut short".
    remedy : str
        What to do about a damaged one.
    kind : type
        What is raised.
    """
    name = path.name or str(path)

    def refusal(error: Exception) -> InklingError:
        if isinstance(error, MemoryError):
            return kind(f"{name} needs more memory than there is.", "Close other programs, or choose another file.")
        if isinstance(error, OSError) and error.strerror:  # the system's; a decoder's own has no such number
            return kind(f"{name} cannot be read: {error.strerror}.", "Check that it exists and may be read.")
        return kind(f"{name} {verdict}.", remedy)

    return fenced(refusal)
