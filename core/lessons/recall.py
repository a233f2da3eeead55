"""Recall: a question that was missed in a lesson comes back once, a day or more later.

What is asked for again from memory is remembered better than what is read again, the more so after a night.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from core.lessons.answers import Answer, is_right, said_to
from core.lessons.conditions import Known
from core.lessons.facts import of_runs
from core.lessons.figures import figures_in, filled
from core.lessons.lesson import Lesson
from core.lessons.progress import LessonProgress
from core.lessons.question import Ask

LEAST = timedelta(days=1)
"""How long a question rests before it comes back."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A question that comes back.

    Attributes
    ----------
    lesson : Lesson
        Where it was missed.
    ask : Ask
        The question.
    known : mapping of str to float
        The facts about the runs it is about, as they were then.
    """

    lesson: Lesson
    ask: Ask
    known: Known


def due(lessons: Iterable[Lesson], progress: Mapping[str, LessonProgress], now: datetime) -> Recall | None:
    """Return the question that comes back now: of all that are due, the one that was missed longest ago.

    Parameters
    ----------
    lessons : iterable of Lesson
        Those that can be played.
    progress : mapping of str to LessonProgress
        How far each was played, by its id.
    now : datetime
        With a time zone.
    """
    found = []
    for lesson in lessons:
        played = progress.get(lesson.id)
        if played is None or played.version != lesson.version:
            continue  # the question may be another by now
        for ask in lesson.blocks(Ask):
            missed = _missed_at(ask, played)
            if missed is not None and now - missed >= LEAST:
                recall = Recall(lesson, ask, _known(played))
                if _can_be_explained(recall):
                    found.append((missed, recall))
    return min(found, key=lambda pair: pair[0])[1] if found else None


def after(progress: LessonProgress, ask: Ask, now: datetime) -> LessonProgress:
    """Return the progress once a question came back, whatever was answered: it does so once."""
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    return replace(progress, recalled={**progress.recalled, ask.id: at})


def judged(ask: Ask, answer: Answer, known: Known) -> tuple[Answer, str]:
    """Return an answer with whether it is right, and what is said to it."""
    answer = replace(answer, right=is_right(ask, answer, known))
    return answer, filled("\n\n".join(said_to(ask, answer)), known)


def _missed_at(ask: Ask, progress: LessonProgress) -> datetime | None:
    """Return when a question was answered wrong; none where it was not, or came back already."""
    answer = progress.answers.get(ask.id)
    if answer is None or answer.right is not False or ask.id in progress.recalled:
        return None
    try:
        at = datetime.fromisoformat(answer.at)
    except ValueError:  # written by hand
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _known(progress: LessonProgress) -> dict[str, float]:
    """Return the facts about the lesson's runs; those without a run's name are of the last one."""
    latest = list(progress.runs.values())[-1:]
    return {**(latest[0] if latest else {}), **of_runs(progress.runs)}


def _can_be_explained(recall: Recall) -> bool:
    """Return whether the truth, and every figure in what may be said, is still known."""
    figures = {name for text in recall.ask.texts for name, _ in figures_in(text)}
    return {*figures, *filter(None, [recall.ask.fact])} <= set(recall.known)
