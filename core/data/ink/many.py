"""Many pictures: their digits are found side by side, by threads, and by processes where it is worth their start."""

import warnings
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path

from core import workers
from core.data.ink import picture_file, pictures
from core.data.ink.part import Part
from core.errors import InklingError

Found = tuple[Part, ...] | InklingError
"""A picture's digits, or why there are none."""

MANY = 200
"""From so many pictures on, processes are done sooner than threads, though they take a second to start."""

_AT_A_TIME = 32  # pictures that are read by several threads before what was found in them is told
_IN_A_PIECE = 8  # pictures that a process is given
_PROCESSES = min(workers.MOST, 2)  # more would leave each too little memory for a photo
_MEMORY = picture_file.MOST_MEMORY // 2 - 70_000_000  # of a process, without what it takes for itself


def find_in(paths: Sequence[Path]) -> Generator[tuple[Path, Found], None, None]:
    """Yield each picture's digits, or why there are none, in their order. The iterator is to be closed."""
    told = 0
    if len(paths) >= MANY and _PROCESSES > 1:
        told = yield from _by_processes(paths)
    yield from _by_threads(paths[told:])


def _by_processes(paths: Sequence[Path]) -> Generator[tuple[Path, Found], None, int]:
    """Yield as many as there are before one that needs more memory than a process has, and return how many."""
    pieces = (paths[at : at + _IN_A_PIECE] for at in range(0, len(paths), _IN_A_PIECE))
    told = 0
    with closing(workers.apart(partial(_find_each, memory=_MEMORY), pieces, _PROCESSES)) as done:
        for piece in done:
            for found in piece:
                if isinstance(found, picture_file.TooLargeBesideOthersError):
                    return told
                for part in found if isinstance(found, tuple) else ():
                    part.image.flags.writeable = False  # on its way from another process that was lost
                yield paths[told], found
                told += 1
    return told


def _find_each(paths: Sequence[Path], memory: int) -> list[Found]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is odd in a file but does not matter
        return [_find(path, memory) for path in paths]


def _by_threads(paths: Sequence[Path]) -> Iterator[tuple[Path, Found]]:
    waiting = iter(paths)
    while some := list(islice(waiting, _AT_A_TIME)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as above
            prepared = workers.each(_find_beside_others, some)
            # One that failed had too little memory beside others, perhaps: it gets all there is.
            again = [
                _find(path) if isinstance(found, InklingError) else found
                for path, found in zip(some, prepared, strict=True)
            ]
        yield from zip(some, again, strict=True)


def _find_beside_others(path: Path) -> Found:
    return _find(path, picture_file.MOST_MEMORY // workers.MOST)


def _find(path: Path, memory: int = picture_file.MOST_MEMORY) -> Found:
    try:
        shades = picture_file.shades_of(path, pictures.WORKING_SIDE, memory)
        return pictures.parts(shades, path.name)
    except InklingError as error:
        return error
