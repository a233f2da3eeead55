"""How reasons are told: what speaks for an answer and against it, how exact that is, and what would flip it."""

import numpy as np

from core.arrays import Array, Bytes
from core.data.classes import a_or_an
from core.insight.attribution import Attribution
from core.insight.flips import Counterfactual
from core.insight.regions import loudest_region
from core.network.network import Network
from desktop.widgets.words.looks import ONE_PASS
from desktop.widgets.words.matrix import tenths

_FULL = 255


def reasons_in_words(why: Attribution, winner: str, rival: str, label: str | None = None) -> str:
    """Return what speaks for an answer, and where: ``This 4 is read as a 9 …``; ``label`` is what it should be."""
    lead = f"{winner} is ahead of {rival} by {why.lead:.1f}" if why.lead >= 0 else f"{winner} is behind {rival}"
    if label is not None and label != winner:
        lead = f"This {label} is taken for {a_or_an(winner)}: {lead}"
    for_it, against = loudest_region(why.pixels), loudest_region(-why.pixels)
    words = f"{lead}."
    if for_it:
        words += f" The ink speaks loudest for {winner} {_at(for_it)}"
        words += f", and for {rival} {_at(against)}." if against else "."
    elif against:
        words += f" The ink speaks for {rival}, loudest {_at(against)}."
    return words


def exactness(network: Network, why: Attribution) -> str:
    """Return what the pushes are, and how far they add up to the lead."""
    total = float(why.pixels.sum())
    if len(network.layers) == 1:
        rest = why.lead - total
        other = "the difference of the two biases" if network.scaling is None else "the lead on bare paper"
        return f"Exact, for there is no hidden layer: all pushes and {other} ({tenths(rest)}) add up to the lead."
    return (
        "An estimate, gradient times input: what a little more ink in each pixel would do, scaled up to all its ink. "
        f"Together {tenths(total)}; the lead is {tenths(why.lead)}."
    )


def one_pass(winner: str, on_pad: str | None = None) -> str:
    """Return that one pass is explained and not the verdict; ``on_pad`` is what that is, where it is another class."""
    if on_pad is None:
        return f"Explained is {ONE_PASS}."
    return f"In one pass, as drawn, it is read as {winner}. The pad's verdict, {on_pad}, is the mean of five looks."


def change_of(before: Bytes, flip: Counterfactual) -> Array:
    """Return how much ink came (above zero) or went in each pixel, shape (28, 28), 1 for a full pixel."""
    change: Array = (flip.image.astype(np.float32) - before) / _FULL
    return change


def flip_in_words(flip: Counterfactual, before: Bytes, after: str) -> str:
    """Return the change in words: ``More ink at the right (9 pixels) would make this a 9.``."""
    change = change_of(before, flip)
    more, less = int((change > 0).sum()), int((change < 0).sum())
    parts = []
    if more:
        parts.append(f"more ink {_at(loudest_region(change, before))} ({_pixels(more)})")
    if less:
        ink = "less" if more else "less ink"
        parts.append(f"{ink} {_at(loudest_region(-change, before))} ({_pixels(less)})")
    words = " and ".join(parts)
    amounts = [f"{flip.added:.1f} added" if more else "", f"{flip.removed:.1f} removed" if less else ""]
    amount = " and ".join(filter(None, amounts))
    return f"{words[:1].upper()}{words[1:]} would make this {a_or_an(after)}. In full pixels of ink: {amount}."


def _at(region: str) -> str:
    return f"in the {region}" if region == "middle" or " " in region else f"at the {region}"


def _pixels(count: int) -> str:
    return f"{count} pixel" if count == 1 else f"{count} pixels"
