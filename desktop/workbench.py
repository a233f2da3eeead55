"""Workbench: makes the models and joins them; the only file that knows them all.

What a person asks for is a method here (:meth:`train_or_pause`, :meth:`reset`,
:meth:`open_file`, …); panels and menu commands call these and listen to the models.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.data import catalog
from core.data.dataset import DIGITS, Dataset
from core.errors import InklingError
from core.files import runs as runs_file
from core.files.handwriting import Handwriting
from core.files.kept import Kept
from core.files.runs import SavedRun
from core.files.standing import Standing
from core.hyperparameters import (
    MOST_EPOCHS,
    Hyperparameters,
    changed_fields,
    describe_change,
    describe_value,
    in_sentence,
    label_of,
)
from core.insight.ablation import without
from core.presets import preset
from core.training import personal
from core.training.history import Mark
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.coach import CoachModel
from desktop.models.document import DocumentModel
from desktop.models.flips import FlipModel
from desktop.models.handwriting import HandwritingModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.neurons import NeuronsModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.pad import PadModel
from desktop.models.reading import ReadingModel
from desktop.models.runs import RunsModel, Tag
from desktop.models.selection import SelectionModel
from desktop.models.shelf import Before, ShelfModel, ShelvedRun
from desktop.models.statistics import StatisticsModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import State, TrainingModel
from desktop.preferences import Preferences
from desktop.words import listed

_MOST_MORE_EPOCHS = 20
_TRAINED = "Trained network"
_OFFERED = "trained network offered"  # the flag that remembers it
_ANEW = "A new network has begun; the one trained for {epochs} epochs was put aside."
_BRANCHED = "A branch begins; the run it grows out of, trained for {epochs} epochs, is kept beside it."
_REPEATED = "The same again, with one change. The run that was trained for {epochs} epochs was put aside."
_BACK = "The earlier network is back; the one trained for {epochs} epochs was put aside."
_FURTHER = "Training goes on with your handwriting among the images. The network as it was is put aside."


class Workbench(QObject):
    """All models of one window.

    Parameters
    ----------
    preferences : Preferences
        What is remembered from one day to the next.
    kept : Kept, optional
        Where unsaved networks are kept when the window closes; the person's own folder without one.
    handwriting : Handwriting, optional
        The file of the person's own digits; the person's own without one.
    """

    crashed = Signal(object)  # Exception that nobody foresaw

    def __init__(
        self,
        preferences: Preferences,
        kept: Kept | None = None,
        handwriting: Handwriting | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.kept = kept or Kept()
        self.jobs = Jobs(self.crashed.emit, self)
        self.notices = NoticesModel(self)
        self.settings = HyperparametersModel(preferences.hyperparameters, self)
        self.training = TrainingModel(self)
        self.timeline = TimelineModel(self)
        self.timeline.set_budget(preferences.timeline_megabytes * 2**20)
        self.pad = PadModel(self)
        self.pad.set_threshold(preferences.doubt_threshold)
        self.library = LibraryModel(self.jobs, self)
        self.runs = RunsModel(self)
        self.document = DocumentModel(self.jobs, self)
        self.shelf = ShelfModel(self)
        self._chance = np.random.default_rng()  # for what is to differ each time, such as the test image picked
        self.handwriting = HandwritingModel(handwriting or Handwriting(), self.jobs, self)
        self._is_mixing = False  # own digits are being mixed among the training images
        self.selection = SelectionModel(self)
        self.reading = ReadingModel(self.jobs, self)
        self.flips = FlipModel(self.jobs, self)
        self.neurons = NeuronsModel(self.jobs, self)
        self.statistics = StatisticsModel(self.jobs, self)
        self.coach = CoachModel(self.jobs, self)
        self._epochs_judged = -1  # how far the run was when the coach was last asked unasked
        self._first: Callable[[], None] | None = None  # opens what was asked for before there was a data set
        self._opening: tuple[Path, Snapshot] | None = None  # a file that waits for its data set
        self._kept_origin: Path | None = None  # the kept file that has the network at hand
        self._dataset_in_force: Dataset | None = None  # the one the run at hand is trained on
        self._dataset_name = ""
        self._has_warned = False
        self._befores: dict[int, Before] = {}  # by the number of a run that was taught the person's hand
        self._before: Before | None = None  # what the run at hand had before it was taught the person's hand
        self._join()
        self.handwriting.load()

    def _join(self) -> None:
        self.training.use_way(self.preferences.way)
        self.settings.changed.connect(self._settings_changed)
        self.settings.adjusted.connect(lambda text: self.notices.post(Notice("info", text, topic="adjusted")))
        self.training.reached.connect(self.timeline.add)
        self.training.reached.connect(lambda snapshots: self.document.follow(snapshots[-1]))
        self.training.reached.connect(lambda snapshots: self._warn(snapshots[-1].warning))
        self.training.failed.connect(self._training_failed)
        self.training.refused.connect(self._settings_refused)
        self.training.crashed.connect(self.crashed)
        self.timeline.shown.connect(self._ask_on_pad)
        self.selection.muted_changed.connect(lambda muted: self._ask_on_pad(self.timeline.snapshot))
        self.timeline.shown.connect(self._consult_after_epoch)
        self.library.loaded.connect(self._dataset_loaded)
        self.library.failed.connect(self._dataset_failed)
        self.library.fetched.connect(self._dataset_fetched)
        self.library.cancelled.connect(self._loading_cancelled)
        self.document.opened.connect(self._file_opened)
        self.document.trained_opened.connect(self._trained_opened)
        self.document.saved.connect(self._file_saved)
        self.document.failed.connect(self.notices.post_error)
        self.handwriting.failed.connect(self.notices.post_error)
        self.handwriting.told.connect(lambda text: self.notices.post(Notice("info", text, topic="handwriting")))

    # What a person asks for

    def train_or_pause(self) -> None:
        """Pause when training runs, else go on or begin."""
        if self.training.is_running:
            self.training.pause()
        else:
            self.train()

    def train(self) -> None:
        """Train; with the new network the settings ask for, and for more epochs where all are done."""
        self.notices.withdraw("trained")
        if self.settings.pending:
            self.start_new_network()
        elif self.training.state is State.FAILED:
            self._offer_last_sound("Training cannot go on from here.")
            return
        elif self.timeline.latest is not None and self._is_done(self.timeline.latest):
            self._ask_for_more_epochs(self.timeline.latest)
        self.training.train()

    def start_new_network(self) -> None:
        """Put the network at hand aside and make one as the settings say."""
        if self.library.dataset is not None:
            self._begin(self._settings_for_new(), self.library.dataset)

    def reset(self) -> None:
        """Start over with fresh weights; the trained ones can be brought back."""
        self.start_new_network()

    def bring_back(self, number: int | None = None) -> None:
        """Return to the network that was put aside last, or to a run by its number; the one at hand is put aside."""
        if number is None:
            if self.shelf.last is None:
                return
            number = self.shelf.last.number
        back = self._take_back(number)
        if back is None:
            return
        self.notices.withdraw("aside")
        self._put_run_aside(_BACK)
        self.runs.bring_back(number)
        self._kept_origin = None  # that was where the one at hand came from
        self._show_dataset_of(back.dataset, back.dataset_name, back.before)
        self._put_in_force(back.hyperparameters)
        self.training.begin(back.hyperparameters, back.dataset, back.latest)
        self.document.start_over(back.standing, back.latest)
        self.timeline.start_over(back.recording)

    def branch_from_here(self) -> None:
        """Go on from the moment shown, with the settings shown, as a run of its own; the one at hand is kept."""
        start, dataset, parent = self.timeline.snapshot, self._dataset_in_force, self.runs.at_hand
        if start is None or dataset is None or self.timeline.is_live:
            return
        if not start.is_sound:
            self.notices.post(Notice("info", "Training cannot go on from here: not all weights are finite numbers."))
            return
        name, before, settings = self._dataset_name, self._before, self.settings.live_part
        mark = Mark(start.epoch, f"branched from {parent.name}")
        self._begin(settings, dataset, start=replace(start, marks=(*start.marks, mark)), words=_BRANCHED)
        self._dataset_name, self._before = name, before
        self.runs.begin_branch(f"{parent.name} from epoch {start.epoch:.3g}", start.epoch)
        self.training.train()

    def repeat(self, number: int, settings: Hyperparameters) -> None:
        """Train a new network as a run was trained, but with these settings: same images, same chance.

        What differs between the two curves then comes from what differs in the settings.
        """
        run, tag, dataset = self.saved_run(number), self._tag_of(number), self._dataset_of(number)
        if run is None or tag is None or dataset is None:
            return
        changes = [
            f"{in_sentence(label_of(name))} {describe_value(getattr(settings, name))}"
            for name in changed_fields(run.hyperparameters, settings)
        ]
        is_at_hand = number == self.runs.at_hand.number
        before = self._before if is_at_hand else self._befores.get(number)
        name = self._dataset_name if is_at_hand else self._dataset_name_of(number)
        self._begin(settings, dataset, words=_REPEATED)
        self._show_dataset_of(dataset, name, before)
        self.runs.rename(self.runs.at_hand.number, f"{tag.name}, {', '.join(changes) or 'again'}")
        if run.marks:
            text = f"Settings of {tag.name} were changed on its way; the repeat keeps those of its end throughout."
            self.notices.post(Notice("info", text, topic="repeat"))
        self.training.train()

    def delete_run(self, number: int) -> None:
        """Forget an earlier run; a notice offers to undo that."""
        removed, shelved = self.runs.remove(number), self.shelf.take(number)
        if removed is None:
            return

        def undo() -> None:
            self.runs.restore(*removed)
            if shelved is not None:
                self.shelf.restore(shelved)

        text = f"{removed[1].tag.name} was deleted."
        self.notices.post(Notice("info", text, (("Undo", undo),), topic="deleted run"))

    def export_runs(self, path: Path) -> None:
        """Write all runs, the one at hand among them, to one file."""
        numbers = (*(run.number for run in self.runs.earlier), self.runs.at_hand.number)
        found = (self.saved_run(number) for number in numbers)
        runs = tuple(run for run in found if run is not None)[-runs_file.MOST_RUNS :]

        def done(_: None) -> None:
            what = "1 run is" if len(runs) == 1 else f"{len(runs)} runs are"
            self.notices.post(Notice("info", f"{what} in {path.name}, in {path.parent}.", topic="export"))

        self.jobs.start(
            f"save {path.name}",
            lambda job: runs_file.save(path, runs),
            done=done,
            failed=self.notices.post_error,
            must_finish=True,
        )

    def open_runs(self, path: Path) -> None:
        """Read the runs of a file, and put them beside those that are here."""

        def done(runs: tuple[SavedRun, ...]) -> None:
            self.runs.add(runs, self.library.dataset)
            what = "1 run stands" if len(runs) == 1 else f"{len(runs)} runs stand"
            self.notices.post(Notice("info", f"{what} beside yours now, in the tab Runs.", topic="export"))

        self.jobs.start(
            f"open {path.name}", lambda job: runs_file.load(path), done=done, failed=self.notices.post_error
        )

    def saved_run(self, number: int) -> SavedRun | None:
        """Return a run as a file would keep it; the one at hand once it was trained."""
        kept = self.runs.find(number)
        if kept is not None:
            return replace(kept.saved, name=kept.tag.name, color=kept.tag.color)
        latest, tag, recording = self.timeline.latest, self.runs.at_hand, self.timeline.recording
        if number != tag.number or latest is None or latest.step == 0:
            return None
        best, marks, settings = recording.best, latest.marks, latest.hyperparameters
        if marks and marks[-1].epoch == latest.epoch and len(recording) > 1:
            marks, settings = marks[:-1], recording[-2].hyperparameters  # nothing was trained with the latest ones
        return SavedRun(
            name=tag.name,
            color=tag.color,
            hyperparameters=settings,
            curves=latest.curves,
            marks=marks,
            data_name=latest.data_name,
            data_fingerprint=latest.data_fingerprint,
            first=recording[0],
            best=None if best is None else recording[best],
            last=latest if latest.is_sound else recording.last_sound(),
        )

    def set_timeline_memory(self, megabytes: int) -> None:
        """Keep at most so many megabytes of moments, from now on and at the next start."""
        self.preferences.timeline_megabytes = megabytes
        self.timeline.set_budget(megabytes * 2**20)

    def train_on_handwriting(self) -> None:
        """Train the network at hand further, with the person's own digits among the images; it can be had back."""
        dataset, start = self.library.dataset, self.timeline.latest
        if dataset is None or start is None or self._is_mixing:
            return
        if start.step == 0 or self.training.state is State.FAILED:
            text = "There is nothing yet to go on from. Train the network first, then teach it your hand."
            self.notices.post(Notice("info", text, topic="handwriting"))
            return
        self.training.pause()
        run = self._dataset_in_force

        def done(mixed: Dataset) -> None:
            self._is_mixing = False
            latest = self.timeline.latest
            if latest is not None and self._dataset_in_force is run and self.library.dataset is dataset:
                self._go_on_with(mixed, dataset, latest)  # else another network has taken its place meanwhile

        def failed(error: InklingError) -> None:
            self._is_mixing = False
            self.notices.post_error(error, topic="handwriting")

        def crashed() -> None:
            self._is_mixing = False

        self._is_mixing = True
        self.notices.withdraw("handwriting")
        work = partial(personal.mix, dataset, self.handwriting.for_training, self.settings.in_force.seed)
        self.jobs.start("mix handwriting", lambda job: work(), done=done, failed=failed, crashed=crashed)

    def use_preset(self, name: str) -> None:
        """Show the settings of a preset.

        Raises
        ------
        KnobError
            When there is no such preset.
        """
        self.settings.show_value(preset(name).hyperparameters)

    def use_dataset(self, name: str) -> None:
        """Load a data set by name or folder, and begin anew with it; a missing one is offered for download."""
        self._opening = None
        self.notices.withdraw("data trouble")
        self.library.load(name)

    def use_first_dataset(self, name: str = "") -> None:
        """Load what the window opens with: what was asked for, or used last, or MNIST, or the built-in data."""
        wanted = name or self.preferences.dataset
        known = {entry.name: entry for entry in self.library.entries()}
        is_there = known[wanted].is_ready if wanted in known else bool(wanted) and Path(wanted).is_dir()
        if not name and not is_there:
            wanted = catalog.default_name()
        self.library.load(wanted)

    def open_first(self, path: Path | None, dataset: str) -> None:
        """Load what the window opens with: a data set, and then a weight file if one was asked for."""
        self._first = partial(self.document.open, path) if path is not None else None
        self.use_first_dataset(dataset)
        if path is None and self.kept.all():
            self._offer_kept(self.kept.all()[0])
        elif path is None and not self.preferences.recent_files:
            self._offer_trained()

    def show_on_pad(self, image: Bytes, label: int | None = None) -> None:
        """Put an image, shape (28, 28), uint8, on the pad, with what it shows if that is known."""
        self.pad.show_image(image, label)

    @property
    def is_followed_live(self) -> bool:
        """Whether training runs and is watched, so that work for a view has to leave it the processors."""
        return self.timeline.is_live and self.training.is_running

    def keep_unsaved(self) -> str:
        """Keep the trained networks that no file holds, and return a sentence about where they are.

        They are offered at the next start. Nothing is written when all is saved.

        Raises
        ------
        FileError
            When one cannot be written.
        """
        unsaved = [run.latest for run in reversed(self.shelf.unsaved)]
        for snapshot in unsaved:
            self.kept.keep(snapshot)
        latest = self.timeline.latest
        if latest is not None and self.document.is_modified:
            sound = latest if latest.is_sound else self.timeline.recording.last_sound()
            if sound is not None and sound.step > 0:
                self._kept_origin = self.kept.keep(sound, instead_of=self._kept_origin)
                unsaved.append(sound)
        return "The trained network is kept, and is offered when Inkling next starts." if unsaved else ""

    def show_random_image(self) -> None:
        """Put any one of the test images on the pad; of the training images, where there are none to test with."""
        dataset = self.library.dataset
        if dataset is None:
            return  # it is still being loaded
        split = dataset.test if len(dataset.test) else dataset.train
        place = int(self._chance.integers(len(split)))
        self.pad.show_image(split.images[place], int(split.labels[place]))

    def set_doubt_threshold(self, threshold: float) -> None:
        """Hold back answers of the pad below this share, 0 to 1, from now on and at the next start."""
        self.preferences.doubt_threshold = threshold
        self.pad.set_threshold(threshold)

    def open_file(self, path: Path) -> None:
        """Open a weight file; the network on screen stays until the file was read whole."""
        self.document.open(path)

    def open_trained(self) -> None:
        """Open the network that comes with Inkling, so that the pad reads at once; the one at hand is put aside."""
        self.document.open_trained()

    def save_file(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Save the run as it is now, whatever moment of it is shown; ``then`` is called once the file is whole."""
        if self.timeline.latest is not None:
            self.document.save(path, self.timeline.latest, then)

    def consult(self) -> None:
        """Ask the coach about the moment shown; what it says comes in a while."""
        snapshot = self.timeline.snapshot
        if snapshot is not None and self._dataset_in_force is not None:
            has_failed = self.training.state is State.FAILED and self.timeline.is_live
            self.coach.look(snapshot, self._dataset_in_force, has_failed=has_failed)

    def try_settings(self, value: Hyperparameters, *, anew: bool = False) -> None:
        """Try an experiment: at once where training can go on with it, else with a new network, which is trained.

        ``anew`` asks for a new network in any case.
        """
        before = self.settings.in_force
        is_lost = anew or self.training.state is State.FAILED  # no change of settings saves it
        self.settings.show_value(value)
        if is_lost or self.settings.pending:
            self.start_new_network()
            self.training.train()
        elif value != before:
            text = f"Changed from the next batch on: {describe_change(before, value)}."
            self.notices.post(Notice("info", text, (("Undo", lambda: self.settings.show_value(before)),), topic="try"))

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something that may fail, and say so in a notice when it does."""
        try:
            work()
        except InklingError as error:
            self.notices.post_error(error)

    def end(self) -> bool:
        """Stop every thread; returns whether all ended in time."""
        self.preferences.hyperparameters = self._settings_for_new()
        self.preferences.flush()
        training_ended = self.training.end()
        jobs_ended = self.jobs.end()
        return jobs_ended and training_ended

    def _offer_kept(self, path: Path) -> None:
        """Offer the network that was trained last and not saved."""
        text = "The network you trained last was not saved. It was kept for you."
        actions = (("Open it", lambda: self.document.open(path)), ("Forget it", lambda: self.kept.forget(path)))
        self.notices.post(Notice("info", text, actions, topic="kept"))

    def _offer_trained(self) -> None:
        """Offer the network that comes with Inkling, once in a life: later it is in the File menu."""
        if self.preferences.flag(_OFFERED, False):
            return
        self.preferences.set_flag(_OFFERED, True)
        text = "Train this new network yourself – or see first how one reads that is trained already."
        actions = (("Try a trained network", self.open_trained),)
        self.notices.post(Notice("info", text, actions, topic="trained"))

    # How the models answer one another

    def _ask_on_pad(self, snapshot: Snapshot | None) -> None:
        """Let the pad ask the network shown, without the neurons that are switched off; training has them all."""
        if snapshot is not None:
            self.selection.use_sizes(snapshot.network.sizes)
            self.pad.use_network(without(snapshot.network, self.selection.muted))

    def _settings_changed(self, value: Hyperparameters) -> None:
        live = self.settings.live_part
        if self._dataset_in_force is None:
            return  # the first network is made when the first data set is there
        if self.timeline.latest is None and self.training.state is State.FAILED:
            self.start_new_network()  # there is none, because the settings before could not be
            return
        if live != self.settings.in_force:
            self.training.adopt(live)
            self.settings.put_in_force(live)  # comes back here, with nothing live left to adopt
            return
        if not self.settings.pending:
            self.notices.withdraw("pending")
        elif self._is_untrained():
            self.start_new_network()
        else:
            self._announce_pending(value)

    def _is_untrained(self) -> bool:
        latest = self.timeline.latest
        is_waiting = self.training.state in (State.READY, State.PREPARING, State.FAILED)
        return is_waiting and (latest is None or latest.step == 0)

    def _announce_pending(self, value: Hyperparameters) -> None:
        pending = self.settings.pending
        if len(pending) <= 2:
            what = f"a change of {listed([label_of(name).lower() for name in pending])} needs a new network"
            what += f" ({describe_change(self.settings.in_force, value)})"
        else:
            what = f"{len(pending)} settings wait for a new network"
        self.notices.post(
            Notice(
                "info",
                f"{what[0].upper()}{what[1:]}. The trained one stays until you press New network or Train, "
                "and can be brought back.",
                (("New network", self.start_new_network), ("Take back", self.settings.take_back)),
                topic="pending",
            )
        )

    def _go_on_with(self, mixed: Dataset, dataset: Dataset, latest: Snapshot) -> None:
        """Train the network at hand further on images among which the person's own are mixed."""
        before, in_force = self._before, self.settings.in_force
        settings = personal.further(in_force, latest.epoch, is_again=before is not None)
        self._begin(settings, mixed, start=latest, words=_FURTHER)
        self._before = before or Before(dataset, in_force)
        self.training.train()

    def _settings_for_new(self) -> Hyperparameters:
        """Return the settings a new network begins with: not the small rate of one that is taught a hand."""
        value = self.settings.value
        return value if self._before is None else personal.usual(value, self._before.hyperparameters)

    def _begin(
        self,
        hyperparameters: Hyperparameters,
        dataset: Dataset,
        *,
        start: Snapshot | None = None,
        words: str = _ANEW,
    ) -> None:
        self._put_run_aside(words)
        self.runs.begin_anew()
        self._kept_origin = self._before = None
        self._put_in_force(hyperparameters)
        self.timeline.start_over()
        self.document.start_over()
        self._dataset_in_force, self._dataset_name = dataset, self.library.in_use
        self.training.begin(hyperparameters, dataset, start)

    def _put_in_force(self, hyperparameters: Hyperparameters) -> None:
        for topic in ("pending", "trouble", "adjusted", "more", "try"):
            self.notices.withdraw(topic)
        self.coach.forget()
        self._epochs_judged = -1
        # In force first, so that showing the same settings asks for nothing.
        self.settings.put_in_force(hyperparameters, hyperparameters)

    def _put_run_aside(self, words: str) -> None:
        latest, dataset = self.timeline.latest, self._dataset_in_force
        self.training.pause()
        if latest is None or latest.step == 0 or dataset is None:
            return
        number = self.runs.at_hand.number
        self.shelf.put(
            ShelvedRun(
                self.settings.in_force,
                dataset,
                self._dataset_name,
                self.timeline.recording,
                self.document.standing,
                self._before,
                number,
            )
        )
        if self._before is not None:
            self._befores[number] = self._before
        saved = self.saved_run(number)
        assert saved is not None  # it was trained
        self.runs.put_aside(saved, dataset, self._dataset_name)
        text = words.format(epochs=f"{latest.epoch:.1f}")
        self.notices.post(Notice("info", text, (("Bring it back", self.bring_back),), topic="aside"))

    def _take_back(self, number: int) -> ShelvedRun | None:
        """Take a run from the shelf, or make one of what else is known of it; says why when that cannot be."""
        shelved, kept = self.shelf.take(number), self.runs.find(number)
        if shelved is not None or kept is None:
            return shelved
        saved, dataset = kept.saved, self._dataset_of(number)
        if saved.last is None:
            text = f"{kept.tag.name} cannot be brought back: only its curves are left. Repeat it to train it again."
            self.notices.post(Notice("info", text, topic="run"))
            return None
        if dataset is None:
            return None
        recording = Recording(self.preferences.timeline_megabytes * 2**20)
        for moment in (saved.first, saved.best, saved.last):
            if moment is not None and (not len(recording) or moment.step > recording[-1].step):
                recording.add(moment)
        name, before = self._dataset_name_of(number), self._befores.get(number)
        return ShelvedRun(saved.hyperparameters, dataset, name, recording, Standing(), before, number)

    def _tag_of(self, number: int) -> Tag | None:
        kept = self.runs.find(number)
        return kept.tag if kept is not None else self.runs.at_hand if number == self.runs.at_hand.number else None

    def _dataset_of(self, number: int) -> Dataset | None:
        """Return the images of a run; says so when they are not here."""
        kept, in_use = self.runs.find(number), self.library.dataset
        if kept is None:
            return self._dataset_in_force
        if kept.dataset is not None:
            return kept.dataset
        if in_use is not None and in_use.fingerprint == kept.saved.data_fingerprint:
            return in_use
        title = self._title_of(kept.saved.data_name)
        text = f"{kept.tag.name} was trained on {title}, which is not in use. Choose it in the menu Data first."
        self.notices.post(Notice("info", text, topic="run"))
        return None

    def _dataset_name_of(self, number: int) -> str:
        kept = self.runs.find(number)
        return kept.dataset_name if kept is not None and kept.dataset_name else self.library.in_use

    def _show_dataset_of(self, dataset: Dataset, name: str, before: Before | None) -> None:
        """Show the images of a run that takes the place of another, and take note of them."""
        shown = before.dataset if before is not None else dataset
        if shown is not self.library.dataset:
            self.library.use(shown, name)
        self._dataset_in_force, self._dataset_name, self._before = dataset, name, before

    def _dataset_loaded(self, dataset: Dataset) -> None:
        self.preferences.dataset = self.library.in_use
        if self._opening is not None:
            opened, self._opening = self._opening, None
            self._begin_from_file(*opened, dataset)
        else:
            self._begin(self._settings_for_new(), dataset)
        self._offer_mnist(dataset)
        if self._first is not None:
            first, self._first = self._first, None
            first()

    def _dataset_fetched(self, name: str) -> None:
        """Use what was downloaded, unless that would take the place of a network that is being trained."""
        self.notices.withdraw("data")
        latest = self.timeline.latest
        if latest is None or latest.step == 0:
            self.use_dataset(name)
            return
        title = catalog.find(name).title
        self.notices.post(
            Notice(
                "info",
                f"{title} is here. A new network begins when you use it; the one at hand is put aside.",
                ((f"Use {title}", lambda: self.use_dataset(name)),),
                topic="data",
            )
        )

    def _loading_cancelled(self) -> None:
        if self._opening is not None:
            path, self._opening = self._opening[0], None
            self.notices.post(Notice("info", f"{path.name} was not opened: loading its data set was cancelled."))

    def _offer_mnist(self, dataset: Dataset) -> None:
        mnist = catalog.find("mnist")
        if dataset.name != "builtin" or mnist.is_ready:
            self.notices.withdraw("data")
            return
        self.notices.post(
            Notice(
                "info",
                "These are digits that Inkling drew itself. MNIST, 70,000 digits written by people, "
                f"is a download of {mnist.download_size / 1e6:.0f} MB.",
                (("Fetch MNIST", lambda: self.library.fetch("mnist")),),
                topic="data",
            ),
            below=True,
        )

    def _dataset_failed(self, name: str, error: InklingError) -> None:
        actions: tuple[tuple[str, Callable[[], None]], ...] = ()
        entry = next((entry for entry in self.library.entries() if entry.name == name), None)
        if entry is not None and not entry.is_ready:
            actions = ((f"Fetch {entry.title}", lambda: self.library.fetch(name)),)
        self.notices.post(Notice("error", str(error), actions, topic="data trouble"))
        opened, self._opening = self._opening, None
        if self.library.dataset is None:
            self.library.load(catalog.BUILT_IN)  # there has to be something to train on
        elif opened is not None:
            self._begin_from_file(*opened, self.library.dataset)

    def _file_opened(self, path: Path, snapshot: Snapshot) -> None:
        self.notices.withdraw("trained")
        if not self.kept.has(path):
            self.preferences.add_recent_file(path)
        dataset = self.library.dataset
        name = personal.base_name(snapshot.data_name)
        entry = next((entry for entry in self.library.entries() if entry.name == name), None)
        is_at_hand = dataset is not None and dataset.fingerprint == snapshot.data_fingerprint
        if not is_at_hand and entry is not None and entry.is_ready and self.library.in_use != entry.name:
            self.library.load(entry.name)
            # After load, which stops what is going on, and with it an earlier file that waits.
            self._opening = (path, snapshot)
        elif dataset is not None:
            self._begin_from_file(path, snapshot, dataset)
        else:
            self._first = partial(self.document.open, path)  # there is no data set yet: again, once there is

    def _trained_opened(self, snapshot: Snapshot) -> None:
        """Begin with the network that comes with Inkling; it is at home with any images of digits."""
        dataset = self.library.dataset
        if dataset is None:
            self._first = self.document.open_trained
            return
        self._begin(snapshot.hyperparameters, dataset, start=snapshot)
        self.document.start_over(Standing.given(_TRAINED, snapshot), snapshot)
        text = "This network is trained already: draw a digit, and it reads it."
        if dataset.class_names != DIGITS:
            text += f" It knows digits only; {dataset.title} is strange to it."
        self.notices.post(Notice("info", text, topic="trained"))

    def _begin_from_file(self, path: Path, snapshot: Snapshot, dataset: Dataset) -> None:
        self._begin(snapshot.hyperparameters, dataset, start=snapshot)
        if self.kept.has(path):
            self._kept_origin = path  # not a file of the person's: Save asks for one
            self.document.start_over(latest=snapshot)
        else:
            self.document.start_over(Standing.of(path, snapshot), snapshot)
        if dataset.fingerprint != snapshot.data_fingerprint:
            self.notices.post(
                Notice(
                    "warning",
                    f"This network was trained on other images ({self._title_of(snapshot.data_name)}); "
                    f"its figures from here on are those of {dataset.title}.",
                )
            )

    def _title_of(self, name: str) -> str:
        base = personal.base_name(name)
        title = next((entry.title for entry in self.library.entries() if entry.name == base), base)
        return title + name.removeprefix(base)

    def _file_saved(self, path: Path) -> None:
        self.preferences.add_recent_file(path)
        if self._kept_origin is not None and not self.document.is_modified:
            self.kept.forget(self._kept_origin)
            self._kept_origin = None

    def _is_done(self, latest: Snapshot) -> bool:
        return latest.whole_epochs >= self.settings.in_force.epochs

    def _ask_for_more_epochs(self, latest: Snapshot) -> None:
        """Ask for about as many epochs again, in the form as well, and say so."""
        done = latest.whole_epochs
        epochs = min(done + min(done, _MOST_MORE_EPOCHS), MOST_EPOCHS)
        self.settings.propose("epochs", epochs)
        text = f"The run was at its end after {done} epochs; it goes on to {epochs}. The schedule stretches with it."
        self.notices.post(Notice("info", text, topic="more"))

    def _settings_refused(self, error: InklingError, in_force: Hyperparameters) -> None:
        self.settings.take_back_live(in_force)
        self.notices.post_error(error, topic="trouble")

    def _warn(self, warning: str) -> None:
        """Tell once when a network can no longer learn; the figures in the text change from moment to moment."""
        if bool(warning) != self._has_warned:
            self._has_warned = bool(warning)
            if warning:
                self.notices.post(Notice("warning", warning, (("Start over", self.reset),), topic="health"))
            else:
                self.notices.withdraw("health")

    def _consult_after_epoch(self, snapshot: Snapshot) -> None:
        """Let the coach look once an epoch, so that its tab can tell how much it has to say."""
        if snapshot.whole_epochs != self._epochs_judged:
            self._epochs_judged = snapshot.whole_epochs
            self.consult()

    def _training_failed(self, error: InklingError) -> None:
        self.consult()
        self._offer_last_sound(str(error))

    def _offer_last_sound(self, text: str) -> None:
        sound = self.timeline.recording.last_sound()
        actions: tuple[tuple[str, Callable[[], None]], ...] = ()
        if sound is not None and sound.step > 0:
            actions = ((f"Back to epoch {sound.epoch:.3g}", lambda: self._go_back_to(sound)),)
        self.notices.post(Notice("error", text, (*actions, ("Start over", self.reset)), topic="trouble"))

    def _go_back_to(self, snapshot: Snapshot) -> None:
        """Go on from an earlier moment, with the settings shown; what came after it is forgotten."""
        dataset = self._dataset_in_force
        if dataset is None:
            return
        settings = self.settings.live_part
        self.timeline.recording.cut_after(snapshot.step)
        self.statistics.cut_after(snapshot.step)
        self.coach.forget()
        self.document.go_back(snapshot)
        self.timeline.go_live()
        self.training.begin(settings, dataset, snapshot)
