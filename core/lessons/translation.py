"""Translations: the same lesson in other words. Steps, blocks and ids are the same, and so is all that is not words."""

from collections.abc import Iterator
from typing import Any

from core.lessons.lesson import Item, Lesson, Step
from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock, Set
from core.lessons.showing import Draw, If, Point
from core.lessons.table import Fault


def departures(lesson: Lesson, other: Lesson, name: str) -> Iterator[Fault]:
    """Return in what a translation departs from its lesson, the first thing of each step.

    Parameters
    ----------
    lesson, other : Lesson
        The lesson, and its translation.
    name : str
        What the lesson's file is called.
    """
    if other.id != lesson.id:
        yield Fault(1, f'The id is "{other.id}", and that of {name} is "{lesson.id}".', "Give it the same id.")
    for step in lesson.steps:
        if other.place(step.id) < 0:
            yield Fault(0, f'The step "{step.id}" of {name} is missing.', "Translate it as well.")
            continue
        yield from list(_in_step(step, other.steps[other.place(step.id)], name))[:1]
    for step in other.steps:
        if lesson.place(step.id) < 0:
            yield Fault(step.line, f'The step "{step.id}" is not in {name}.', "Leave it out, or write it there too.")
    known = [step.id for step in lesson.steps if other.place(step.id) >= 0]
    if known != [step.id for step in other.steps if lesson.place(step.id) >= 0]:
        yield Fault(0, f"The steps are not in the order of {name}.", "Put them in its order.")


def _in_step(step: Step, other: Step, name: str) -> Iterator[Fault]:
    named = {ask.id: ask for ask in other.blocks(Ask)}
    for ask in step.blocks(Ask):
        if ask.id not in named:
            yield Fault(other.line, f'The question "{ask.id}" of {name} is missing.', "Translate it as well.")
        elif [option.id for option in ask.options] != [option.id for option in named[ask.id].options]:
            what = f'The options of the question "{ask.id}" are not those of {name}.'
            yield Fault(named[ask.id].line, what, "Give it the same ids, in the same order.")
    if [type(item) for item in step.items] != [type(item) for item in other.items]:
        what = f'The step "{step.id}" does not have the blocks and the texts between them of {name}.'
        yield Fault(other.line, what, "Give it the same ones, in the same order.")
        return
    for block, translated in zip(step.items, other.items, strict=True):
        if _meaning(block) != _meaning(translated):
            yield Fault(translated.line, f"More than words differs from {name} here.", "Translate words alone.")


def _meaning(item: Item) -> Any:
    """Return what of a block is not words, so that it is the same in every language."""
    if isinstance(item, Set):
        return item.settings
    if isinstance(item, RunBlock):
        return item.name, item.epochs, item.steps, [c.text for c in item.until], item.seconds, item.tab, item.stops
    if isinstance(item, Ask):
        answers = [(option.id, option.right) for option in item.options]
        return item.id, item.form, answers, item.fact, item.near, item.low, item.high
    if isinstance(item, Check):
        return [c.text for c in item.all], [c.text for c in item.any], item.images, item.goto
    if isinstance(item, If):
        return item.answer, [c.text for c in item.condition], item.images, item.goto
    if isinstance(item, Point):
        return item.at, item.until
    return item.digit if isinstance(item, Draw) else None
