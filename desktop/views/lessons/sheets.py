"""Sheets: what a class hands in and looks at, asked for in the window: answers, predictions, new lessons."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core import disk
from core.lessons.lesson import Lesson
from core.lessons.question import Ask
from core.lessons.sheets.answers import answers_page
from core.lessons.sheets.collecting import Pages, pages_in
from core.lessons.sheets.new_lesson import lesson_from, name_of
from desktop.actions import Commands
from desktop.dialogs import files
from desktop.dialogs.predictions import PredictionsDialog
from desktop.look.theme import ThemeKeeper
from desktop.models.notices import Notice
from desktop.session.workbench import Workbench
from desktop.views.wishes import Export

_TOPIC = "lesson"
_NO_NETWORK = "There is no trained network to make a lesson from. Train one first."


class Sheets(QObject):
    """What the commands do that have to do with a class.

    Parameters
    ----------
    workbench : Workbench
        The models.
    themes : ThemeKeeper
        Who knows the colors.
    window : QWidget
        Over which dialogs open.
    """

    wished = Signal(object)  # Export

    def __init__(self, workbench: Workbench, themes: ThemeKeeper, window: QWidget) -> None:
        super().__init__(window)
        self._workbench, self._lessons, self._themes, self._window = workbench, workbench.lessons, themes, window
        self._waiting: Callable[[], None] | None = None  # for the lessons to be listed
        self._lessons.listed.connect(self._go_on)

    def commands(self) -> Commands:
        """Return what each of these commands does, by the action's name."""
        return {
            "answersAction": self.save_answers,
            "predictionsAction": self.show_predictions,
            "newLessonAction": self.save_new_lesson,
        }

    # Answers

    def save_answers(self) -> None:
        """Write the page of answers, with what a person types as a name, if anything."""
        name = files.ask_for_name(self._window)
        if name is not None:
            self._with_lessons(lambda: self._save_answers(name))

    def _save_answers(self, name: str) -> None:
        page = answers_page(self._lessons.played, self._lessons.entries, datetime.now().astimezone(), name)
        self.wished.emit(Export("my answers", "html", lambda path: _write(path, page)))

    # Predictions

    def show_predictions(self) -> None:
        """Ask for a folder of pages, and show how many gave each answer to a question of the lesson."""
        if self._lessons.lesson is None:
            text = "Begin the lesson whose predictions you want to see, and ask for them again."
            self._workbench.notices.post(Notice("info", text, topic=_TOPIC))
            return
        folder = files.ask_for_pages(self._window, self._workbench.preferences.folder)
        if folder is not None:
            self._workbench.jobs.start(
                "read the pages of a class",
                lambda job: pages_in(folder),
                done=lambda pages: self._show(pages, folder),
                failed=lambda error: self._workbench.notices.post_error(error, topic=_TOPIC),
            )

    def _show(self, pages: Pages, folder: Path) -> None:
        lesson = self._lessons.lesson
        if lesson is None or not any(lesson.blocks(Ask)):
            return

        def read_again() -> Pages:
            found = [pages]
            self._workbench.attempt(lambda: found.append(pages_in(folder)), topic=_TOPIC)
            return found[-1]

        dialog = PredictionsDialog(pages, lesson, self._asked(lesson), self._themes.theme, read_again, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _asked(self, lesson: Lesson) -> str:
        """Return the question that is waited for, or the first of the step in sight."""
        player = self._lessons.player
        if player is None:
            return ""
        if isinstance(player.waits_for, Ask):
            return player.waits_for.id
        return next((ask.id for ask in player.step.blocks(Ask)), "")

    # A new lesson

    def save_new_lesson(self) -> None:
        """Write a lesson with the settings and the figures of the run at hand."""
        run = self._workbench.runs.current
        if run is None or run.latest is None or not run.is_trained:
            self._workbench.notices.post(Notice("info", _NO_NETWORK, topic=_TOPIC))
            return
        self._workbench.attempt(lambda: self._save(lesson_from(run), name_of(run.name)), topic=_TOPIC)

    def _save(self, text: str, name: str) -> None:
        self.wished.emit(Export(name, "md", lambda path: _write(path, text)))

    # The list of lessons

    def _with_lessons(self, act: Callable[[], None]) -> None:
        """Do something once the lessons are listed."""
        self._waiting = act
        self._lessons.list_all()
        if self._lessons.entries:
            self._go_on()

    def _go_on(self) -> None:
        if self._waiting is not None and self._lessons.entries:
            act, self._waiting = self._waiting, None
            QTimer.singleShot(0, self, act)  # later: until a dialog is answered no other job could say it is done


def _write(path: Path, content: str) -> None:
    disk.replace_file(path, lambda file: file.write(content.encode("utf-8")))
