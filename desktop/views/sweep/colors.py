"""Colors of a sweep's pictures: the better, the stronger, on one arm of the theme's signed colormap.

Its blue arm runs from the ground to the full color in even steps of lightness, so the order is seen by people with any
color blindness, and in a grey print. Lines and dots leave out the palest part, which would be lost on the ground.
"""

from functools import cache

from PySide6.QtGui import QColor

from desktop.look.colormaps import STEPS, ZERO, signed_colors
from desktop.look.contrast import contrast
from desktop.look.theme import Theme

SHADES = 32
"""Steps of a ramp: more can't be told apart, and each is a stroke of its own for lines."""

_PALEST_CELL = 0.06  # of the arm: a cell without a run has the ground itself
_FAINTEST_LINE, _FAINTEST_DOT = 2.0, 3.0  # contrast with the ground


@cache
def cell_ramp(theme: Theme) -> tuple[str, ...]:
    """Return the colors of areas, from the worst to the best."""
    return _ramp(theme, _PALEST_CELL)


@cache
def line_ramp(theme: Theme) -> tuple[str, ...]:
    """Return the colors of lines, from the worst to the best."""
    return _ramp(theme, _from_contrast(theme, _FAINTEST_LINE))


@cache
def dot_ramp(theme: Theme) -> tuple[str, ...]:
    """Return the colors of dots, from the first value of an axis to the last."""
    return _ramp(theme, _from_contrast(theme, _FAINTEST_DOT))


def shade(merit: float) -> int:
    """Return which color of a ramp stands for a merit from 0 to 1."""
    return min(int(merit * SHADES), SHADES - 1)


@cache
def ink_on(ground: str) -> str:
    """Return black or white, which is better read: one of them always has a contrast of 4.5 with the ground."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


def _from_contrast(theme: Theme, least: float) -> float:
    """Return from which share of the arm on colors have a contrast with the ground."""
    return next(step for step, color in enumerate(_arm(theme)) if contrast(color, theme.surface) >= least) / STEPS


def _ramp(theme: Theme, begin: float) -> tuple[str, ...]:
    arm = _arm(theme)
    return tuple(arm[round(STEPS * (begin + (1 - begin) * step / (SHADES - 1)))] for step in range(SHADES))


@cache
def _arm(theme: Theme) -> tuple[str, ...]:
    """Return the blue arm of the colormap, from zero out."""
    table = signed_colors(theme)[ZERO::-1][: STEPS + 1]
    return tuple(QColor(*(int(channel) for channel in color)).name() for color in table)
