"""Workbench: what a person can ask for in a window; the models and tasks come from the assembly.

Each of it is a method here (:meth:`train_or_pause`, :meth:`reset`, :meth:`open_file`, …); panels and menu commands
call these and listen to the models. How it is done stands in :mod:`desktop.session`.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from uuid import UUID

from PySide6.QtGui import QImage

from core.arrays import Bytes
from core.hyperparameters import Hyperparameters
from core.lessons.link import Link
from core.parts.activations import Activation
from core.parts.outputs import Output
from core.presets import preset
from desktop.models.training import State
from desktop.session.assembly import Assembly
from desktop.session.importing import Offer


class Workbench(Assembly):
    """The models of one window, and what can be done with them."""

    # Training

    def train_or_pause(self) -> None:
        """Pause when training runs or is to run as soon as there is a network, else go on or begin.

        Nothing is done right after the run has come to its end by itself: a hand was on its way to pause it.
        """
        if self.training.is_running or self.training.is_waiting:
            self.training.pause()
        elif not self.training.has_just_ended:
            self.train()

    def train(self) -> None:
        """Train; with the new network the settings ask for, and for more epochs where all are done."""
        self.notices.withdraw("trained")
        if not self._changes.settle():
            return
        if self.settings.pending:
            self.session.begin_new()
        elif self.training.state is State.FAILED:
            self._advice.offer_ways_out("Training cannot go on from here.")
            return
        else:
            self._changes.act_now()
            self._changes.add_epochs_when_done()
        self.training.train()

    @property
    def epochs_to_add(self) -> int:
        """How many epochs Train adds because all are done; 0 where it does something else."""
        return self._changes.epochs_to_add

    @property
    def early_end(self) -> str:
        """Why the run at hand ended before its epochs were done; empty where it did not."""
        return self._changes.early_end

    def step(self) -> None:
        """Train on one batch, with the settings shown as far as they need no new network."""
        self._changes.act_now()
        self.training.step()

    def step_epoch(self) -> None:
        """Train to the end of the epoch, with the settings shown as far as they need no new network."""
        self._changes.act_now()
        self.training.step_epoch()

    def reset(self) -> None:
        """Start over with fresh weights; the trained ones can be brought back."""
        self.training.pause()  # also what was asked for and is still to come
        self.session.begin_new()

    def train_on_handwriting(self) -> None:
        """Train the network at hand further, with the person's own digits among the images; it can be had back."""
        self._teaching.teach()

    @property
    def is_followed_live(self) -> bool:
        """Whether training runs and is watched, so that work for a view has to leave it the processors."""
        return self.timeline.is_live and self.training.is_running

    def set_timeline_memory(self, megabytes: int) -> None:
        """Keep at most so many megabytes of moments, from now on and at the next start."""
        self.preferences.timeline_megabytes = megabytes
        self.timeline.set_budget(megabytes * 2**20)

    def set_store_room(self, megabytes: int) -> None:
        """Keep runs from day to day in at most so many megabytes, from the next one that is written on."""
        self.preferences.store_megabytes = megabytes
        self.keeping.store.budget = self.preferences.store_budget

    # Settings

    def use_preset(self, name: str) -> None:
        """Show the settings of a preset; a trained network stays until a new one is asked for.

        Raises
        ------
        KnobError
            When there is no such preset.
        """
        self.settings.show_value(preset(name).hyperparameters, is_story=True)

    def try_settings(self, value: Hyperparameters, *, anew: bool = False) -> None:
        """Try an experiment: at once where training can go on with it, else with a new network, which is trained.

        ``anew`` asks for a new network in any case.
        """
        self._changes.try_out(value, anew=anew)

    def consult(self) -> None:
        """Ask the coach about the moment shown; what it says comes in a while."""
        self._advice.consult()

    # Runs

    def bring_back(self, run: UUID | None = None) -> None:
        """Return to the network that was put aside last, or to a run by its id; the one on screen is put aside."""
        if run is None:
            self.session.bring_back_last()
        elif self.library.dataset is None:
            self._opening.reopen(run)  # its images are still to come
        else:
            self.session.switch(run)

    def branch_from_here(self) -> None:
        """Go on from the moment shown, with the settings shown, as a run of its own; the one at hand is kept."""
        self._runs.branch()

    @property
    def can_branch(self) -> bool:
        """Whether a run can grow out of the moment shown: one of the past, or the latest of a trained network."""
        return self._runs.can_branch

    def repeat(self, run: UUID, settings: Hyperparameters) -> None:
        """Train a new network as a run was trained, but with these settings: same images, same chance."""
        self._runs.repeat(run, settings)

    def delete_runs(self, runs: Collection[UUID]) -> None:
        """Forget runs that are not on screen, by their ids; a notice offers to undo that."""
        self._runs.delete(runs)

    def delete_all_runs(self) -> None:
        """Forget all runs but the one on screen; a notice offers to undo that."""
        self._runs.delete_all()

    def delete_kept(self) -> None:
        """Delete all that Inkling has kept of runs and sweeps, and forget the runs not on screen, for good."""
        self.attempt(self.keeping.delete_all)
        self.sweeping.delete_all()

    def undo_delete_runs(self) -> None:
        """Bring back the runs that were deleted last."""
        self._runs.undo_delete()

    def export_runs(self, path: Path) -> None:
        """Write all runs, the one at hand among them, to one file."""
        self._runs.export(path)

    def open_runs(self, path: Path) -> None:
        """Read the runs of a file, and put them beside those that are here."""
        self._runs.open(path)

    # Files and data

    def open_first(self, what: Path | Link | None, dataset: str) -> None:
        """Load what the window opens with: the runs of other days, a data set, then a file or lesson if asked for."""
        self.welcoming.greet(is_asked=what is not None)
        self._opening.open_first(what, dataset)
        self.keeping.load()
        self.sweeping.load()

    def use_first_dataset(self, name: str = "") -> None:
        """Load what the window opens with: what was asked for, or used last, or MNIST, or the built-in data."""
        self._opening.use_first_dataset(name)

    def use_dataset(self, name: str) -> None:
        """Load a data set by name or folder, and begin anew with it; a missing one is offered for download."""
        self._opening.use_dataset(name)

    def see_data(self) -> None:
        """Take note that a person looks at the data set in use, so that nothing has to lead there."""
        self._own_data.see()

    def open_file(self, path: Path) -> None:
        """Open a weight file; the network on screen stays until the file was read whole."""
        self._opening.open(path)

    def open_any(self, path: Path, after_saving: Callable[[Callable[[], None]], None] = lambda go_on: go_on()) -> None:
        """Open a file as what it is; ``after_saving`` is given what opens a network in the place of the one at hand."""
        self._opening.open_any(path, after_saving)

    def open_all(self, paths: Sequence[Path], after_saving: Callable[[Callable[[], None]], None]) -> None:
        """Open several files as pictures to step through; where none is one, the first of them as what it is."""
        self._opening.open_all(paths, after_saving)

    def begin_imported(self, offer: Offer, activation: Activation, output: Output) -> None:
        """Begin with a network of another program, whose neurons do this with their sums; the one at hand is left."""
        self._importing.begin(offer, activation, output)

    def open_trained(self) -> None:
        """Open the network that comes with Inkling, so that the pad reads at once; the one at hand is put aside."""
        self._opening.open_trained()

    def save_file(self, path: Path, then: Callable[[], None] = lambda: None) -> None:
        """Save the run as it is now, whatever moment of it is shown; ``then`` is called once the file is whole."""
        self._saving.save(path, then)

    def keep(self) -> str:
        """Keep every run for the next start, wait until they are on disk, and return a sentence about unsaved ones.

        Raises
        ------
        FileError
            When one cannot be written.
        """
        return self.keeping.keep_all()

    # The pad

    @property
    def class_names(self) -> tuple[str, ...]:
        """What the outputs of the network shown stand for; before the first, the classes of the data at hand."""
        return self._asking.class_names

    def show_on_pad(self, image: Bytes, label: int | None = None) -> None:
        """Put an image, shape (28, 28), uint8, on the pad, with what it shows if that is known."""
        self._asking.show_image(image, label)

    def show_random_image(self) -> None:
        """Put any one of the test images on the pad; of the training images, where there are none to test with."""
        self._asking.show_random_image()

    def paste_picture(self, image: QImage) -> None:
        """Put an image of the clipboard, or one that was dropped, on the pad, through the steps of every picture."""
        self._pictures.paste(image)

    def close_pictures(self) -> None:
        """Forget the pictures that are stepped through, and those that are still being read."""
        self._pictures.close()

    def set_doubt_threshold(self, threshold: float) -> None:
        """Hold back answers of the pad below this share, 0 to 1, from now on and at the next start."""
        self.preferences.doubt_threshold = threshold
        self.pad.set_threshold(threshold)

    # The window

    def end(self) -> bool:
        """Stop every thread; returns whether all ended in time."""
        self.preferences.hyperparameters = self.session.settings_for_new
        self.preferences.flush()
        self.keeping.delete_unwanted()
        training_ended = self.training.end()
        sweep_ended = self.sweeping.end()
        jobs_ended = self.jobs.end()
        return jobs_ended and training_ended and sweep_ended
