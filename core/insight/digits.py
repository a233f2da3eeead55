"""Digits: those that stand side by side on the pad, each of which is read on its own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Bytes
from core.data.frame import SIDE
from core.data.ink import groups
from core.data.ink.part import Part
from core.data.ink.strokes import Ink
from core.insight.verdict import Verdict

_INKED = 64  # of 255: paler pixels are the soft edge of a line


@dataclass(frozen=True, slots=True, eq=False)
class Digit:
    """A digit that is read on its own.

    Attributes
    ----------
    part : Part
        Where on the pad it is, and what the network sees of it.
    ink : Ink
        What is to be kept of it: its strokes, or its image, if it is one of a picture.
    verdict : Verdict or None
        What the network reads; none before it was asked, or without a network.
    """

    part: Part
    ink: Ink
    verdict: Verdict | None = None


def drawn(ink: Ink, so_far: int | None) -> tuple[Digit, ...]:
    """Return the digits among strokes, as :func:`core.data.ink.groups.digits` tells them apart; none over a picture."""
    if ink.picture is not None or not ink.strokes:
        return ()
    return tuple(Digit(groups.part_of(digit), digit) for digit in groups.digits(ink, so_far=so_far))


def pictured(picture: Bytes, parts: Sequence[Part]) -> tuple[Digit, ...]:
    """Return the digits of a picture that lies on the pad.

    Parameters
    ----------
    picture : ndarray, shape (28, 28), uint8
        What lies there: all that was found in it, in one frame.
    parts : sequence of Part
        What was found, with boxes in parts of the picture as it came.
    """
    if len(parts) == 1:
        whole = replace(parts[0], image=picture)
        return (Digit(whole, Ink(picture=picture)),)
    places = zip(_in_frame(picture, parts), parts, strict=True)
    return tuple(Digit(replace(part, box=box), Ink(picture=part.image)) for box, part in places)


def _in_frame(picture: Bytes, parts: Sequence[Part]) -> list[tuple[float, float, float, float]]:
    """Return where parts lie in the frame: the box around all of them lies on the box around its ink."""
    if not parts:
        return []
    boxes = np.array([part.box for part in parts])
    low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    rows, columns = np.nonzero(picture > _INKED)
    corner = np.array([columns.min(), rows.min()]) / SIDE
    size = np.array([np.ptp(columns) + 1, np.ptp(rows) + 1]) / SIDE
    scale = size / np.maximum(high - low, 1e-9)
    moved = np.concatenate([corner + (boxes[:, :2] - low) * scale, boxes[:, 2:] * scale], axis=1)
    return [(left, top, width, height) for left, top, width, height in moved.tolist()]
