"""LessonsModel: the lesson being played, which lessons there are, and how far each was played."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, Signal

from core import disk
from core.errors import InklingError
from core.lessons import course, recall
from core.lessons.answers import Answer
from core.lessons.block import Block
from core.lessons.course import Entry
from core.lessons.lesson import Lesson
from core.lessons.player import Player
from core.lessons.progress import FILE, LessonProgress, ProgressFile, progress_of
from core.lessons.recall import Recall
from core.lessons.record import Record
from core.lessons.running import RunBlock
from desktop.background.jobs import Jobs
from desktop.background.series import Series


def system_language() -> str:
    """Return the language that the person's system speaks, such as ``de``; English where it says none."""
    languages = (name.partition("-")[0].lower() for name in QLocale.system().uiLanguages())
    return next((name for name in languages if name and name != "c"), "en")


class LessonsModel(QObject):
    """A :class:`core.lessons.player.Player` with signals; what is done to it is kept at once.

    Parameters
    ----------
    jobs : Jobs
        Read and write off the window's thread.
    path : Path, optional
        The file of the person's progress; the person's own without one.
    clock : callable
        Returns the time, in UTC.
    language : str, optional
        Which language lessons are read in, where they have it; the system's without one.
    """

    listed = Signal()  # which lessons there are, or how far each was played
    begun = Signal()  # another lesson is played
    moved = Signal()  # another part of it is in sight
    left = Signal()  # no lesson is played any more
    due = Signal(object)  # Block that does something to the window now
    troubled = Signal(str)  # a sentence on the file of progress

    def __init__(
        self,
        jobs: Jobs,
        parent: QObject | None = None,
        path: Path | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        language: str = "",
    ) -> None:
        super().__init__(parent)
        self.language = language or system_language()
        self._jobs, self._clock = jobs, clock
        self._file = ProgressFile(path or disk.data_folder() / FILE)
        self._writing = Series(jobs)
        self._progress: dict[str, LessonProgress] = {}
        self._looked_at = clock()
        self._is_listed = False
        self._opened: list[Entry] = []  # from files elsewhere
        self.entries: tuple[Entry, ...] = ()
        self.player: Player | None = None
        self.is_own = False  # whether a person's own experiment is on screen instead of the lesson's run

    # Which there are

    def list_all(self) -> None:
        """Read all lessons and the progress, as a job; once is enough."""
        if self._is_listed:
            return
        self._is_listed = True

        def done(found: tuple[tuple[Entry, ...], tuple[dict[str, LessonProgress], str]]) -> None:
            listed, (progress, trouble) = found
            self.entries = course.in_order([*self._without_opened(listed), *self._opened])
            self._progress = progress | self._progress
            if trouble:
                self.troubled.emit(trouble)
            self.listed.emit()

        self._jobs.start(
            "read the lessons", lambda job: (course.entries(language=self.language), self._file.load()), done=done
        )

    def list_played(self) -> None:
        """Read all lessons where any was played before."""
        if self._file.path.exists():
            self.list_all()

    def recall(self) -> Recall | None:
        """Return the question that comes back now, of the lessons that were read."""
        lessons = [entry.lesson for entry in self.entries if entry.lesson is not None]
        return recall.due(lessons, self._progress, self._clock())

    def note_recalled(self, found: Recall) -> None:
        """Keep that a question came back: it does so once."""
        progress = recall.after(self.progress(found.lesson.id), found.ask, self._clock())
        self._progress[found.lesson.id] = progress
        self._write(found.lesson.id, progress)

    def add(self, entry: Entry) -> None:
        """List a lesson that was opened from elsewhere, with the person's own, as long as the window lives."""
        self._opened = [*(known for known in self._opened if known.path != entry.path), entry]
        if self._is_listed:
            self.entries = course.in_order([*self._without_opened(self.entries), *self._opened])
            self.listed.emit()

    def _without_opened(self, entries: Iterable[Entry]) -> list[Entry]:
        paths = {entry.path for entry in self._opened}
        return [entry for entry in entries if entry.path not in paths]

    def progress(self, lesson: str) -> LessonProgress:
        """Return how far a lesson was played."""
        return self._progress.get(lesson, LessonProgress())

    @property
    def played(self) -> dict[str, LessonProgress]:
        """How far each lesson was played, by their ids."""
        return dict(self._progress)

    def following(self, lesson: Lesson) -> Lesson | None:
        """Return the lesson that follows in the course; none after the last."""
        lessons = [entry.lesson for entry in self.entries if entry.lesson is not None]
        place = next((n for n, known in enumerate(lessons) if known.id == lesson.id), len(lessons))
        return lessons[place + 1] if place + 1 < len(lessons) else None

    # The lesson being played

    @property
    def lesson(self) -> Lesson | None:
        """The lesson; none where none is played."""
        return None if self.player is None else self.player.lesson

    def begin(self, lesson: Lesson, images: str, *, anew: bool = False) -> None:
        """Play a lesson, where it was left unless it is to be anew or was played to its end."""
        player, known = Player(lesson, images), self.progress(lesson.id)
        again: tuple[Block, ...] = ()  # the window may show something else by now, and have another network
        if known.version == lesson.version and not anew and any(known.items.values()):
            last = lesson.steps[-1]
            was_at_end = known.done and known.step == last.id and known.items.get(last.id, 0) >= len(last.items)
            if not was_at_end:
                player.take_up(known.step, known.items, known.answers, known.runs)
                again = player.performed
        self.player, self._looked_at = player, self._clock()
        self.begun.emit()
        for block in again:
            self.due.emit(block)
        self._say_moved()

    def leave(self) -> None:
        """Play no lesson any more."""
        if self.player is not None:
            self._keep()
            self.player = None
            self.left.emit()

    def answer(self, answer: Answer) -> None:
        """Answer the question that is waited for."""
        self._do(lambda player: player.answer(replace(answer, at=self._clock().isoformat(timespec="seconds"))))

    def run_ended(self, facts: Mapping[str, float], record: Record | None = None) -> None:
        """Take the end of the run that is waited for, and what it was trained with."""
        player = self.player
        if player is not None and isinstance(player.waits_for, RunBlock) and record is not None:
            known = self.progress(player.lesson.id)
            records = known.records | {player.waits_for.name: record}
            self._progress[player.lesson.id] = replace(known, records=records)
        self._do(lambda player: player.run_ended(facts))

    def broken(self, facts: Mapping[str, float]) -> None:
        """Take what is left of the network that was damaged."""
        self._do(lambda player: player.broken(facts))

    def learn(self, facts: Mapping[str, float]) -> None:
        """Take facts about the run on screen or the pad."""
        player = self.player
        if player is None or all(player.known.get(name) == value for name, value in facts.items()):
            return
        before = (player.place, player.played, player.waits_for)
        player.learn(facts)
        if (player.place, player.played, player.waits_for) != before or any(not n.startswith("pad.") for n in facts):
            self._say_moved()

    def say_own(self, is_own: bool) -> None:
        """Take note whether a person's own experiment is on screen, which checks say."""
        if is_own != self.is_own:
            self.is_own = is_own
            self.moved.emit()

    def go_on(self) -> None:
        """Go on from what is waited for."""
        self._do(lambda player: player.go_on())

    def repeat(self) -> None:
        """Go back to the latest run of the step."""
        self._do(lambda player: player.repeat())

    def next_step(self) -> None:
        """Go to the next step."""
        self._do(lambda player: player.next_step())

    def previous_step(self) -> None:
        """Go back a step."""
        self._do(lambda player: player.previous_step())

    def go_to(self, place: int) -> None:
        """Go to any step."""
        self._do(lambda player: player.go_to(place))

    def _do(self, act: Callable[[Player], None]) -> None:
        if self.player is not None:
            act(self.player)
            self._keep()
            self._say_moved()

    def _say_moved(self) -> None:
        due: tuple[Block, ...] = () if self.player is None else self.player.take_due()
        for block in due:
            self.due.emit(block)
        self.moved.emit()

    def _keep(self) -> None:
        """Write the progress."""
        if self.player is None:
            return
        lesson, now = self.player.lesson.id, self._clock()
        seconds = (now - self._looked_at).total_seconds()
        self._looked_at = now
        progress = progress_of(self.player, self.progress(lesson), now, seconds)
        self._progress[lesson] = progress
        self._write(lesson, progress)
        self.listed.emit()

    def _write(self, lesson: str, progress: LessonProgress) -> None:
        def failed(error: InklingError) -> None:
            self.troubled.emit(str(error))

        self._writing.add("keep the progress", lambda: self._file.save(lesson, progress), failed=failed)
