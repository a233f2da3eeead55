"""What version 0.1 kept: runs and unsaved networks in two folders, whose files become files of the store."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

from core.errors import FileError
from core.files import runs as runs_file
from core.files import weights
from core.training.naming import name_for
from core.training.run import Run


@dataclass(frozen=True, slots=True)
class Folders:
    """The two folders of version 0.1.

    Attributes
    ----------
    runs : Path
        Every run, in a file each, named by the time it was first kept at.
    kept : Path
        Networks that were trained and not saved; of each there is a run as well, if its window wrote one.
    """

    runs: Path
    kept: Path

    @property
    def has_files(self) -> bool:
        """Whether there is something to take over."""
        return bool(self.run_files() or self.kept_files())

    def run_files(self) -> list[Path]:
        """Return the files of runs, the oldest first."""
        return _files(self.runs, runs_file.SUFFIX)

    def kept_files(self) -> list[Path]:
        """Return the files of networks, the oldest first."""
        return _files(self.kept, weights.SUFFIX)


def take_over(old: Folders, path_of: Callable[[UUID], Path], aside: Path) -> None:
    """Make runs of the store out of what version 0.1 kept; what cannot be read or moved stays where it is.

    A file of a run is moved as it is: the store reads it. A kept network is written as the run it is, unsaved, so
    that it is offered; its file goes aside, and so does that of a run which is in the store already.

    Parameters
    ----------
    old : Folders
        Where they are.
    path_of : callable
        Given the id of a run, returns its file in the store.
    aside : Path
        The folder for files that are no longer needed.
    """
    for path in old.run_files():
        with suppress(FileError, ValueError, OSError):
            ((run,), _) = runs_file.look(path)
            target = path_of(run.id)
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.exists():
                _set_aside(path, aside)
            else:
                path.rename(target)
    for path in old.kept_files():
        with suppress(FileError, ValueError, OSError):
            run = weights.load_run(path)
            target = path_of(run.id)
            runs_file.keep(target, _merged(run, target), run.created)
            _set_aside(path, aside)


def _merged(network: Run, target: Path) -> Run:
    """Return a kept network as an unsaved run, with all that the store knows of that run."""
    if not target.exists():
        return replace(network, name=name_for(network.settings), saved=None)
    (known,) = runs_file.load(target)
    further = network.latest if network.step > known.step else None
    return replace(known if further is None else known.reached(further), saved=None)


def _files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*{suffix}")) if folder.is_dir() else []


def _set_aside(path: Path, aside: Path) -> None:
    aside.mkdir(parents=True, exist_ok=True)
    path.rename(aside / path.name)
