"""Saving: the network on screen to a weight file of the person's."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.files import weights
from core.files.novelty import with_novelty
from core.training.ending import knowing_end
from desktop.background.jobs import Jobs
from desktop.models.library import LibraryModel
from desktop.models.notices import NoticesModel
from desktop.models.runs import RunsModel

_TOPIC = "saving"


class Saving(QObject):
    """Writes weight files; training may go on meanwhile."""

    saved = Signal(object, object)  # Path, Run

    def __init__(
        self,
        runs: RunsModel,
        library: LibraryModel,
        notices: NoticesModel,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs = runs
        self._library = library  # what of its data tells the unknown goes into the file
        self._notices = notices
        self._jobs = jobs

    def save(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Save the run as it is now, whatever moment of it is shown; ``then`` is called once the file is whole.

        That is its latest moment, or the best one where it was to keep that and is at its end.
        """
        run = self._runs.current
        if run is None or run.latest is None:
            return
        snapshot, id, dataset = run.outcome or run.latest, run.id, self._library.dataset

        def done() -> None:
            written = self._runs.find(id)
            for other in self._runs.others:  # what another run had there is not there any more
                if other.saved is not None and other.saved.path == path and other != written:
                    self._runs.update(replace(other, saved=None))
            if written is not None:
                written = written.saved_as(path, snapshot)
                self._runs.update(written)
            self._notices.withdraw(_TOPIC)
            self.saved.emit(path, written or run)
            then()

        def work() -> None:
            moment = knowing_end(run, snapshot)
            weights.save(path, moment if dataset is None else with_novelty(moment, dataset), id)

        failed = partial(self._notices.post_error, topic=_TOPIC)
        self._jobs.write(path, work, done=done, failed=failed)
