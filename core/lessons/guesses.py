"""Guesses: numbers a person committed to that a curve will tell, as long as that curve is the one in sight."""

from dataclasses import dataclass

from core.lessons.answers import Answer
from core.lessons.facts import split
from core.lessons.player import Player
from core.lessons.question import Ask
from core.lessons.running import RunBlock, Set

CURVES = ("train_accuracy", "test_accuracy", "validation_accuracy", "train_cost", "test_cost", "validation_cost")
"""What is drawn along a run; a guess at anything else has no place beside it."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A number that was guessed before its run.

    Attributes
    ----------
    curve : str
        Of which of :data:`CURVES` it is.
    value : float
        The number; an accuracy as a part of one.
    """

    curve: str
    value: float


def guesses(player: Player) -> tuple[Guess, ...]:
    """Return the guesses at a curve that were given down to here.

    Once its run is over a guess stays until another network is made: it is about the run before.
    """
    told: list[Guess] = []
    waiting: list[Guess] = []
    over: set[str] = set()
    for item in player.behind:
        if isinstance(item, Ask):
            found = _guess_at(item, player.answers.get(item.id))
            (told if split(item.fact)[0] in over else waiting).extend(found)
        elif isinstance(item, RunBlock):
            told, waiting = [*told, *waiting], []
            over.add(item.name)
        elif isinstance(item, Set):
            told = []
    return (*told, *waiting)


def _guess_at(ask: Ask, answer: Answer | None) -> list[Guess]:
    curve = split(ask.fact)[1].rpartition(".")[2]  # also of the start, the lowest and the best of a run
    if answer is None or answer.number != answer.number or curve not in CURVES:
        return []
    return [Guess(curve, answer.number / 100 if ask.is_percent else answer.number)]
