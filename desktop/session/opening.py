"""Opening: weight files and data sets, and what comes of both together when a network meets its images."""

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, Signal

from core.data import catalog, own
from core.data.classes import are_digits
from core.data.dataset import Dataset
from core.errors import FileError, InklingError
from core.files import pretrained, weights
from core.files.kinds import FileKind, kind_of, pictures_among
from core.lessons.link import Link
from core.training import own_classes, personal
from core.training.run import Parent, Run
from desktop.background.jobs import Jobs
from desktop.models.notices import Notice, NoticesModel
from desktop.preferences import Preferences
from desktop.session.batches import BatchKeeper
from desktop.session.session import OPENING, Session

ReadRun = Callable[[Run, Callable[[Run], None], Callable[[InklingError], None]], None]

_TRAINED = "Trained network"
_AFRESH = "Trained further, its optimizer starts afresh, because what it had learned is not in {name}."


class Opening(QObject):
    """Opens files and data sets: a network waits for the images it was trained on, and they for each other.

    Parameters
    ----------
    session : Session
        Puts the run on screen that a file holds.
    notices : NoticesModel
        Says what was opened and what could not be.
    jobs : Jobs
        Read files.
    preferences : Preferences
        Remember what was opened.
    read : callable
        Given a run, hands it with its moments to the second argument, or an error to the third, once they are read.
    """

    runs_found = Signal(object)  # Path of a file of runs
    sweep_found = Signal(object)  # Path of one that says of which sweep its runs are
    handwriting_found = Signal(object)  # Path of a file of handwriting
    offered_other = Signal()  # a network of another day is offered: nobody has to be welcomed
    pictures_found = Signal(object)  # list of Path: picture files, for the pad
    lesson_asked = Signal(object)  # Link to a lesson, or to its file
    stranger_found = Signal(object)  # Path of a network of another program; there are images to try it on

    def __init__(
        self,
        session: Session,
        notices: NoticesModel,
        jobs: Jobs,
        preferences: Preferences,
        read: ReadRun,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._library = session.library
        self._notices = notices
        self._jobs = jobs
        self._preferences = preferences
        self._read_run = read
        self._batches = BatchKeeper()
        self._first: Callable[[], None] | None = None  # opens what was asked for before there was a data set
        self._waiting: Callable[[Dataset], None] | None = None  # begins with a network that waits for its data set
        self._awaited = ""  # what that network is called
        self._waits_for_runs = False  # of other days: what is opened may be one of them

    # What a person asks for

    def open_first(self, what: Path | Link | None, dataset: str) -> None:
        """Load what the window opens with: a data set, and then a file or a lesson if one was asked for."""
        if isinstance(what, Link):
            self._first = partial(self.lesson_asked.emit, what)
        else:
            self._first = partial(self.open_any, what) if what is not None else None
        self._waits_for_runs = True
        self.use_first_dataset(dataset)

    def take_runs(self, offer: Callable[[], bool]) -> None:
        """Take note that the runs of other days are here; ``offer`` offers one, and returns whether there is one."""
        self._waits_for_runs = False
        if self._first is None and offer():
            self.offered_other.emit()
        self._open_first()

    def use_first_dataset(self, name: str = "") -> None:
        """Load what the window opens with: what was asked for, or used last, or MNIST, or the built-in data."""
        wanted = name or self._preferences.dataset
        entry = self._library.entry(wanted)
        is_there = entry.is_ready if entry is not None else bool(wanted) and os.path.exists(wanted)
        if not name and not is_there:
            if wanted and entry is None:
                if own_classes.is_own(wanted):
                    text = f"The symbols used last, “{own_classes.title_of(wanted)}”, are no longer here."
                else:
                    text = f"The data set used last no longer lies in {wanted}. Open it where it is now."
                self._notices.post(Notice("warning", text, topic="data trouble"))
            wanted = catalog.default_name()
        self._library.load(wanted)

    def use_dataset(self, name: str) -> None:
        """Load a data set by name or folder, and begin anew with it; a missing one is offered for download."""
        self._waiting = None
        self._notices.withdraw("data trouble")
        self._library.load(name)

    def open_any(self, path: Path, after_saving: Callable[[Callable[[], None]], None] = lambda go_on: go_on()) -> None:
        """Open a file as what it is: a network, a data set, runs, a sweep, handwriting, a lesson, or a picture.

        Only a network takes the place of the one at hand, so only then ``after_saving`` is given what to do. One of
        another program does not do so before it was tried and a person has said what its neurons do.
        """

        def open_as(kind: FileKind) -> None:
            if kind is FileKind.DATA:
                self.use_dataset(str(path))
            elif kind is FileKind.RUNS:
                self.runs_found.emit(path)
            elif kind is FileKind.SWEEP:
                self.sweep_found.emit(path)
            elif kind is FileKind.LESSON:
                self.lesson_asked.emit(Link(str(path)))
            elif kind is FileKind.HANDWRITING:
                self.handwriting_found.emit(path)
            elif kind is FileKind.PICTURE:
                self.open_all([path], after_saving)
            elif kind is FileKind.STRANGE_NETWORK:
                self._take_stranger(path)
            else:
                after_saving(partial(self.open, path))

        self._jobs.start(f"look at {path.name}", lambda job: kind_of(path), done=open_as, failed=self._report)

    def open_all(self, paths: Sequence[Path], after_saving: Callable[[Callable[[], None]], None]) -> None:
        """Open files as pictures where one of them is a picture; of others the first, as :meth:`open_any` does."""

        def open_as(pictures: list[Path]) -> None:
            if pictures:
                self.pictures_found.emit(pictures)
            else:
                self.open_any(paths[0], after_saving)

        self._jobs.start("look for pictures", lambda job: pictures_among(paths), done=open_as, failed=self._report)

    def open(self, path: Path) -> None:
        """Read a weight file as a job; the network on screen stays until it is whole."""
        self._jobs.start(
            f"open {path.name}",
            lambda job: weights.load_run(path),
            done=partial(self._take_file, path),
            failed=self._report,
        )

    def open_trained(self) -> None:
        """Read the network that comes with Inkling as a job; the network on screen stays until it is whole."""
        self._jobs.start(
            "open the trained network",
            lambda job: pretrained.load(),
            done=self._take_trained,
            failed=self._report,
        )

    def reopen(self, run: UUID) -> None:
        """Go on with a run of another day, with its images, or with others where those are not to be had."""
        found = self._session.runs.find(run)
        if found is not None:
            self._read(found, failed=self._report)

    # What the library answers

    def take_dataset(self, dataset: Dataset) -> None:
        """Begin with a data set that was loaded, and with the file that waited for it."""
        self._preferences.dataset = self._library.in_use
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(dataset)
        else:
            self._begin_new_on(dataset)
        self._open_first()

    def _begin_new_on(self, dataset: Dataset) -> None:
        """Begin a new network with the settings shown, but no larger batch than there are images."""
        if own_classes.is_own(dataset.name):
            self._session.begin_new()  # with settings of their own, whose batch fits
            return
        shown = self._session.usual_settings
        settings, remark = self._batches.fitting(shown, dataset)
        self._session.begin_new(None if settings == shown else settings)
        if remark:
            self._notices.post(Notice("info", remark, topic="adjusted"))

    def _open_first(self) -> None:
        """Open what was asked for at the start, once there are both images and the runs of other days."""
        if self._first is not None and self._library.dataset is not None and not self._waits_for_runs:
            first, self._first = self._first, None
            first()

    def report_dataset(self, name: str, error: InklingError) -> None:
        """Say why a data set cannot be used, and go on with the one there is, or the built-in one."""
        entry = self._library.entry(name)
        actions: tuple[tuple[str, Callable[[], None]], ...] = ()
        if entry is not None and not entry.is_ready:
            actions = ((f"Fetch {entry.title}", lambda: self._library.fetch(name)),)
        self._notices.post(Notice("error", str(error), actions, topic="data trouble"))
        waiting, self._waiting = self._waiting, None
        if self._library.dataset is None:
            self._library.load(catalog.BUILT_IN)  # there has to be something to train on
        elif waiting is not None:
            waiting(self._library.dataset)

    def give_up(self) -> None:
        """Say that a file is not opened, because the loading of its data set was cancelled."""
        if self._waiting is not None:
            self._waiting = None
            text = f"{self._awaited} was not opened: loading its data set was cancelled."
            self._notices.post(Notice("info", text))

    # What files hold

    def _take_stranger(self, path: Path) -> None:
        """Let a network of another program be tried, once there are images: it is known by how it reads them."""
        if self._library.dataset is None:
            self._first = partial(self.stranger_found.emit, path)
        else:
            self.stranger_found.emit(path)

    def _take_file(self, path: Path, run: Run) -> None:
        """Begin with the network of a file that was read, as soon as the images it was trained on are in use."""
        self._forget_trouble()
        self._preferences.add_recent_file(path)
        self._with_data_of(run, path.name, partial(self._begin_from_file, path, run))

    def _take_trained(self, run: Run) -> None:
        """Begin with the network that comes with Inkling; it is at home with any images of digits."""
        dataset = self._library.dataset
        if dataset is None:
            self._first = self.open_trained
        elif len(dataset.class_names) != len(run.class_names):
            self._load_for(catalog.BUILT_IN, partial(self._begin_trained, run), _TRAINED)
        else:
            self._begin_trained(run, dataset)

    def _begin_trained(self, run: Run, dataset: Dataset) -> None:
        self._forget_trouble()
        self._begin_with(run.renamed(_TRAINED).saved_as(None), dataset)
        text = "This network is trained already: draw a digit, and it reads it."
        if not are_digits(dataset.class_names):
            text += f" It knows digits only; {dataset.title} is strange to it."
        self._notices.post(Notice("info", text, topic="trained"))

    def _report(self, error: InklingError) -> None:
        self._notices.post_error(error, topic=OPENING)

    def _forget_trouble(self) -> None:
        """Take back what was said of other things that were opened before, or offered: something is open now."""
        for topic in (OPENING, "data trouble", "trained"):
            self._notices.withdraw(topic)

    def _with_data_of(self, run: Run, name: str, begin: Callable[[Dataset], None]) -> None:
        """Begin with a run once its images are in use; with those that are, where they are not to be had."""
        dataset = self._library.dataset
        here = self._session.runs.find(run.id) or run
        known = self._library.known(run.data_fingerprint)
        if personal.is_mixed(run.data_name) and here.hand is None:
            known = None  # the mixture of another lesson is not to be mixed once more
        is_at_hand = dataset is not None and dataset.fingerprint == run.data_fingerprint
        if dataset is None:
            # There is no data set yet: again, once there is.
            self._first = partial(self._with_data_of, run, name, begin)
        elif known is not None:
            self._session.use_data_of(here)
            begin(known)
        elif not is_at_hand and (place := self._place_of_data(run)) and self._library.in_use != place:
            self._load_for(place, partial(self._begin_on, run, name, begin, dataset), name)
        else:
            self._begin_on(run, name, begin, dataset, dataset)

    def _begin_on(
        self, run: Run, name: str, begin: Callable[[Dataset], None], before: Dataset, dataset: Dataset
    ) -> None:
        """Begin with a run on images of as many classes; say why not where it knows others.

        Other images than ``before`` that are in use by then have a new network in that case: that at hand is of those.
        """
        if len(run.class_names) == len(dataset.class_names):
            begin(dataset)
        elif are_digits(run.class_names):
            self._load_for(catalog.BUILT_IN, begin, name)  # those at hand have other classes
        else:
            if dataset is not before:
                self._begin_new_on(dataset)
            title, classes = self._library.title_of(run.data_name), len(run.class_names)
            what = f"{name} tells {classes} classes apart, and {dataset.title} has {len(dataset.class_names)}."
            self._report(FileError(what, f"Open the images it was trained on first ({title}), and then the network."))

    def _load_for(self, data: str, begin: Callable[[Dataset], None], name: str) -> None:
        """Load a data set by its name or place, and begin with what is called so once it is there."""
        self._library.load(data)
        # After load, which stops what is going on, and with it an earlier file that waits.
        self._waiting, self._awaited = begin, name

    def _place_of_data(self, run: Run) -> str:
        """Return the name or the place by which the images of a run can be loaded; empty where they are not here."""
        if mine := own.with_fingerprint(run.data_fingerprint):
            return mine.path
        entry = self._library.entry(personal.base_name(run.data_name))
        return entry.name if entry is not None and entry.is_ready else ""

    def _begin_from_file(self, path: Path, run: Run, dataset: Dataset) -> None:
        if self._begin_with(run.saved_as(path), dataset):
            self._warn_of_other_images(run, dataset)
        if run.latest is not None and run.latest.has_forgotten:
            self._notices.post(Notice("info", _AFRESH.format(name=path.name), topic="afresh"))

    def _begin_with(self, run: Run, dataset: Dataset) -> bool:
        """Begin with a run of which one moment was read, and return whether that is what is on screen now.

        Where the run is here already it is that one, with all its moments, once they are read.
        """
        runs = self._session.runs
        known = runs.find(run.id)
        if known is not None and (known.step, known.settings) == (run.step, run.settings):
            if known == runs.current:
                runs.update(replace(known, saved=run.saved))
            else:
                # With the one moment that was read, where its own are not to be had.
                bare = replace(known, recording=run.recording, is_whole=True, saved=run.saved)
                self._read(replace(known, saved=run.saved), lambda error: self._session.begin(bare, dataset))
            return False
        if known is not None or run in runs.deleted:  # another moment of a run that is here grows into one of its own
            run = replace(run, id=uuid4(), parent=Parent(run.id, run.step, run.epoch))
        self._session.begin(runs.with_look(run), dataset)
        return True

    def _read(self, run: Run, failed: Callable[[InklingError], None]) -> None:
        """Go on with a run that is here, once its moments are read and its images are in use."""
        before = self._session.runs.current

        def done(whole: Run) -> None:
            if self._session.runs.current != before:
                return  # another was put on screen meanwhile
            self._forget_trouble()
            if not len(whole.recording):
                failed(FileError(f"Of {run.name} only the curves are left.", "Repeat it to train it again."))
            elif self._session.runs.find(run.id) is not None:
                self._with_data_of(whole, run.name, lambda dataset: self._reopen_on(whole, dataset))

        self._read_run(run, done, failed)

    def _reopen_on(self, run: Run, dataset: Dataset) -> None:
        if self._session.runs.find(run.id) is not None:
            self._session.take_note_of_data(run, dataset)
            self._session.runs.update(run.on_data(dataset))
            self._session.switch(run.id)
            self._warn_of_other_images(run, dataset)

    def _warn_of_other_images(self, run: Run, dataset: Dataset) -> None:
        if dataset.fingerprint == run.data_fingerprint:
            return
        if own_classes.is_own(dataset.name) and dataset.name == run.data_name:
            text = f"{dataset.title} has changed since this network was trained, as by more drawings; its figures "
            text += "from here on are those of the drawings as they are now."
            self._notices.post(Notice("info", text, topic="images"))
        else:
            title = self._library.title_of(run.data_name)
            text = f"This network was trained on other images ({title}); its figures from here on are those of "
            moved = own.moved(run.data_fingerprint)
            where = (
                f" {title} no longer lies in {moved.path}: open it where it is now, then this network." if moved else ""
            )
            self._notices.post(Notice("warning", f"{text}{dataset.title}.{where}", topic="images"))
