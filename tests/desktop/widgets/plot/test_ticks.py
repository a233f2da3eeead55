"""Labels along the axes of pictures that are painted by hand."""

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.plot.ticks import Tick, line_ticks, most_along, paint_below


def test_a_line_has_round_numbers_at_their_places() -> None:
    assert line_ticks(0, 100, 5) == [(0.0, "0"), (0.2, "20"), (0.4, "40"), (0.6, "60"), (0.8, "80"), (1.0, "100")]
    assert line_ticks(0.001, 0.1, 3, is_logarithmic=True) == [
        (0.0, "0.001"),
        (pytest.approx(0.5), "0.01"),
        (1.0, "0.1"),
    ]


def written(ticks: list[Tick], room: float) -> list[tuple[float, float, str]]:
    """Return where labels begin and end that are written below a picture 200 pixels wide, and the labels."""
    found: list[tuple[float, float, str]] = []

    class Listening(QPainter):
        def drawText(self, place: QRectF, flags: Qt.AlignmentFlag, text: str) -> None:  # type: ignore[override]
            found.append((place.left(), place.right(), text))

    image = QImage(200, 100, QImage.Format.Format_RGB32)
    painter = Listening(image)
    paint_below(painter, QRectF(20, 10, 170, 60), ticks, LIGHT, room=room, end=200)
    painter.end()
    return found


def test_labels_neither_touch_nor_leave_the_picture(qtbot: QtBot) -> None:
    ticks = [(place / 20, f"{place}000") for place in range(21)]
    found = written(ticks, 100)
    assert 2 < len(found) < 21
    assert all(end < begin for (_, end, _), (begin, _, _) in zip(found, found[1:], strict=False))
    assert found[0][0] >= 0
    assert found[-1][1] <= 200


def test_a_long_name_is_cut_in_the_middle_and_a_number_never(qtbot: QtBot) -> None:
    ticks = [(0.2, "Momentum (momentum 0.95)"), (0.8, "0.0009487")]
    (_, _, name), (_, _, number) = written(ticks, 50)
    assert "…" in name
    assert name.startswith("M")
    assert name.endswith(")")
    assert number == "0.0009487"


def test_the_wider_the_labels_the_fewer(qtbot: QtBot) -> None:
    metrics = QFontMetricsF(QApplication.font())
    assert most_along(metrics, 400, ("1",)) > most_along(metrics, 400, ("100,000",)) >= 2
    assert most_along(metrics, 1, ("100,000",)) == 2
