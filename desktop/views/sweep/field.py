"""Field: the rectangle in which runs stand by their figure: how figures become heights, and what is beyond its ends."""

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from core.sweep.goal import Goal
from core.sweep.places import Floats, ends_of
from desktop.widgets.plot.scale import tick_texts, ticks_at_least
from desktop.widgets.plot.ticks import Tick

_ROOM = 0.06  # beyond the highest and the lowest figure
_FEWEST_TICKS = 2  # one alone says nothing of how far things lie apart
_LEAST = 1e-3  # between the ends


@dataclass(frozen=True, slots=True)
class Field:
    """Heights of figures.

    Attributes
    ----------
    goal : Goal
        What the figures are.
    low, high : float
        What the lower and the upper edge stand for; NaN where there is no figure.
    beyond : int
        How many figures are worse than what is shown.
    """

    goal: Goal
    low: float
    high: float
    beyond: int = 0

    @classmethod
    def of(cls, goal: Goal, figures: Floats) -> "Field":
        """Return the field that holds figures, without those far behind the rest."""
        low, high = ends_of(goal, figures)
        if math.isnan(low):
            return cls(goal, low, high)
        known = figures[np.isfinite(figures)]
        beyond = int(((known < low) | (known > high)).sum())
        room = max(_ROOM * (high - low), _LEAST)
        top = min(high + room, 1.0) if goal.is_share else high + room
        return cls(goal, max(low - room, 0.0), max(top, high), beyond)

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure."""
        return math.isnan(self.low)

    @property
    def edge(self) -> str:
        """Where it is cut, in words: ``3 runs lie below 90.12 %``; nothing where it is not."""
        if not self.beyond:
            return ""
        more = self.goal.more_is_better
        runs = f"{self.beyond} runs lie" if self.beyond > 1 else "1 run lies"
        way, end = ("below", self.low) if more else ("above", self.high)
        return f"{runs} {way} {self.goal.written(end)}"

    def ticks(self, most: int) -> list[Tick]:
        """Return round figures with their places from 0 (below) to 1."""
        values = ticks_at_least(self.low, self.high, most, _FEWEST_TICKS)
        texts = tick_texts(values, is_percent=self.goal.is_share)
        return [((value - self.low) / (self.high - self.low), text) for value, text in zip(values, texts, strict=True)]

    def label_width(self, metrics: QFontMetricsF, most: int) -> float:
        """Return how wide the widest label is, in pixels."""
        return max((metrics.horizontalAdvance(text) for _, text in self.ticks(most)), default=0.0)

    def pixels(self, figures: Floats, rect: QRectF) -> Floats:
        """Return how far down figures lie; those beyond lie on the edge."""
        shares = np.clip((figures - self.low) / (self.high - self.low), 0.0, 1.0)
        return np.asarray(rect.bottom() - shares * rect.height())

    def is_beyond(self, figures: Floats) -> np.ndarray:
        """Return which figures are worse than what is shown."""
        return np.asarray(figures < self.low if self.goal.more_is_better else figures > self.high)


def ticks_for(metrics: QFontMetricsF, height: float) -> int:
    """Return how many labels stand well above one another in a height."""
    return max(int(height / (2.2 * metrics.height())), 2)
