"""Networks that were kept unasked: trained, not saved, and the window was closed."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from core.disk import data_folder
from core.files import weights
from core.training.snapshot import Snapshot

MOST = 5


class Kept:
    """A folder of networks that the person did not save, the latest few.

    Parameters
    ----------
    folder : Path, optional
        Where they are; the person's own without one. It is made when first needed.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder if folder is not None else data_folder() / "kept"

    def keep(self, snapshot: Snapshot, instead_of: Path | None = None) -> Path:
        """Write a network and return its file; the oldest of more than a few goes.

        ``instead_of`` is a file with an earlier moment of the same run, which goes as well:
        it would push another run out.

        Raises
        ------
        FileError
            When it cannot be written.
        """
        path = self.folder / f"{datetime.now():%Y-%m-%d %H.%M.%S.%f}{weights.SUFFIX}"
        weights.save(path, snapshot)
        if instead_of is not None:
            self.forget(instead_of)
        for old in self.all()[MOST:]:
            self.forget(old)
        return path

    def all(self) -> list[Path]:
        """Return the files, the latest first: their names are the times they were kept at."""
        return sorted(self.folder.glob(f"*{weights.SUFFIX}"), reverse=True) if self.folder.is_dir() else []

    def has(self, path: Path) -> bool:
        """Return whether a file is one of these."""
        return path.parent == self.folder

    def forget(self, path: Path) -> None:
        """Delete a file; one that is gone already is no trouble."""
        with suppress(OSError):
            path.unlink(missing_ok=True)
