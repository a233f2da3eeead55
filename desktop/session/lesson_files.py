"""LessonFiles: opens lessons by their files, ids and links; one that was opened is listed with the person's own."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import InklingError
from core.lessons import course
from core.lessons.course import Entry
from core.lessons.lesson import Lesson
from core.lessons.link import Link
from desktop.background.jobs import Jobs
from desktop.models.lessons import LessonsModel
from desktop.models.notices import Notice, NoticesModel
from desktop.preferences import Preferences
from desktop.session.lessons import LessonTasks
from desktop.session.session import OPENING

_NO_STEP = 'The lesson "{lesson}" has no step "{step}". It begins where it was left.'


class LessonFiles(QObject):
    """Opens lessons.

    Parameters
    ----------
    playing : LessonTasks
        Plays them.
    notices : NoticesModel
        Says what is wrong with one.
    jobs : Jobs
        Read files.
    preferences : Preferences
        Remember what was opened.
    """

    def __init__(
        self,
        lessons: LessonsModel,
        playing: LessonTasks,
        notices: NoticesModel,
        jobs: Jobs,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lessons, self._playing, self._notices = lessons, playing, notices
        self._jobs, self._preferences = jobs, preferences

    def follow(self, link: Link) -> None:
        """Play the lesson that a link leads to, at its step; say what is wrong with a bad one, or that it is gone."""
        path = Path(link.lesson)

        def done(lesson: Lesson) -> None:
            if path.is_file():
                self._preferences.add_recent_file(path)
                self._lessons.add(Entry(path, lesson))
            self._begin(lesson, link.step)

        find = partial(course.find, link.lesson, self._lessons.language)
        self._jobs.start(f"open {path.name}", lambda job: find(), done=done, failed=self._report)

    def _begin(self, lesson: Lesson, step: str) -> None:
        self._notices.withdraw(OPENING)
        self._lessons.list_all()
        if step and lesson.place(step) < 0:
            self._notices.post(Notice("warning", _NO_STEP.format(lesson=lesson.id, step=step), topic=OPENING))
        self._playing.begin(lesson, step=step)

    def _report(self, error: InklingError) -> None:
        self._notices.post_error(error, topic=OPENING)
