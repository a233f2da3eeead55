"""How the drawing of a network tells which of its layers are frozen: a lock above each, and a sentence."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desktop.look.theme import Theme
from desktop.look.words import listed

_WIDE, _BODY, _SHACKLE = 0.8, 0.55, 0.52  # of the lock's height: its width, its body's height, its shackle's width


def layers_of(frozen: Iterable[int]) -> frozenset[int]:
    """Return which layers are frozen, counted from 0 as the drawing does; the settings count from 1."""
    return frozenset(number - 1 for number in frozen)


def frozen_words(frozen: frozenset[int], layers: int) -> str:
    """Return which of so many layers do not learn, in a sentence; nothing where all learn."""
    hidden = [str(layer + 1) for layer in sorted(frozen) if layer < layers - 1]
    names = [f"layer{'s' * (len(hidden) > 1)} {listed(hidden)}"] if hidden else []
    names += ["the outputs"] if layers - 1 in frozen else []
    if not names:
        return ""
    are_several = len(hidden) != 1 or len(names) > 1  # outputs are several
    text = f"{listed(names)} {'are' if are_several else 'is'} frozen"
    whose = "their" if are_several else "its"
    return f"{text[0].upper()}{text[1:]}: {whose} weights and biases stay as they are while the other layers learn."


def lock_width(height: float) -> float:
    """Return how wide a lock of this height is, in pixels."""
    return _WIDE * height


def paint_lock(painter: QPainter, left: float, top: float, height: float, theme: Theme) -> None:
    """Paint a closed lock, ``height`` pixels high, its left upper corner at ``left``, ``top``."""
    width, color = lock_width(height), QColor(theme.text)
    shackle = QRectF(left + (1 - _SHACKLE) / 2 * width, top + 1.0, _SHACKLE * width, 1.1 * height)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, max(1.2, 0.13 * height)))
    painter.drawArc(shackle, 0, 180 * 16)  # sixteenths of a degree: the upper half
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawRoundedRect(QRectF(left, top + (1 - _BODY) * height, width, _BODY * height), 1.5, 1.5)
    painter.restore()
