"""Plain ``.npz`` files: arrays of a network that some program saved with ``numpy.savez``, whatever they are called."""

from collections.abc import Mapping
from math import prod
from pathlib import Path

from core.arrays import Array
from core.errors import FileError
from core.files.archive import Archive, Kind, opened
from core.files.exchange.shapes import layers_of

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


def is_network(path: Path) -> bool:
    """Return whether the shapes of the arrays make up a network, and no array labels the rows of another.

    Raises
    ------
    FileError
        When it is no archive of arrays.
    """
    with opened(path, _KIND) as archive:
        told = {name: archive.told(name) for name in archive.names[:_MOST_ARRAYS]}
    decimals = {name: shape for name, (shape, dtype) in told.items() if dtype.kind == "f" and prod(shape) > 1}
    rows = {shape[0] for shape in decimals.values() if len(shape) > 1}
    # A hundred images with a label each are shaped as the weights of a hundred outputs are.
    has_labels = any(dtype.kind in "iu" and len(shape) == 1 and shape[0] in rows for shape, dtype in told.values())
    return not has_labels and layers_of(decimals) is not None


def _refuse_own(archive: Archive) -> None:
    if "inkling" in archive or "runs" in archive:
        raise FileError(
            f"{archive.name} is Inkling's own file, and nothing has to be imported.",
            "Open it as it is, in the window or with inkling evaluate.",
        )
