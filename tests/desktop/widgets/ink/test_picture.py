"""A picture on the pad: ink where it has ink, and what lies below everywhere else."""

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.widgets.ink.picture import paint_picture


def test_ink_has_the_color_asked_for_and_paper_is_left_as_it_was() -> None:
    picture = np.zeros((28, 28), np.uint8)
    picture[:, 14:] = 255
    image = QImage(56, 56, QImage.Format.Format_ARGB32)
    image.fill(QColor("#00ff00"))
    painter = QPainter(image)
    paint_picture(painter, QRectF(0, 0, 56, 56), picture, "#102030")
    painter.end()
    assert image.pixelColor(8, 28).name() == "#00ff00"
    assert image.pixelColor(48, 28).name() == "#102030"
