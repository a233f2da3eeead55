"""Plain ``.npz`` files: arrays of a network that some program saved with ``numpy.savez``, whatever they are called."""

from collections.abc import Mapping
from math import prod
from pathlib import Path

from core.arrays import Array
from core.errors import FileError
from core.files.archive import Archive, Kind, opened

_MOST_BYTES = 2**28  # of all arrays together
_MOST_ARRAYS = 1000
_KIND = Kind("an archive of arrays", "Write it again with numpy.savez, each array on its own.")


def read(path: Path) -> Mapping[str, Array]:
    """Read the arrays of decimal numbers in a file, in its order; single numbers and texts are passed over.

    Raises
    ------
    FileError
        When it is damaged or too large, is Inkling's own, or holds Python's objects, which are never read.
    """
    with opened(path, _KIND) as archive:
        _refuse_own(archive)
        told = {name: archive.told(name) for name in archive.names[:_MOST_ARRAYS]}
        objects = [name for name, (_, dtype) in told.items() if dtype.kind == "O"]
        if objects:
            raise FileError(
                f"{archive.name} holds Python's objects ({objects[0]}), which are not opened: reading them can run "
                "whatever program somebody put there.",
                "Save each array of numbers on its own: numpy.savez('network.npz', w1=w1, b1=b1, w2=w2, b2=b2).",
            )
        wanted = {name: at for name, at in told.items() if at[1].kind == "f" and prod(at[0]) > 1}
        size = sum(prod(shape) * dtype.itemsize for shape, dtype in wanted.values())
        if size > min(_MOST_BYTES, archive.most_unpacked):
            raise archive.refused(f"claims {size / 2**20:,.0f} MiB of numbers, more than Inkling takes in")
        return {name: archive.array(name, shape, dtype) for name, (shape, dtype) in wanted.items()}


def _refuse_own(archive: Archive) -> None:
    if "inkling" in archive or "runs" in archive:
        raise FileError(
            f"{archive.name} is Inkling's own file, and nothing has to be imported.",
            "Open it as it is, in the window or with inkling evaluate.",
        )
