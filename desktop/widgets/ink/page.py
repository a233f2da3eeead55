"""What lies on the pad: lines over a picture."""

from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Bytes
from core.data.ink.eraser import rest_of_picture, rest_of_stroke
from core.data.ink.strokes import Ink, Stroke
from desktop.widgets.ink.line import WIDTH, Point


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One finished stroke; how hard the pen was pressed and how wide it is matter only to how it looks here."""

    points: Stroke
    pressures: tuple[float, ...] | None = None
    width: float = WIDTH

    def rest(self, start: Point, end: Point) -> "tuple[Line, ...]":
        """Return what is left of it after a move of the eraser; only itself when it was not touched."""
        if self.pressures is None:
            pieces = rest_of_stroke(self.points, start, end)
            return (self,) if pieces and pieces[0] is self.points else tuple(Line(p, None, self.width) for p in pieces)
        pressed = np.column_stack([self.points, self.pressures])
        pieces = rest_of_stroke(pressed, start, end)
        if pieces and pieces[0] is pressed:
            return (self,)
        return tuple(Line(piece[:, :2], tuple(piece[:, 2].tolist()), self.width) for piece in pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """All that is on the pad. Never changed, only replaced.

    Attributes
    ----------
    lines : tuple of Line
        In the order they were drawn.
    picture : ndarray, shape (28, 28), uint8, or None
        What lies under them.
    """

    lines: tuple[Line, ...] = ()
    picture: Bytes | None = None

    @classmethod
    def of(cls, ink: Ink) -> "Page":
        """Return a page with this ink."""
        return cls(tuple(Line(stroke) for stroke in ink.strokes), ink.picture)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on it."""
        return not self.lines and self.picture is None

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The strokes, each of shape (n, 2)."""
        return tuple(line.points for line in self.lines)

    def with_line(self, line: Line) -> "Page":
        """Return the page with one more line."""
        return replace(self, lines=(*self.lines, line))

    def erased(self, start: Point, end: Point, *, whole_lines: bool) -> "Page":
        """Return the page after a move of the eraser; itself when nothing was touched.

        With ``whole_lines``, a line that is touched goes, and the picture stays.
        """
        lines: list[Line] = []
        for line in self.lines:
            rest = line.rest(start, end)
            if rest == (line,) or not whole_lines:
                lines.extend(rest)
        picture = self.picture
        if picture is not None and not whole_lines:
            picture = rest_of_picture(picture, start, end)
        if tuple(lines) == self.lines and picture is self.picture:
            return self
        return Page(tuple(lines), None if picture is None or not picture.any() else picture)
