"""Dabs: a flip as a hand would make it, with a pen and an eraser along the strokes.

The smallest changes of single pixels are specks that nobody would draw. A dab is as wide as a stroke
and begins at the ink, so that what it adds or takes away is a piece of a stroke: a gap closed, a bar
made longer.
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bytes
from core.data.frame import SIDE
from core.insight.flips import (
    Counterfactual,
    GoesOn,
    always,
    digit_read,
    is_flipped,
    leads_and_slopes,
    nearest_rivals,
    told,
    whole_bytes,
)
from core.network.network import Network, as_inputs

_DAB = np.array([[0.3, 0.7, 0.3], [0.7, 1.0, 0.7], [0.3, 0.7, 0.3]], np.float32)  # about what a pen of MNIST leaves
_OFFSETS = [(row, column) for row in range(3) for column in range(3)]
_INKED = 0.4  # of full ink: there a pen goes on, and an eraser finds something
_MOST_DABS = 30


@dataclass(frozen=True, slots=True)
class _Dab:
    """One touch of the pen, or of the eraser."""

    row: int
    column: int
    is_pen: bool

    def on(self, x: Array) -> Array:
        """Return an image, shape (1, 784), after it."""
        page = np.pad(x.reshape(SIDE, SIDE), 1)
        place = page[self.row : self.row + 3, self.column : self.column + 3]
        place[...] = np.maximum(place, _DAB) if self.is_pen else np.minimum(place, 1 - _DAB)
        return whole_bytes(page[1:-1, 1:-1].reshape(1, -1))


def pen_and_eraser(
    network: Network, image: Bytes, target: int | None = None, goes_on: GoesOn = always
) -> Counterfactual | None:
    """Return a few dabs of a pen and an eraser that flip the answer.

    Greedy: again and again the dab that is expected to gain most by the lead's slopes is made, then
    every one that turns out not to be needed is taken back. Tried for the three nearest classes; the
    fewest dabs count. Parameters and result are those of :func:`core.insight.counterfactual.smallest_change`.
    """
    start = as_inputs(image[np.newaxis])
    before = digit_read(network, start)
    if before is None or before == target:
        return None
    rivals = nearest_rivals(network, start, before, target)
    found = [_dabs_towards(network, start, before, rival, target, goes_on) for rival in rivals]
    fewest = min((dabs for dabs in found if dabs is not None), key=len, default=None)
    return None if fewest is None else told(network, start, _after(start, fewest), before)


def _dabs_towards(
    network: Network, start: Array, before: int, rival: int, target: int | None, goes_on: GoesOn
) -> list[_Dab] | None:
    """Return as many dabs as it takes, or None where that is too many or no help."""
    x, dabs = start, list[_Dab]()
    while not is_flipped(network, x, before, target):
        dab = _best_dab(network, x, rival)
        if dab is None or len(dabs) >= _MOST_DABS or not goes_on():
            return None
        x = dab.on(x)
        dabs.append(dab)
    for dab in dabs.copy():  # the first were chosen when least was known
        others = [other for other in dabs if other is not dab]
        if is_flipped(network, _after(start, others), before, target):
            dabs = others
    return dabs


def _after(start: Array, dabs: list[_Dab]) -> Array:
    x = start
    for dab in dabs:
        x = dab.on(x)
    return x


def _best_dab(network: Network, x: Array, rival: int) -> _Dab | None:
    """Return the dab that brings the rival most, as far as slopes can tell; None where none does."""
    _, slopes = leads_and_slopes(network, x, [rival])
    page, slope = (np.pad(array.reshape(SIDE, SIDE), 1) for array in (x, slopes))
    pen, eraser = np.zeros((SIDE, SIDE), x.dtype), np.zeros((SIDE, SIDE), x.dtype)
    for row, column in _OFFSETS:
        place = slice(row, row + SIDE), slice(column, column + SIDE)
        weight = _DAB[row, column]
        pen += slope[place] * np.maximum(weight - page[place], 0)
        eraser += slope[place] * np.minimum(1 - weight - page[place], 0)
    touches = np.any([page[row : row + SIDE, column : column + SIDE] > _INKED for row, column in _OFFSETS], axis=0)
    pen[~touches] = -np.inf
    eraser[page[1:-1, 1:-1] <= _INKED] = -np.inf
    gains = np.stack([eraser, pen])
    best = int(gains.argmax())
    kind, row, column = (int(place) for place in np.unravel_index(best, gains.shape))
    return _Dab(row, column, bool(kind)) if gains.flat[best] > 0 else None
