"""Checking a lesson as a whole: that what it speaks of is there and known by then, and that it types no figures.

Its form (fields, ranges, TOML) was checked as it was read: :mod:`core.lessons.reading`.
"""

import re
from collections.abc import Iterator

from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.facts import FACTS, fact_named, split
from core.lessons.figures import figures_in
from core.lessons.lesson import Lesson, Paragraphs, Step
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.running import RunBlock, Set
from core.lessons.showing import If, Show
from core.lessons.table import Fault, meant

_TAG = re.compile(r"<[A-Za-z/!]")
_LINK = re.compile(r"\]\(\s*<?([^)\s>]*)|(?:^|[\s(])((?:[a-z][a-z0-9+.-]*):/{1,3}[^\s)]*)", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]*)")
_TYPED = re.compile(r"[0-9]\s*%")
_MARKS_OF_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def check(lesson: Lesson) -> tuple[Fault, ...]:
    """Return what is wrong with a lesson as a whole, in the order of its lines."""
    faults = [*_Walk(lesson).faults(), *_jumps(lesson), *_names(lesson)]
    for text, line in _all_texts(lesson):
        faults += _unsafe(text, line)
    return tuple(sorted(faults, key=lambda fault: fault.line))


class _Walk:
    """Goes through a lesson as a person does, and notes what is spoken of before it is known."""

    def __init__(self, lesson: Lesson) -> None:
        self._lesson = lesson
        self._runs: list[str] = []
        self._asks: dict[str, Ask] = {}
        self._is_network_there = False

    def faults(self) -> Iterator[Fault]:
        """Return what is known too late, and figures that are typed."""
        for step in self._lesson.steps:
            for place, item in enumerate(step.items):
                if isinstance(item, Paragraphs):
                    yield from self._in_text(item.text, item.line)
                    yield from self._typed(item)
                else:
                    yield from self._in_block(item, step, place)

    def _in_block(self, block: Block, step: Step, place: int) -> Iterator[Fault]:
        if isinstance(block, Set):
            self._is_network_there = True
        if isinstance(block, RunBlock):
            if not self._is_network_there:
                yield Fault(block.line, "There is no network to train yet.", "Write a set block before the run.")
            if block.name in self._runs:
                yield Fault(block.line, f'There are two runs "{block.name}".', "Give each a name of its own.")
            self._runs.append(block.name)
        if isinstance(block, Break):
            if not self._is_network_there:
                yield Fault(block.line, "There is no network to break yet.", "Write a set block before the break.")
            if block.name in self._runs:
                yield Fault(block.line, f'There are two runs or breaks "{block.name}".', "Give each its own name.")
            self._runs.append(block.name)
        if isinstance(block, Ask):
            self._asks[block.id] = block
            yield from self._in_ask(block, step, place)
        else:
            for text in block.texts:
                yield from self._in_text(text, block.line)
        if isinstance(block, Show):
            for run in block.runs:
                yield from self._run_is_over(run, block.line)
        if isinstance(block, If) and block.answer:
            yield from self._answer(block)
        for condition in block.conditions:
            for fact in condition.facts:
                yield from self._fact(fact, block.line)

    def _in_ask(self, ask: Ask, step: Step, place: int) -> Iterator[Fault]:
        """Look at a question: what it says afterwards may speak of the run that follows in its step."""
        yield from self._in_text(ask.question, ask.line)
        if ask.fact:
            told = step.explained_after(place)
            until = step.items.index(told) + 1 if told is not None else place
            awaited = [block.name for block in step.items[place:until] if isinstance(block, (RunBlock, Break))]
            yield from self._fact(ask.fact, ask.line, awaited)
        later = [block.name for block in step.items[place:] if isinstance(block, (RunBlock, Break))]
        for text in ask.texts[1:]:
            yield from self._in_text(text, ask.line, later)

    def _in_text(self, text: str, line: int, later: list[str] | None = None) -> Iterator[Fault]:
        for fact, written in figures_in(text):
            if not fact:
                remedy = "Write it as {test_accuracy:%}, {step:n} or {test_cost:3}."
                yield Fault(line, f'"{written}" is no figure.', remedy)
            elif fact_named(fact) is None:
                yield Fault(line, f'There is no fact "{fact}".', meant(split(fact)[1], FACTS))
            else:
                yield from self._fact(fact, line, later)

    def _fact(self, name: str, line: int, later: list[str] | None = None) -> Iterator[Fault]:
        run, fact = split(name)
        if run:
            yield from self._run_is_over(run, line, later)
        elif FACTS[fact].of is not None and not self._is_network_there:
            yield Fault(line, f'"{fact}" is not known yet.', "Write it below the set or the run that it speaks of.")

    def _run_is_over(self, run: str, line: int, later: list[str] | None = None) -> Iterator[Fault]:
        if run not in (*self._runs, *(later or ())):
            remedy = meant(run, self._runs) if self._runs else "Write it below that run."
            yield Fault(line, f'There is no run "{run}" before this.', remedy)

    def _answer(self, block: If) -> Iterator[Fault]:
        name, _, option = block.answer.partition(".")
        ask = self._asks.get(name)
        if ask is None:
            remedy = meant(name, self._asks) if self._asks else "Write it as question.option."
            yield Fault(block.line, f'There is no question "{name}" before this.', remedy)
        elif option not in (DONT_KNOW, "right", "wrong", *(known.id for known in ask.options)):
            remedy = meant(option, [known.id for known in ask.options])
            yield Fault(block.line, f'The question "{name}" has no option "{option}".', remedy)

    def _typed(self, paragraphs: Paragraphs) -> Iterator[Fault]:
        """Refuse a figure in percent after a run: the screen says only what this run has shown."""
        if not self._runs:
            return
        for number, line in enumerate(paragraphs.text.split("\n")):
            if not line.startswith(">") and _TYPED.search(line):
                remedy = "Write the run's own figure, such as {test_accuracy:%}."
                yield Fault(paragraphs.line + number, "A measured figure is typed.", remedy)


def _jumps(lesson: Lesson) -> Iterator[Fault]:
    for place, step in enumerate(lesson.steps):
        for block in step.items:
            for target in block.goes_to if isinstance(block, Block) else ():
                if lesson.place(target) < 0:
                    known = [later.id for later in lesson.steps[place + 1 :]]
                    yield Fault(block.line, f'There is no step "{target}".', meant(target, known))
                elif lesson.place(target) <= place:
                    yield Fault(block.line, f'"{target}" does not lie ahead.', "Go to a step further down.")


def _names(lesson: Lesson) -> Iterator[Fault]:
    seen: set[str] = set()
    for ask in lesson.blocks(Ask):
        if ask.id in seen:
            yield Fault(ask.line, f'There are two questions "{ask.id}".', "Give each an id of its own.")
        seen.add(ask.id)


def _all_texts(lesson: Lesson) -> Iterator[tuple[str, int]]:
    for step in lesson.steps:
        yield step.title, step.line
        for item in step.items:
            texts = (item.text,) if isinstance(item, Paragraphs) else item.texts
            yield from ((text, item.line) for text in texts)


def _unsafe(text: str, line: int) -> Iterator[Fault]:
    """Refuse what a text that comes from anywhere may not hold."""
    text = _MARKS_OF_CODE.sub("", text)
    if _TAG.search(text):
        yield Fault(line, "There is HTML in the text.", "Write it in Markdown.")
    for picture in _PICTURE.findall(text):
        if "/" in picture or "\\" in picture or not picture.lower().endswith((".png", ".svg")):
            yield Fault(line, f'"{picture}" is no picture beside the lesson.', "Put a PNG or SVG into its folder.")
    pictures = set(_PICTURE.findall(text))
    for pair in _LINK.findall(text):
        link = pair[0] or pair[1]
        if link and link not in pictures and not link.lower().startswith(("https://", "inkling:")):
            yield Fault(line, f'The link "{link}" is not allowed.', "Links begin with https:// or inkling:.")
