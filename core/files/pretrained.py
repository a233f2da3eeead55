"""The network that comes with Inkling, so that the pad answers before anything was trained.

``resources/networks/make_pretrained.py`` made it.
"""

from pathlib import Path

from core.files import weights
from core.training.run import Run

PATH = Path(__file__).resolve().parents[2] / "resources" / "networks" / "pretrained.npz"
"""The weight file."""


def load() -> Run:
    """Return the run whose last moment it is, without the optimizer's memory; the same run however often it is read.

    Raises
    ------
    FileError
        When the file is missing or damaged: Inkling was not installed whole.
    """
    return weights.load_run(PATH)
