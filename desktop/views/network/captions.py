"""What is written around the network of a NetworkView: captions of the layers, names and figures of the outputs."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from desktop.look.theme import Theme
from desktop.views.network.frozen import lock_width, paint_lock
from desktop.views.network.output_words import figure
from desktop.views.network.places import Places
from desktop.views.network.scene import Scene

GAP = 6.0
"""Pixels between what is drawn and the words beside it."""
_TIGHT = 1.2  # lines of digits may stand this much closer than lines of words, which reach below


def paint_captions(painter: QPainter, scene: Scene, places: Places, theme: Theme, *, adds: bool) -> None:
    """Write above the picture and each layer what it is, and below how many of its neurons are not drawn.

    A layer that is frozen has a lock before its caption, and the word where there is room.

    Parameters
    ----------
    painter : QPainter
        Where to, with the font to write in.
    scene : Scene
        What is drawn.
    places : Places
        Where it is drawn, in pixels.
    theme : Theme
        The colors.
    adds : bool
        Whether what each pixel adds to a neuron stands in place of the picture.
    """
    painter.setPen(QColor(theme.faint_text))
    above, below = places.top - GAP - painter.fontMetrics().height(), places.bottom + GAP / 2
    _write(
        painter,
        places.picture.center().x(),
        places.picture.top() - GAP - painter.fontMetrics().height(),
        places.picture.width() + 2 * GAP,
        ("784 pixels", "784") if not adds else ("What each pixel adds", "Each pixel adds", "784"),
    )
    layers = zip(scene.diagram.values, scene.diagram.shown, places.centers, strict=True)
    for layer, (values, shown, centers) in enumerate(layers):
        x, count, more = float(centers[0, 0]), len(values), len(values) - len(shown)
        is_hidden, is_frozen = layer < len(places.centers) - 1, layer in scene.frozen
        texts: tuple[str, ...] = (
            f"Layer {layer + 1}: {count:,} neurons",
            f"Layer {layer + 1}: {count:,}",
            f"{count:,}",
        )
        if is_frozen:
            texts = (*(f"{text}, frozen" for text in texts), *texts[2:]) if is_hidden else ("frozen",)
            _write_with_lock(painter, x, above, places.room - GAP, texts, theme)
        elif is_hidden:
            _write(painter, x, above, places.room - GAP, texts)
        if more:
            off = len([1 for of_layer, index in scene.diagram.off if of_layer == layer and index not in shown])
            told = (f"and {more:,} more, {off:,} off",) if off else ()
            _write(painter, x, below, places.room - GAP, (*told, f"and {more:,} more", f"+{more:,}"))


def paint_outputs(painter: QPainter, scene: Scene, places: Places, theme: Theme, width: int) -> None:
    """Write beside each output what it stands for, and its figure; the largest in bold. ``width`` is the view's."""
    values, shown, usual = scene.diagram.values[-1], scene.diagram.shown[-1].tolist(), QFont(painter.font())
    font = QFont(usual)
    winner = int(np.argmax(values))
    heights = places.centers[-1][:, 1]
    pitch = float(np.ptp(heights)) / max(1, len(heights) - 1)
    font.setPointSizeF(font.pointSizeF() * min(1.0, _TIGHT * pitch / painter.fontMetrics().height()))
    left = float(places.centers[-1][0, 0]) + places.radii[-1] + GAP
    for output, (_, y) in zip(shown, places.centers[-1].tolist(), strict=True):
        is_winner = output == winner
        font.setBold(is_winner)
        painter.setFont(font)
        painter.setPen(QColor(theme.text if is_winner else theme.faint_text))
        line = QRectF(left, y - 12, width - left - GAP, 24)
        center, number = Qt.AlignmentFlag.AlignVCenter, figure(float(values[output]))
        room = round(line.width() - painter.fontMetrics().horizontalAdvance(number) - GAP)
        name = painter.fontMetrics().elidedText(scene.names[output], Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, center | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(line, center | Qt.AlignmentFlag.AlignRight, number)
    painter.setFont(usual)


def _write_with_lock(painter: QPainter, x: float, y: float, room: float, texts: tuple[str, ...], theme: Theme) -> None:
    """Write as :func:`_write` does, behind a lock; the lock is there also where there is no room for a word."""
    metrics = painter.fontMetrics()
    height = float(metrics.ascent())
    taken = lock_width(height) + GAP / 2
    text = _fitting(painter, room - taken, texts)
    wide = metrics.horizontalAdvance(text)
    left = x - (taken + wide) / 2 if text else x - lock_width(height) / 2
    paint_lock(painter, left, y + (metrics.height() - height) / 2, height, theme)
    _write(painter, left + taken + wide / 2, y, wide + 1.0, (text,))


def _fitting(painter: QPainter, room: float, texts: tuple[str, ...]) -> str:
    """Return the longest of some texts that there is room for."""
    metrics = painter.fontMetrics()
    return next((text for text in texts if metrics.horizontalAdvance(text) <= room), "")


def _write(painter: QPainter, x: float, y: float, room: float, texts: tuple[str, ...]) -> None:
    """Write the longest of some texts that there is room for, its middle at ``x``."""
    metrics = painter.fontMetrics()
    text = _fitting(painter, room, texts)
    painter.drawText(QRectF(x - room / 2, y, room, metrics.height()), Qt.AlignmentFlag.AlignCenter, text)
