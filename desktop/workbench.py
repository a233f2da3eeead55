"""Workbench: makes the models and joins them; the only file that knows them all.

What a person asks for is a method here (:meth:`train_or_pause`, :meth:`reset`,
:meth:`open_file`, …); panels and menu commands call these and listen to the models.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.data import catalog
from core.data.dataset import Dataset
from core.disk import data_folder
from core.errors import InklingError
from core.files import weights
from core.hyperparameters import Hyperparameters, describe_change, label_of
from core.presets import preset
from core.training.recording import Recording
from core.training.snapshot import Snapshot
from desktop.background.jobs import Jobs
from desktop.models.document import DocumentModel
from desktop.models.hyperparameters import HyperparametersModel
from desktop.models.library import LibraryModel
from desktop.models.notices import Notice, NoticesModel
from desktop.models.pad import PadModel
from desktop.models.runs import RunsModel
from desktop.models.timeline import TimelineModel
from desktop.models.training import State, TrainingModel
from desktop.preferences import Preferences
from desktop.words import listed

_MOST_MORE_EPOCHS = 20


@dataclass(frozen=True, slots=True)
class _PutAside:
    """A run that made room for another, whole enough to be brought back."""

    hyperparameters: Hyperparameters
    dataset: Dataset
    dataset_name: str
    recording: Recording
    path: Path | None
    kept_step: int


def unsaved_path() -> Path:
    """Return where a network is kept that the person did not save."""
    return data_folder() / "unsaved.npz"


class Workbench(QObject):
    """All models of one window.

    Parameters
    ----------
    preferences : Preferences
        What is remembered from one day to the next.
    """

    crashed = Signal(object)  # Exception that nobody foresaw

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.preferences = preferences
        self.jobs = Jobs(self.crashed.emit, self)
        self.notices = NoticesModel(self)
        self.settings = HyperparametersModel(preferences.hyperparameters, self)
        self.training = TrainingModel(self)
        self.timeline = TimelineModel(self)
        self.pad = PadModel(self)
        self.library = LibraryModel(self.jobs, self)
        self.runs = RunsModel(self)
        self.document = DocumentModel(self.jobs, self)
        self._put_aside: _PutAside | None = None
        self._first_file: Path | None = None  # asked for on the command line; opened once there is data
        self._opening: tuple[Path | None, Snapshot] | None = None  # a file that waits for its data set
        self._dataset_in_force: Dataset | None = None  # the one the run at hand is trained on
        self._dataset_name = ""
        self._join()

    def _join(self) -> None:
        self.settings.changed.connect(self._settings_changed)
        self.settings.adjusted.connect(lambda text: self.notices.post(Notice("info", text)))
        self.training.reached.connect(self.timeline.add)
        self.training.reached.connect(lambda snapshots: self.document.follow(snapshots[-1]))
        self.training.failed.connect(self._training_failed)
        self.training.refused.connect(self._settings_refused)
        self.training.crashed.connect(self.crashed)
        self.timeline.shown.connect(lambda snapshot: self.pad.use_network(snapshot.network))
        self.library.loaded.connect(self._dataset_loaded)
        self.library.failed.connect(self._dataset_failed)
        self.library.fetched.connect(lambda name: self.notices.withdraw("data"))
        self.document.opened.connect(self._file_opened)
        self.document.saved.connect(self._file_saved)
        self.document.failed.connect(self.notices.post_error)

    # What a person asks for

    def train_or_pause(self) -> None:
        """Pause when training runs, else go on or begin."""
        if self.training.is_running:
            self.training.pause()
        else:
            self.train()

    def train(self) -> None:
        """Train; with the new network the settings ask for, and for more epochs where all are done."""
        if self.settings.pending:
            self.start_new_network()
        elif self.training.state is State.FINISHED:
            self._ask_for_more_epochs()
        elif self.training.state is State.FAILED:
            self._offer_last_sound("Training cannot go on from here.")
            return
        self.training.train()

    def start_new_network(self) -> None:
        """Put the network at hand aside and make one as the settings say."""
        if self.library.dataset is not None:
            self._begin(self.settings.value, self.library.dataset)

    def reset(self) -> None:
        """Start over with fresh weights; the trained ones can be brought back."""
        self.start_new_network()

    def bring_back(self) -> None:
        """Return to the network that was put aside last."""
        back = self._put_aside
        if back is None:
            return
        self._put_aside = None
        self.notices.withdraw("aside")
        self.runs.bring_back()
        latest = back.recording[-1]
        if back.dataset is not self.library.dataset:
            self.library.use(back.dataset, back.dataset_name)
        self._put_in_force(back.hyperparameters)
        self._dataset_in_force, self._dataset_name = back.dataset, back.dataset_name
        self.training.begin(back.hyperparameters, back.dataset, latest)
        self.timeline.start_over(back.recording)
        self.document.bring_back(back.path, back.kept_step, latest.step)

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
        self._first_file = path
        self.use_first_dataset(dataset)
        if path is None and unsaved_path().is_file():
            self._offer_unsaved()

    def keep_unsaved(self) -> str:
        """Keep a trained network that no file holds, and return a sentence about where it is kept.

        It is offered at the next start. Nothing is written when all is saved.
        """
        latest = self.timeline.latest
        if latest is None or not self.document.is_modified:
            return ""
        sound = latest if latest.is_sound else self.timeline.recording.last_sound()
        if sound is None:
            return ""
        try:
            weights.save(unsaved_path(), sound)
        except InklingError as error:
            return f"The network could not be kept: {error}"
        return "The trained network is kept, and is offered when Inkling next starts."

    def open_file(self, path: Path) -> None:
        """Open a weight file; the network on screen stays until the file was read whole."""
        self.document.open(path)

    def save_file(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Save the run as it is now, whatever moment of it is shown; ``then`` is called once the file is whole."""
        if self.timeline.latest is not None:
            self.document.save(path, self.timeline.latest, then)

    def attempt(self, work: Callable[[], None]) -> None:
        """Do something that may fail, and say so in a notice when it does."""
        try:
            work()
        except InklingError as error:
            self.notices.post_error(error)

    def end(self) -> bool:
        """Stop every thread; returns whether all ended in time."""
        self.preferences.hyperparameters = self.settings.value
        self.preferences.flush()
        training_ended = self.training.end()
        jobs_ended = self.jobs.end()
        self.keep_unsaved()
        return jobs_ended and training_ended

    def _offer_unsaved(self) -> None:
        """Offer the network that was trained last and not saved."""
        text = "The network you trained last was not saved. It was kept for you."
        forget = ("Forget it", lambda: unsaved_path().unlink(missing_ok=True))
        self.notices.post(Notice("info", text, (("Open it", self._open_unsaved), forget), topic="unsaved"))

    def _open_unsaved(self) -> None:
        self.document.open(unsaved_path())

    # How the models answer one another

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
            verb = "needs" if len(pending) == 1 else "need"
            what = f"{listed([label_of(name).lower() for name in pending])} {verb} a new network"
            what += f" ({describe_change(self.settings.in_force, value)})"
        else:
            what = f"{len(pending)} settings wait for a new network"
        self.notices.post(
            Notice(
                "info",
                f"{what[0].upper()}{what[1:]}. The trained one stays until you ask for it.",
                (("New network", self.start_new_network), ("Take back", self.settings.take_back)),
                topic="pending",
            )
        )

    def _begin(
        self,
        hyperparameters: Hyperparameters,
        dataset: Dataset,
        *,
        start: Snapshot | None = None,
        path: Path | None = None,
    ) -> None:
        self._put_run_aside()
        self._put_in_force(hyperparameters)
        self.timeline.start_over()
        self.document.start_over(path=path, step=start.step if start and path else 0)
        self._dataset_in_force, self._dataset_name = dataset, self.library.in_use
        self.training.begin(hyperparameters, dataset, start)

    def _put_in_force(self, hyperparameters: Hyperparameters) -> None:
        self.notices.withdraw("pending")
        self.notices.withdraw("trouble")
        # In force first, so that showing the same settings asks for nothing.
        self.settings.put_in_force(hyperparameters, hyperparameters)

    def _put_run_aside(self) -> None:
        latest, dataset = self.timeline.latest, self._dataset_in_force
        self.training.pause()
        if latest is None or latest.step == 0 or dataset is None:
            return
        self._put_aside = _PutAside(
            self.settings.in_force,
            dataset,
            self._dataset_name,
            self.timeline.recording,
            self.document.path,
            self.document.kept_step,
        )
        layers = "-".join(map(str, latest.network.sizes))
        self.runs.put_aside(f"{layers}, {dataset.title}", latest.curves)
        self.notices.post(
            Notice(
                "info",
                f"A new network has begun; the one trained for {latest.epoch:.1f} epochs was put aside.",
                (("Bring it back", self.bring_back),),
                topic="aside",
            )
        )

    def _dataset_loaded(self, dataset: Dataset) -> None:
        self.preferences.dataset = self.library.in_use
        if self._opening is not None:
            path, snapshot = self._opening
            self._opening = None
            self._begin(snapshot.hyperparameters, dataset, start=snapshot, path=path)
        else:
            self._begin(self.settings.value, dataset)
        self._offer_mnist(dataset)
        if self._first_file is not None:
            self.document.open(self._first_file)
            self._first_file = None

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
        self._opening = None
        self.notices.post(Notice("error", str(error), actions, topic="data trouble"))
        if self.library.dataset is None:
            self.library.load(catalog.BUILT_IN)  # there has to be something to train on

    def _file_opened(self, opened: Path, snapshot: Snapshot) -> None:
        dataset = self.library.dataset
        # What was kept unasked is not the person's file: Save asks for one.
        path = None if opened == unsaved_path() else opened
        if path is not None:
            self.preferences.add_recent_file(path)
        if dataset is not None and dataset.fingerprint == snapshot.data_fingerprint:
            self._begin(snapshot.hyperparameters, dataset, start=snapshot, path=path)
            return
        entry = next((entry for entry in self.library.entries() if entry.name == snapshot.data_name), None)
        if entry is not None and entry.is_ready:
            self._opening = (path, snapshot)
            self.library.load(entry.name)
        elif dataset is not None:
            self._begin(snapshot.hyperparameters, dataset, start=snapshot, path=path)
            self.notices.post(
                Notice(
                    "warning",
                    f"This network was trained on {snapshot.data_name}, which is not here; "
                    f"its figures from here on are those of {dataset.title}.",
                )
            )

    def _file_saved(self, path: Path) -> None:
        self.preferences.add_recent_file(path)
        self.notices.withdraw("aside")

    def _ask_for_more_epochs(self) -> None:
        epochs = self.settings.in_force.epochs
        self.settings.propose("epochs", epochs + min(epochs, _MOST_MORE_EPOCHS))

    def _settings_refused(self, error: InklingError, in_force: Hyperparameters) -> None:
        self.settings.take_back_live(in_force)
        self.notices.post_error(error, topic="trouble")

    def _training_failed(self, error: InklingError) -> None:
        self._offer_last_sound(str(error))

    def _offer_last_sound(self, text: str) -> None:
        sound = self.timeline.recording.last_sound()
        actions: tuple[tuple[str, Callable[[], None]], ...] = ()
        if sound is not None and sound.step > 0:
            actions = ((f"Back to epoch {sound.epoch:.3g}", lambda: self._go_back_to(sound)),)
        self.notices.post(Notice("error", text, (*actions, ("Start over", self.reset)), topic="trouble"))

    def _go_back_to(self, snapshot: Snapshot) -> None:
        """Go on from an earlier moment, with the settings shown; what came after it is forgotten."""
        dataset = self.library.dataset
        if dataset is None:
            return
        settings = self.settings.live_part
        self.timeline.recording.cut_after(snapshot.step)
        self.timeline.go_live()
        self.training.begin(settings, dataset, snapshot)
