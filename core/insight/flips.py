"""Flips: what every search for a counterfactual asks of a network, and how it tells what it found."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes, read_only
from core.data.frame import SIDE
from core.insight.slopes import slopes_of_ink
from core.network.network import Network, as_inputs

_FULL = 255
_RIVALS = 3

GoesOn = Callable[[], bool]


def always() -> bool:
    """Go on to the end."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Counterfactual:
    """A changed drawing and what the network makes of it.

    Attributes
    ----------
    image : ndarray, shape (28, 28), uint8, read-only
        The drawing after the change.
    before, after : int
        What the network reads in the drawing as it was, and as it is now.
    pixels : int
        How many pixels were changed.
    added, removed : float
        How much ink came and went, in full pixels.
    distance : float
        Length of the change (root of the sum of squares), a full pixel being 1.
    """

    image: Bytes
    before: int
    after: int
    pixels: int
    added: float
    removed: float
    distance: float


def leads_and_slopes(network: Network, x: Array, rivals: list[int]) -> tuple[Array, Array]:
    """Return by how much the leader leads each rival, shape (r,), and the slopes of minus that, shape (r, 784).

    The leader is the class with the largest sum now: on the way to a target it may be a third one.
    """
    activity = network.activity(x)
    z = activity.sums[-1][0]
    directions = np.zeros((len(rivals), network.classes), x.dtype)
    directions[np.arange(len(rivals)), rivals] = 1
    leader = int(z.argmax())
    directions[:, leader] -= 1
    return z[leader] - z[rivals], slopes_of_ink(network, activity, directions)


def told(network: Network, start: Array, x: Array, before: int) -> Counterfactual:
    """Return a change from one image to another, both of shape (1, 784), with what is read before and after it."""
    ink = np.rint(x * _FULL).astype(np.uint8).reshape(SIDE, SIDE)
    after = digit_read(network, as_inputs(ink[np.newaxis]))
    change = x[0] - start[0]
    return Counterfactual(
        image=read_only(ink),
        before=before,
        after=before if after is None else after,
        pixels=int(np.count_nonzero(change)),
        added=float(change[change > 0].sum()),
        removed=float(-change[change < 0].sum()),
        distance=float(np.linalg.norm(change)),
    )


def whole_bytes(x: Array) -> Array:
    """Return pixels as they are after being stored as bytes."""
    return as_inputs(np.rint(np.clip(x, 0, 1) * _FULL).astype(np.uint8))


def rivals_of(network: Network, before: int, target: int | None) -> list[int]:
    """Return the classes that may be read after the change: the one asked for, or any other."""
    return [other for other in range(network.classes) if other != before] if target is None else [target]


def nearest_rivals(network: Network, x: Array, before: int, target: int | None) -> list[int]:
    """Return the three of them whose sums are largest for an image, shape (1, 784): those worth a long search."""
    ranking = np.argsort(-network.activity(x).sums[-1][0], kind="stable")
    return [int(digit) for digit in ranking if digit in rivals_of(network, before, target)][:_RIVALS]


def is_flipped(network: Network, x: Array, before: int, target: int | None) -> bool:
    """Return whether an image, shape (1, 784), is read as the class asked for, or as any other than before."""
    digit = digit_read(network, x)
    return digit is not None and (digit != before if target is None else digit == target)


def digit_read(network: Network, x: Array) -> int | None:
    """Return what the network reads, or None where its outputs are not finite."""
    with np.errstate(over="ignore", invalid="ignore"):
        outputs = network.outputs(x)[0]
    return int(outputs.argmax()) if np.isfinite(outputs).all() else None
