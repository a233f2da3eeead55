"""The worksheet of a lesson: questions with room to write, settings, and an empty table for the figures of each run."""

from collections.abc import Iterator
from html import escape

from core.lessons.facts import FACTS, SHARE, split
from core.lessons.figures import figures_in
from core.lessons.lesson import Lesson, Paragraphs, Step
from core.lessons.question import Ask, Option
from core.lessons.running import Check, RunBlock
from core.lessons.sheets.markdown import html_of, line_of
from core.lessons.sheets.page import page, settings_list
from core.lessons.showing import Draw, If, Point

_BLANK = '<span class="blank"></span>'
_USUAL_FIGURES = ("test_accuracy", "test_cost")
_MOST_FIGURES = 8
_LINES, _LINES_OF_WORDS = 2, 4


def worksheet(lesson: Lesson, *, with_key: bool = False) -> str:
    """Return a page to print.

    What stands below the last question of a step explains, so it is not on the sheet, only in its key.

    Parameters
    ----------
    lesson : Lesson
        The lesson.
    with_key : bool
        Whether the answers are told, with what is said to each.
    """
    title = f"{lesson.heading}{' – with the answers' if with_key else ''}"
    name = "" if with_key else f'<p class="name">Name {_line(14)} &nbsp; Date {_line(7)}</p>'
    author = f" By {escape(lesson.author)}." if lesson.author else ""
    note = f"A worksheet to go with Inkling's lesson, about {lesson.minutes:g} minutes.{author}"
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="note">{note}</p>', name]
    parts += [_step(lesson, step, with_key=with_key) for step in lesson.steps]
    return page(title, filter(None, parts), language=lesson.language)


def figures_of(lesson: Lesson, run: str) -> tuple[str, ...]:
    """Return the facts about a run that the lesson speaks of, what is read right and the cost first."""
    texts = [item.text for step in lesson.steps for item in step.items if isinstance(item, Paragraphs)]
    texts += [text for ask in lesson.blocks(Ask) for text in ask.texts]
    texts += [block.text for block in lesson.blocks(If)]
    named = [fact for text in texts for fact, _ in figures_in(text)]
    named += [fact for check in lesson.blocks(Check) for condition in check.conditions for fact in condition.facts]
    own = [fact for of, fact in map(split, named) if of == run]
    return tuple(dict.fromkeys([*_USUAL_FIGURES, *own]))[:_MOST_FIGURES]


def _step(lesson: Lesson, step: Step, *, with_key: bool) -> str:
    return f"<section><h2>{escape(step.title)}</h2>{''.join(_items(lesson, step, with_key=with_key))}</section>"


def _items(lesson: Lesson, step: Step, *, with_key: bool) -> Iterator[str]:
    last = max((n for n, item in enumerate(step.items) if isinstance(item, Ask)), default=-1)
    for place, item in enumerate(step.items):
        explains = isinstance(item, If) or (isinstance(item, Paragraphs) and place > last)
        if isinstance(item, Ask):
            yield _ask(item, with_key=with_key)
        elif isinstance(item, RunBlock):
            yield _run(lesson, item)
        elif isinstance(item, (Paragraphs, Point, Draw, If)) and item.text and (with_key or not explains):
            yield html_of(item.text, _with_blanks)
    if last < 0 and not with_key:
        yield f"<p>What I saw, and why:</p>{_room(_LINES)}"


def _ask(ask: Ask, *, with_key: bool) -> str:
    question = f"<p>{line_of(ask.question, _with_blanks)}</p>"
    if ask.options:
        answers = "".join(_option(option, with_key=with_key) for option in ask.options)
        content = f'<ul class="options">{answers}</ul>'
        if not with_key:
            content += f"<p>Because:</p>{_room(_LINES)}"
    elif ask.form == "number":
        content = f"<p>My guess: {_line(5)} {escape(ask.unit)}</p>"
        if with_key:
            content = f"<p><strong>{escape(_truth(ask))}</strong></p>{_said(ask)}"
    else:
        content = _said(ask) if with_key else _room(_LINES_OF_WORDS)
    return f'<div class="question">{question}{content}</div>'


def _option(option: Option, *, with_key: bool) -> str:
    is_marked = with_key and option.right
    text = line_of(option.text, _with_blanks)
    text = f"<strong>{text}</strong>" if is_marked else text
    says = f'<span class="says">{line_of(option.says, _with_blanks)}</span>' if with_key else ""
    return f'<li><span class="box">{"☒" if is_marked else "☐"}</span>{text}{says}</li>'


def _truth(ask: Ask) -> str:
    low, high = ask.near
    unit = f" {ask.unit}" if ask.unit else ""
    if not ask.fact:
        return f"{low:g} to {high:g}{unit}" if low != high else f"{low:g}{unit}"
    of, fact = split(ask.fact)
    whose = f" of the run “{of}”" if of else ""
    return f"{FACTS[fact].help}{whose}, from {low:g} less to {high:g}{unit} more"


def _said(ask: Ask) -> str:
    rows = [(f"above {r.above:g}" if r.above < float("inf") else f"below {r.below:g}", r.says) for r in ask.ranges]
    rows = [("", ask.says), *rows, *([("otherwise", ask.otherwise)] if ask.otherwise else [])]
    return "".join(
        f'<p class="note">{f"<em>{escape(where)}:</em> " if where else ""}{line_of(says, _with_blanks)}</p>'
        for where, says in rows
        if says
    )


def _run(lesson: Lesson, run: RunBlock) -> str:
    setup = lesson.setup_of(run)
    length = f"{run.epochs} epochs" if run.epochs else f"{run.steps} steps" if run.steps else "made, not trained"
    length = length.removesuffix("s") if 1 in (run.epochs, run.steps) else length
    words = f"<h3>The run “{escape(run.name)}”: {length}</h3>"
    if setup.goes_on_from is not None:
        words += f"<p>It goes on from the run “{escape(setup.goes_on_from.name)}”.</p>"
    elif setup.made is not None:
        words += settings_list(setup.made.settings)
    watch = f"<p>{line_of(run.watch, _with_blanks)}</p>" if run.watch else ""
    rows = "".join(_row(fact) for fact in figures_of(lesson, run.name))
    head = '<tr><th scope="col">Figure</th><th scope="col">my run</th><th scope="col">another seed</th></tr>'
    return f"{words}{watch}<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def _row(fact: str) -> str:
    known = FACTS[fact]
    unit = " (in percent)" if known.unit == SHARE else ""
    return (
        f'<tr><td>{escape(known.help.partition(";")[0])}{unit}</td><td class="empty"></td><td class="empty"></td></tr>'
    )


def _room(lines: int) -> str:
    return f'<div class="room">{"<div></div>" * lines}</div>'


def _line(width: int) -> str:
    return f'<span class="blank" style="min-width: {width}em"></span>'


def _with_blanks(text: str) -> str:
    """Leave room for every figure: a run of one's own has it."""
    for fact, written in figures_in(text):
        if fact:
            text = text.replace(written, _BLANK)
    return text
