"""The tour: the real window is driven with no one at the keyboard, and a picture taken of everything on the way."""

import argparse
import math
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDialog, QDoubleSpinBox, QLabel, QLineEdit, QWidget

from core.errors import InklingError
from core.files.handwriting import Handwriting
from core.files.store import Store
from core.lessons.answers import Answer
from core.lessons.lesson import Lesson
from core.lessons.running import RunBlock
from core.sweep.shelf import Shelf
from core.version import inkling_version
from desktop import app
from desktop.dialogs.about import AboutDialog
from desktop.dialogs.crash import CrashDialog, details_of
from desktop.models.training import State
from desktop.models.welcome import Stage
from desktop.preferences import Preferences
from desktop.views.table import PANELS
from desktop.visit import Visit

_EPOCHS = 6.0
_LARGE, _SMALL = (1280, 800), (1024, 700)

# A 7 as a person draws it, small and in a corner: x and y from 0 to 1 across the pad.
_SEVEN = [(0.1, 0.12), (0.18, 0.11), (0.27, 0.11), (0.36, 0.12), (0.33, 0.19), (0.28, 0.28), (0.24, 0.37), (0.21, 0.46)]
_THREE = [
    *((0.50 + 0.20 * math.sin(0.3 * i - 0.9), 0.30 - 0.16 * math.cos(0.3 * i - 0.9)) for i in range(12)),
    *((0.50 + 0.24 * math.sin(0.3 * i + 0.2), 0.66 - 0.20 * math.cos(0.3 * i + 0.2)) for i in range(13)),
]


def run(arguments: list[str]) -> int:
    """Take the tour that the command line asks for, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="inkling tour",
        description="Open the real window, train, draw, scrub and save with no one at the keyboard, "
        "and leave a numbered picture of every panel in light and dark.",
    )
    parser.add_argument("folder", metavar="OUT_DIR", help="where the pictures go; it is made if it is missing")
    parser.add_argument("--dataset", default="builtin", metavar="NAME|DIR", help="the images to train on (builtin)")
    options = parser.parse_args(arguments)
    folder = Path(options.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InklingError(f"{folder} cannot be made: {error.strerror}.", "Choose another folder.") from error
    application = app.application()
    with tempfile.TemporaryDirectory() as private:
        # A profile of its own: the tour neither sees nor changes what the person's window remembers.
        preferences = Preferences(QSettings(str(Path(private) / "tour.ini"), QSettings.Format.IniFormat))
        preferences.theme = "light"
        window = app.assemble(
            application,
            preferences,
            store=Store(Path(private) / "store"),
            handwriting=Handwriting(Path(private) / "handwriting.jsonl"),
        )
        window.workbench.sweeping.shelf = Shelf(Path(private) / "sweeps")
        tour = Tour(application, window, folder)
        window.workbench.crashed.connect(tour.take_error)
        before, sys.excepthook = sys.excepthook, lambda kind, error, trace: tour.take_error(error)
        try:
            tour.take(options.dataset, Path(private))
        finally:
            sys.excepthook = before
            window.close()
            window.deleteLater()
        tour.raise_errors()
    if sys.stdout is not None:  # as after >&-
        sys.stdout.write(f"{tour.count} pictures are in {folder}.\n")
    return 0


class Tour(Visit):
    """One walk through the window: the visit that stops everywhere."""

    def take(self, dataset: str, private: Path) -> None:
        """Walk from the first launch to the file opened again."""
        self._window.resize(*_LARGE)
        self._window.show()
        self._workbench.open_first(None, dataset)
        self._wait(lambda: self._workbench.training.state is State.READY, "the first network")
        self._be_welcomed()
        self._train_until(1.0)
        self._picture("training")
        self._change_learning_rate()
        self._train_until(_EPOCHS)
        self._pause()
        self._picture("a-seven-in-the-corner")
        self._project()
        self._trigger("clearInkAction")
        self._draw(_THREE)
        self._picture("another-digit")
        self._trigger("preparationAction")
        self._picture("steps-of-the-preparation")
        self._trigger("preparationAction")
        self._explain()
        self._show_tab("network")
        self._picture("network-reads-it")
        self._walk_slowly()
        self._show_tab("statistics")
        self._wait(lambda: self._workbench.statistics.is_complete(), "the statistics")
        self._picture("statistics")
        self._show_tab("data")
        self._picture("data")
        self._show_tab("coach")
        self._wait(lambda: self._workbench.coach.findings is not None, "the coach")
        self._picture("coach")
        self._keep_own_digits()
        self._show_tab("neurons")
        self._look_at_neurons()
        self._scrub_back()
        self._branch()
        self._save_and_open(private / "tour.npz")
        self._change_layers()
        self._every_panel()
        self._play_a_lesson()
        self._look_at_every_lesson()
        self._sweep()
        self._dialogs()

    # The stops

    def _be_welcomed(self) -> None:
        """Draw at once, watch one network learn, guess, choose a door, and begin anew."""
        welcome = self._workbench.welcome
        self._wait(lambda: welcome.pictures > 0, "the network that comes with Inkling")
        self._picture("first-launch")
        self._draw(_SEVEN)
        self._picture("welcome-first-stroke")
        self._trigger("welcomeWatchButton")
        self._wait(lambda: self._epoch() >= 0.5, "half an epoch")
        self._picture("welcome-learning")
        self._wait(lambda: welcome.stage is Stage.ASKING, "the end of the run that is watched")
        self._trigger("welcomeGuessButton")
        self._picture("welcome-doors")
        self._trigger("welcomePlayButton")
        self._workbench.use_preset("default")
        self._trigger("resetAction")
        self._wait(lambda: self._step() == 0, "a new network")

    def _change_learning_rate(self) -> None:
        field = self._window.findChild(QDoubleSpinBox, "learningRateSpin")
        assert field is not None
        field.setValue(0.001)

    def _keep_own_digits(self) -> None:
        """Write two digits and keep them as one's own."""
        handwriting = self._workbench.handwriting
        self._show_tab("handwriting")
        self._wait(lambda: handwriting.is_ready, "one's own digits")
        self._trigger("clearInkAction")
        for digit, points in ((3, _THREE), (7, _SEVEN)):
            self._draw(points)
            handwriting.keep(digit, self._workbench.pad.ink)
            self._trigger("clearInkAction")
        self._wait(lambda: handwriting.reading is not None, "what the network takes them for")
        self._picture("my-handwriting")

    def _explain(self) -> None:
        """See why the digit on the pad is read as it is, what is misread, and why that is."""
        reading, flips = self._workbench.confusion, self._workbench.counterfactuals
        self._show_tab("why")
        self._wait(lambda: flips.image is self._workbench.pad.image, "a change that flips the answer")
        self._picture("why")
        self._show_tab("mistakes")
        shown = self._workbench.timeline.snapshot
        assert shown is not None
        self._wait(lambda: reading.current is not None and reading.current.network is shown.network, "the matrix")
        self._picture("mistakes")
        commonest = reading.current.reading.commonest(1) if reading.current is not None else ()
        if commonest:  # a network may have learned all there is
            self._workbench.selection.choose_cell(commonest[0][:2])
            gallery = self._window.findChild(QWidget, "mistakeImages")
            assert gallery is not None
            gallery.setFocus()  # else Return is the pad's
            QTest.keyClick(gallery, Qt.Key.Key_Home)
            QTest.keyClick(gallery, Qt.Key.Key_Return)
            self._picture("a-mistake-and-who-argued-for-it")
            self._workbench.selection.choose_cell(None)

    def _walk_slowly(self) -> None:
        """Walk through one image: a frame on the way forward, and one on the way back."""
        self._trigger("slowMotionAction")
        code = self._window.findChild(QWidget, "slowCode")
        self._wait(lambda: code is not None and code.isVisible(), "the walk")
        for name, frames in (("forward", 3), ("backward", 5)):
            for _ in range(frames):
                QTest.keyClick(self._window.panels["network"], Qt.Key.Key_Right)
            self._picture(f"slow-motion-{name}")
        self._trigger("slowMotionAction")

    def _look_at_neurons(self) -> None:
        """Sort the wall, open a neuron, switch it and two others off, and leave all as it was."""
        order = self._window.findChild(QComboBox, "orderCombo")
        assert order is not None
        neurons, selection = self._workbench.neurons, self._workbench.selection
        self._await(neurons.surveyed, lambda: order.setCurrentIndex(order.findData("similarity")), "the order")
        self._picture("neurons-by-similarity")
        self._await(neurons.portrayed, lambda: selection.choose_neuron((0, 4)), "the neuron")
        self._picture("a-neuron")
        self._window.resize(*_SMALL)
        self._picture("a-neuron-small")
        self._window.resize(*_LARGE)
        off = frozenset({(0, 2), (0, 4), (0, 9)})
        self._await(neurons.compared, lambda: selection.mute(off), "the accuracy without some neurons")
        self._picture("neurons-off-one-open")
        selection.choose_neuron(None)
        self._picture("neurons-off")
        selection.mute(frozenset())
        latest = self._workbench.timeline.latest
        output = len(latest.network.layers) - 1 if latest is not None else 0
        self._await(neurons.portrayed, lambda: selection.choose_neuron((output, 4)), "the output")
        self._picture("an-output-and-who-speaks-for-it")
        selection.choose_neuron(None)
        order.setCurrentIndex(0)

    def _scrub_back(self) -> None:
        self._workbench.timeline.move_to(len(self._workbench.timeline.recording) // 12)
        self._picture("scrubbed-to-the-beginning")
        self._trigger("liveAction")

    def _branch(self) -> None:
        """Train on from an earlier moment, and see both runs side by side."""
        before = self._workbench.runs.current
        self._workbench.timeline.move_to(len(self._workbench.timeline.recording) // 3)
        self._trigger("branchAction")
        self._wait(lambda: self._workbench.runs.current != before and self._step() > 0, "the branch")
        start = self._epoch()
        self._wait(lambda: self._epoch() >= start + 0.5, "half an epoch of the branch")
        self._pause()
        self._show_tab("runs")
        self._picture("runs-side-by-side")
        self._show_tab("neurons")

    def _save_and_open(self, path: Path) -> None:
        self._workbench.save_file(path)
        self._wait(lambda: self._workbench.runs.title == path.name, "the file to be saved")
        step = self._step()
        self._trigger("resetAction")
        self._wait(lambda: self._step() == 0, "the reset")
        self._picture("reset")
        self._workbench.open_file(path)
        self._wait(lambda: self._step() == step, "the file to be opened")
        self._workbench.notices.dismiss()
        self._picture("opened-again")

    def _change_layers(self) -> None:
        """Ask for another network, see what the window says, and take it back."""
        combo = self._window.findChild(QComboBox, "activationCombo")
        assert combo is not None
        combo.setCurrentIndex(0)
        self._picture("a-new-network-is-needed")
        self._workbench.settings.take_back()

    def _every_panel(self) -> None:
        for entry in PANELS:
            if self._window.panels[entry.name].comes_and_goes:
                continue  # it has its own pictures, and is put away
            if entry.place == "tabs":
                self._show_tab(entry.name)
            if entry.place in ("toolbar", "status", "bottom", "lesson"):
                continue  # a strip of the window, seen in every other picture; lessons have their own
            for theme in ("light", "dark"):
                self._use_theme(theme)
                self._save_picture(self._window.panels[entry.name], f"panel-{entry.name}-{theme}")
        self._show_tab("neurons")
        self._window.resize(*_SMALL)
        self._picture("small-window")
        self._window.resize(*_LARGE)

    def _play_a_lesson(self) -> None:
        """Look at the list, answer the first question of a lesson, and leave it."""
        lessons = self._workbench.lessons
        self._trigger("lessonsAction")
        self._wait(lambda: bool(lessons.entries), "the lessons")
        self._picture("lessons")
        lesson = next(entry.lesson for entry in lessons.entries if entry.lesson and entry.lesson.id == "stuck")
        self._workbench.playing.begin(lesson)
        self._wait(lambda: lessons.player is not None and "test_accuracy" in lessons.player.known, "the lesson")
        self._picture("lesson-question")
        self._trigger("projectorAction")
        self._picture("projector-question")
        self._trigger("projectorAction")
        lessons.answer(Answer(("random",)))
        self._picture("lesson-run")
        self._guess_a_number()
        lessons.leave()

    def _look_at_every_lesson(self) -> None:
        """Open each lesson and see its first step and its last, which are there whether the others were done or not."""
        lessons = self._workbench.lessons
        for lesson in self._lessons():
            self._open_lesson(lesson)
            self._picture(f"lesson-{lesson.id}-first")
            lessons.go_to(len(lesson.steps) - 1)
            self._picture(f"lesson-{lesson.id}-last")
        lessons.leave()

    def _lessons(self) -> list[Lesson]:
        return [entry.lesson for entry in self._workbench.lessons.entries if entry.lesson is not None]

    def _open_lesson(self, lesson: Lesson) -> None:
        self._workbench.playing.begin(lesson, anew=True)
        self._wait(lambda: self._workbench.lessons.lesson is lesson, f"the lesson {lesson.id}")

    def _guess_a_number(self) -> None:
        """Guess how much a network reads before it is trained, and see the guess beside the curve that tells."""
        lessons, playing = self._workbench.lessons, self._workbench.playing
        lesson = next(entry.lesson for entry in lessons.entries if entry.lesson and entry.lesson.id == "random")
        playing.begin(lesson)
        self._wait(lambda: lessons.lesson is lesson, "another lesson")
        lessons.answer(Answer(number=40.0))
        playing.run()
        self._wait(lambda: not isinstance(lessons.player and lessons.player.waits_for, RunBlock), "its run")
        self._picture("lesson-guess")

    def _project(self) -> None:
        """See what a class sees while the network is trained."""
        self._trigger("projectorAction")
        self._train_until(self._epoch() + 0.2)
        self._picture("projector-training")
        self._pause()
        self._trigger("projectorAction")

    def _sweep(self) -> None:
        """Ask for a few short runs of small networks, and see what they show together."""
        self._trigger("sweepAction")
        dialog = self._window.findChild(QDialog, "sweepDialog")
        assert dialog is not None
        for name, values in (("hidden", "8 32"), ("learningRate", "0.001 0.01 0.1"), ("epochs", "1")):
            edit = dialog.findChild(QLineEdit, f"{name}ValuesEdit")
            assert edit is not None
            edit.setText(values)
        size = dialog.findChild(QLabel, "sweepSizeLabel")
        self._wait(lambda: size is not None and size.text().startswith("12 runs"), "how large the sweep is")
        for theme in ("light", "dark"):
            self._use_theme(theme)
            self._save_picture(dialog, f"dialog-sweep-{theme}")
        dialog.accept()
        sweeps = self._workbench.sweeps
        self._wait(lambda: sweeps.current is not None and sweeps.current.is_whole, "the sweep")
        self._wait(lambda: sweeps.shown is not None and sweeps.shown.entry.is_whole, "what it shows")
        self._workbench.notices.dismiss()
        self._show_tab("sweep")
        self._trigger("sweepTableButton")
        self._picture("sweep-table")
        self._trigger("sweepPictureButton")  # which has the latest runs then
        for name in ("Map", "Lines", "Curves"):
            self._trigger(f"sweep{name}Button")
            self._picture(f"sweep-{name.lower()}")
        self._show_tab("neurons")

    def _dialogs(self) -> None:
        for name, dialog in (
            ("about", AboutDialog(inkling_version(), self._window)),
            ("crash", CrashDialog(_some_details(), self._workbench.keep(), self._window)),
        ):
            for theme in ("light", "dark"):
                self._use_theme(theme)
                dialog.show()
                self._save_picture(dialog, f"dialog-{name}-{theme}")
            dialog.close()
            dialog.deleteLater()


def _some_details() -> str:
    try:
        raise RuntimeError("this error is part of the tour")
    except RuntimeError as error:
        return details_of(error)
