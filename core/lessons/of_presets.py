"""What presets claim, as lessons: their words are verified by the same runs as a lesson's."""

from core.lessons.block import IMAGES
from core.lessons.conditions import Condition, read_condition
from core.lessons.lesson import Item, Lesson, Step
from core.lessons.running import Check, RunBlock, Set
from core.presets import PRESETS, Preset

_RUN = "whole"


def lesson_of(preset: Preset) -> Lesson:
    """Return a lesson that trains a preset to its end and checks what it claims.

    Raises
    ------
    ValueError
        When a claim is no condition.
    """
    settings = preset.hyperparameters
    items: list[Item] = [
        Set(0, preset.name, settings),
        RunBlock(0, _RUN, settings.epochs, steps=-1, until=(), seconds=0.0, watch="", tab=""),
        _check(preset.claims, ""),
    ]
    if preset.mnist_claims:
        items.append(_check(preset.mnist_claims, "mnist"))
    return Lesson(id=preset.name, title=preset.label, steps=(Step(_RUN, preset.label, 0, tuple(items)),), images=IMAGES)


def lessons() -> tuple[Lesson, ...]:
    """Return those of all presets, in their order."""
    return tuple(map(lesson_of, PRESETS))


def _check(claims: tuple[str, ...], images: str) -> Check:
    return Check(0, tuple(map(_condition, claims)), (), images, "", "It does not hold.", retry=False, goto="")


def _condition(text: str) -> Condition:
    found = read_condition(text)
    if found is None:
        raise ValueError(f"{text!r} is no condition")
    return found
