"""The network that comes with Inkling, so that the pad answers before anything was trained.

``resources/networks/make_pretrained.py`` made it.
"""

from pathlib import Path

from core.files import weights
from core.training.run import Run
from core.training.snapshot import Snapshot

PATH = Path(__file__).resolve().parents[2] / "resources" / "networks" / "pretrained.npz"
"""The weight file."""


def load() -> Snapshot:
    """Return the moment at which its training ended, without the optimizer's memory.

    Raises
    ------
    FileError
        When the file is missing or damaged: Inkling was not installed whole.
    """
    return weights.load(PATH)


def load_run() -> Run:
    """Return the run that this moment is of, which is the same one however often it is read.

    Raises
    ------
    FileError
        As :func:`load` does.
    """
    return weights.load_run(PATH)
