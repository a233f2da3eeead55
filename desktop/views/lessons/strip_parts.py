"""StripPart: what a lesson says one after the other where there is room for one thing at a time."""

from dataclasses import dataclass

from core.lessons.lesson import Item, Paragraphs
from core.lessons.player import Player
from core.lessons.question import Ask
from core.lessons.running import Check, RunBlock
from core.lessons.showing import Draw, If, Point, Slow

_SLOW = "This is the image in the network: pixels, hidden neurons, outputs."


@dataclass(frozen=True, slots=True)
class StripPart:
    """One thing to look at.

    Attributes
    ----------
    item : Paragraphs or Block
        What of the lesson it is; two parts may be of one.
    text : str
        The words, as Markdown; those of a question are in its block.
    is_feedback : bool
        Whether it is what is said to an answer.
    """

    item: Item
    text: str = ""
    is_feedback: bool = False


def parts_of(player: Player) -> tuple[StripPart, ...]:
    """Return all that is in sight of the step, in the order in which it is said."""
    found: list[StripPart] = []
    visible = player.visible
    for place, item in enumerate(visible):
        is_waited_for = item is player.waits_for
        if isinstance(item, Paragraphs):
            found += [StripPart(item, text) for text in _paragraphs(player.text_of(item.text))]
        elif isinstance(item, Ask):
            found.append(StripPart(item, item.question))
            if not is_waited_for:
                found += _said(player, place, None)
        elif isinstance(item, (RunBlock, Slow)):
            words = item.watch if isinstance(item, RunBlock) else _SLOW
            found.append(StripPart(item, words))
            if not is_waited_for:
                found += _said(player, place, item)
        elif isinstance(item, (Point, Draw)):
            found.append(StripPart(item, item.text))
        elif isinstance(item, Check):
            words = {True: item.passed, False: item.failed, None: ""}[player.outcome(item)]
            if words or is_waited_for:
                found.append(StripPart(item, player.text_of(words)))
        elif isinstance(item, If) and item.text and player.applies(item):
            found += [StripPart(item, text) for text in _paragraphs(player.text_of(item.text))]
    return tuple(found)


def _said(player: Player, place: int, after: Item | None) -> list[StripPart]:
    """Return what is said to the answers that are explained after an item; without one, to the one at the place."""
    step, found = player.step, []
    for number, ask in enumerate(step.items[: place + 1]):
        is_due = step.explained_after(number) is after and (after is not None or number == place)
        if isinstance(ask, Ask) and is_due and player.feedback(ask):
            found.append(StripPart(ask, f"{_right(ask)}{player.feedback(ask)}", is_feedback=True))
    return found


def _right(ask: Ask) -> str:
    """Return the answer that is right, which the class no longer sees; empty where there are none to choose from."""
    rights = [f"**{number + 1}   {option.text}**" for number, option in enumerate(ask.options) if option.right]
    return "".join(f"{words}\n\n" for words in rights)


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n\n") if part.strip()]
