"""How a 28 × 28 image looks on the pad: as ink, in the theme's color, its pixels blended into one another."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from core.arrays import Bytes
from core.data.frame import SIDE


def paint_picture(painter: QPainter, paper: QRectF, picture: Bytes, color: str) -> None:
    """Paint an image, shape (28, 28), 0 for paper to 255 for full ink, over the square of paper."""
    ink = QColor(color)
    pixels = np.empty((SIDE, SIDE, 4), np.uint8)
    pixels[..., :3] = ink.red(), ink.green(), ink.blue()
    pixels[..., 3] = picture
    image = QImage(pixels.data, SIDE, SIDE, 4 * SIDE, QImage.Format.Format_RGBA8888)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(paper, image)
