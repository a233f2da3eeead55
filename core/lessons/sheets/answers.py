"""The page of a person's answers: lesson by lesson the prediction, what happened, what was said to it, and the runs."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from core.lessons.answers import Answer, is_right, said_to
from core.lessons.course import Entry
from core.lessons.facts import COUNT, FACTS, SHARE, of_runs
from core.lessons.figures import filled, written
from core.lessons.lesson import Lesson, Step
from core.lessons.progress import LessonProgress
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.running import RunBlock
from core.lessons.sheets.handed_in import HandedIn, embedded
from core.lessons.sheets.markdown import html_of, line_of
from core.lessons.sheets.page import page, settings_list
from core.lessons.sheets.worksheet import figures_of
from core.plain import LONGEST_NAME, harmless
from core.version import inkling_version

_JUDGED = {True: "right", False: "not right", None: "not judged"}


def answers_page(played: Mapping[str, LessonProgress], course: Sequence[Entry], now: datetime, name: str = "") -> str:
    """Return the page.

    Parameters
    ----------
    played : mapping of str to LessonProgress
        What was played, by the lessons' ids.
    course : sequence of Entry
        The lessons that are here, in order.
    now : datetime
        With a time zone.
    name : str
        What the person wants to stand on it as a name; nothing else tells who it is.
    """
    name = harmless(name.strip(), LONGEST_NAME)
    begun = {lesson: progress for lesson, progress in played.items() if progress.answers or progress.runs}
    handed_in = HandedIn(name, now.astimezone(UTC).isoformat(timespec="seconds"), begun)
    known = [entry.lesson for entry in course if entry.lesson is not None]
    sections = [_lesson(lesson, begun[lesson.id]) for lesson in known if lesson.id in begun]
    sections += [_unknown(one, begun[one]) for one in begun if one not in {lesson.id for lesson in known}]
    title = f"Answers of {name}" if name else "My answers"
    head = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="note">Written by Inkling {escape(inkling_version())}, {now:%Y-%m-%d %H:%M}. '
        f"{_count(begun, known)}</p>",
    ]
    nothing = ["<p>No question of a lesson was answered yet.</p>"] if not sections else []
    return page(title, [*head, *nothing, *sections], embedded(handed_in))


def told(answer: Answer, ask: Ask) -> str:
    """Return an answer in words, as it stands in the lesson."""
    if DONT_KNOW in answer.options:
        return "I don't know"
    if ask.options:
        texts = {option.id: option.text for option in ask.options}
        return "; ".join(texts.get(option, option) for option in answer.options)
    if ask.form == "number":
        return f"{answer.number:g} {ask.unit}".strip()
    return answer.words


def _count(begun: Mapping[str, LessonProgress], known: Sequence[Lesson]) -> str:
    asks = {(lesson.id, ask.id) for lesson in known for ask in lesson.blocks(Ask) if ask.form != "words"}
    answers = {(name, ask): one for name, progress in begun.items() for ask, one in progress.answers.items()}
    judged = [answer for key, answer in answers.items() if key in asks and answer.right is not None]
    done = sum(progress.done for progress in begun.values())
    return (
        f"Lessons begun: {len(begun)}, played to the end: {done}. "
        f"Answers that were judged: {len(judged)}, right: {sum(bool(answer.right) for answer in judged)}."
    )


def _lesson(lesson: Lesson, progress: LessonProgress) -> str:
    parts = [f"<section><h2>{escape(lesson.heading)}</h2>", _when(progress)]
    if progress.version and progress.version != lesson.version:
        parts.append('<p class="note">The lesson has other questions by now; those that are gone are not shown.</p>')
    for step in lesson.steps:
        parts += _step(lesson, step, progress)
    return "".join([*parts, "</section>"])


def _when(progress: LessonProgress) -> str:
    day = harmless(progress.started, LONGEST_NAME).partition("T")[0]
    minutes = max(round(progress.seconds / 60), 1)
    state = "played to the end" if progress.done else "not played to the end"
    begun = f"Begun on {escape(day)}, " if day else ""
    return f'<p class="note">{begun}{minutes} min, {state}.</p>'.replace(">not ", ">Not ").replace(">played", ">Played")


def _step(lesson: Lesson, step: Step, progress: LessonProgress) -> Iterator[str]:
    known = _known(step, progress)
    for item in step.items:
        if isinstance(item, Ask) and item.id in progress.answers:
            yield _answered(item, progress.answers[item.id], known)
        elif isinstance(item, RunBlock) and item.name in progress.runs:
            yield _run(lesson, item.name, progress)


def _known(step: Step, progress: LessonProgress) -> dict[str, float]:
    """Return the facts that the step's texts may speak of: those of all runs, and of its own last one."""
    known = of_runs(progress.runs)
    for run in step.blocks(RunBlock):
        known |= progress.runs.get(run.name, {})
    return known


def _answered(ask: Ask, answer: Answer, known: Mapping[str, float]) -> str:
    if answer.right is None:
        answer = replace(answer, right=is_right(ask, answer, known))

    def fill(text: str) -> str:
        return filled(text, known)

    truth = known.get(ask.fact, math.nan) * (100 if ask.is_percent else 1)
    happened = "" if math.isnan(truth) else f"<p>It was: {truth:.4g} {escape(ask.unit)}</p>"
    says = "".join(html_of(text, fill) for text in said_to(ask, answer) if text)
    return (
        f'<div class="question"><p>{line_of(ask.question, fill)}</p>'
        f"<p>Answer: <strong>{escape(harmless(told(answer, ask)))}</strong> ({_JUDGED[answer.right]})</p>"
        f"{happened}{says}</div>"
    )


def _run(lesson: Lesson, name: str, progress: LessonProgress) -> str:
    facts, record = progress.runs[name], progress.records.get(name)
    rows = "".join(_row(fact, facts[fact]) for fact in _told(lesson, name) if fact in facts)
    head = f"<h3>The run “{escape(name)}”</h3><table><tbody>{rows}</tbody></table>" if rows else ""
    if record is None:
        return f'{head}<p class="note">What it was trained with was not written down.</p>'
    notes = [f"Images: {record.images or 'others than the lesson has'}, {escape(record.fingerprint[:12])}."]
    notes += [f"It goes on from the run “{escape(record.goes_on_from)}”."] if record.goes_on_from else []
    notes += ["Settings were changed on its way."] if record.is_changed else []
    notes += ["Inkling stopped it: the cost could not be counted any more."] if record.is_stopped else []
    return f'{head}{settings_list(record.settings)}<p class="note">{" ".join(notes)}</p>'


def _told(lesson: Lesson, run: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(("step", *figures_of(lesson, run))))


def _row(fact: str, value: float) -> str:
    words = FACTS[fact].help.partition(";")[0]
    figure = written(value, {SHARE: "%%", COUNT: "n"}.get(FACTS[fact].unit, "3"))
    return f'<tr><td>{escape(words)}</td><td class="number">{figure}</td></tr>'


def _unknown(name: str, progress: LessonProgress) -> str:
    return (
        f"<section><h2>{escape(harmless(name, LONGEST_NAME))}</h2>"
        f'<p class="note">This lesson is not here any more. Questions answered: {len(progress.answers)}.</p></section>'
    )
