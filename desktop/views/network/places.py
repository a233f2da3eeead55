"""Places: where the picture, the neurons and the words of a NetworkView stand."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSizeF

from core.data.frame import SIDE
from core.insight.diagram import MOST_NEURONS
from desktop.widgets.bars.class_bars import MOST_ROWS

_EDGE = 10.0
_LEAST_PITCH = 8.5  # pixels from one neuron to the next: as close as they can be told apart and pointed at
_LEAST_LINE = 0.58  # of a line of text, from one output to the next: its name is in letters not much smaller
_MOST_PITCH = 30.0
_LARGEST = 11.0  # radius of a neuron

Points = npt.NDArray[np.float64]


def nearest_line(point: QPointF, starts: Points, ends: Points, reach: float) -> int | None:
    """Return which of some straight lines passes nearest to a point; None where none comes within reach.

    Parameters
    ----------
    point : QPointF
        The point, in pixels.
    starts, ends : ndarray, shape (lines, 2)
        Where each begins and ends.
    reach : float
        How far away a line may be, in pixels.
    """
    if not len(starts):
        return None
    along, to_point = ends - starts, np.array([point.x(), point.y()]) - starts
    lengths = np.maximum((along**2).sum(axis=1), 1e-9)
    share = np.clip((to_point * along).sum(axis=1) / lengths, 0.0, 1.0)
    apart = np.hypot(*(to_point - share[:, np.newaxis] * along).T)
    nearest = int(np.argmin(apart))
    return nearest if apart[nearest] <= reach else None


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where everything stands, in logical pixels.

    Attributes
    ----------
    picture : QRectF
        The input, a square.
    centers : tuple of ndarray, shape (shown neurons, 2)
        The middle of each neuron drawn, layer by layer, from top to bottom.
    radii : tuple of float
        How large the neurons of each layer are.
    top, bottom : float
        Between them stand the neurons; captions above, counts below.
    room : float
        From one column to the next: how wide a caption may be.
    """

    picture: QRectF
    centers: tuple[Points, ...]
    radii: tuple[float, ...]
    top: float
    bottom: float
    room: float

    def of_pixels(self, pixels: npt.NDArray[np.intp]) -> Points:
        """Return the middle of some pixels of the picture, shape (pixels, 2)."""
        edge = self.picture.width() / SIDE
        columns, rows = pixels % SIDE, pixels // SIDE
        return np.column_stack([self.picture.left() + (columns + 0.5) * edge, self.picture.top() + (rows + 0.5) * edge])

    def neuron_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the layer, and which of its drawn neurons is at a point; a little beside it counts too."""
        found: list[tuple[float, int, int]] = []
        for layer, (centers, radius) in enumerate(zip(self.centers, self.radii, strict=True)):
            apart = np.hypot(centers[:, 0] - point.x(), centers[:, 1] - point.y())
            nearest = int(np.argmin(apart))
            if apart[nearest] <= max(radius + 2, _LEAST_PITCH / 2):
                found.append((float(apart[nearest]), layer, nearest))
        return min(found)[1:] if found else None  # layers of a deep network stand closer than the reach


def body(height: float, line: float) -> tuple[float, float]:
    """Return between which heights the neurons stand; ``line`` is the height of a line of text."""
    return line + _EDGE, max(line + _EDGE + _LEAST_PITCH, height - line - _EDGE)


def capacity(height: float, line: float) -> int:
    """Return how many neurons can stand above each other."""
    top, bottom = body(height, line)
    return max(1, int((bottom - top) / _LEAST_PITCH))


def outputs(height: float, line: float) -> int:
    """Return how many outputs can stand above each other, each with a name that can be read."""
    top, bottom = body(height, line)
    return min(MOST_NEURONS, max(MOST_ROWS, int((bottom - top) / (_LEAST_LINE * line))))


def place(size: QSizeF, counts: tuple[int, ...], line: float, names: float) -> Places:
    """Return where everything stands.

    Parameters
    ----------
    size : QSizeF
        The room there is.
    counts : tuple of int
        How many neurons of each layer are drawn.
    line, names : float
        Height of a line of text, and the width that the words beside the outputs take.
    """
    top, bottom = body(size.height(), line)
    side = max(float(SIDE), min(0.72 * (bottom - top), 0.24 * size.width(), 8.0 * SIDE))
    picture = QRectF(_EDGE, (top + bottom - side) / 2, side, side)
    last = max(picture.right() + 2 * _EDGE, size.width() - names - _EDGE - _LARGEST)
    columns = np.linspace(picture.right(), last, len(counts) + 1)[1:]
    room = float(columns[-1] - picture.right()) / len(counts)
    centers, radii = [], []
    for x, count in zip(columns, counts, strict=True):
        pitch = min(_MOST_PITCH, (bottom - top) / max(count, 1))
        first = (top + bottom - pitch * (count - 1)) / 2
        centers.append(np.column_stack([np.full(count, x), first + pitch * np.arange(count)]))
        radii.append(min(_LARGEST, 0.42 * pitch, 0.42 * room))  # of many layers none covers another
    return Places(picture, tuple(centers), tuple(radii), top, bottom, room)
