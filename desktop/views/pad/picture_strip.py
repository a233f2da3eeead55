"""PictureStrip: what was done to a picture until the network could read it, from the picture as it came on."""

import numpy as np
from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from core.data.ink.pictures import STAGES, Preparation, Stage
from desktop.look.text_size import text_scale
from desktop.look.theme import LIGHT, Theme
from desktop.look.tips import wrapped
from desktop.widgets.labels import hint

_WORDS = {
    "picture": ("Picture", "The picture as it came, without its colors."),
    "ink": (
        "Ink",
        "Ink is what stands out from the paper, and is light to a network; here it was {}. The paper is taken away: "
        "its shade, shadows that lie on it, and noise.",
    ),
    "specks": ("Specks", "Dust and small marks are taken away: ink with hardly any other ink around it."),
    "box": ("Box", "The ink is cut out, so that it does not matter where it lay and how large the picture is."),
    "frame": (
        "Frame",
        "Its longer side becomes 20 pixels, a line too thin for that broader, and its center of mass goes to the "
        "middle of 28 × 28 pixels, as in MNIST's images.",
    ),
}
_DARK_INK = "Dark on light: inverted."  # a network sees ink as light
_LIGHT_INK = "Light on dark: kept so."
_LARGEST, _GAP = 46, 5  # pixels
_NARROW = 3  # columns, where all of them do not fit: in two rows, at the end of which words have a place


class PictureStrip(QWidget):
    """Five small images: the picture, what each step makes of it, and at the end what the network sees.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictureStrip")
        self.setAccessibleName("Steps of the preparation of a picture")
        self._columns = 0
        self.tiles = {name: _Tile(theme) for name in STAGES}
        self._captions = {name: hint(_WORDS[name][0]) for name in STAGES}
        for name, tile in self.tiles.items():
            tile.setObjectName(f"{name}Stage")
            tile.setAccessibleName(f"Step: {_WORDS[name][0]}")
            self._captions[name].setWordWrap(False)
        self._outcome = hint()
        self._outcome.setObjectName("pictureStepsLabel")
        self._outcome.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(2)
        self._arrange()

    def show_preparation(self, preparation: Preparation) -> None:
        """Show what was done to a picture."""
        is_light = preparation.is_ink_light
        for stage in preparation.stages:
            tile, words = self.tiles[stage.name], _WORDS[stage.name][1].format("light" if is_light else "dark")
            tile.show_stage(stage)
            tile.setToolTip(wrapped(words))
            tile.setAccessibleDescription(words)
        self._outcome.setText(_LIGHT_INK if is_light else _DARK_INK)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        for tile in self.tiles.values():
            tile.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return no more width than some captions need: the images stand in two rows where one is too narrow."""
        return QSize(_NARROW * self._widest_caption() + (_NARROW - 1) * _GAP, super().minimumSizeHint().height())

    def _widest_caption(self) -> int:
        return max(caption.sizeHint().width() for caption in self._captions.values())

    def _arrange(self) -> None:
        """Stand all in one row where their names have room, and else in two."""
        count = len(STAGES)
        columns = count if (self.width() - (count - 1) * _GAP) // count >= self._widest_caption() else _NARROW
        side = min(round(_LARGEST * text_scale()), (self.width() - (columns - 1) * _GAP) // columns)
        for tile in self.tiles.values():
            tile.setFixedSize(max(side, 1), max(side, 1))
        if columns == self._columns:
            return
        self._columns = columns
        left = Qt.AlignmentFlag.AlignLeft
        for place, name in enumerate(STAGES):
            row, column = divmod(place, columns)
            self._grid.addWidget(self._captions[name], 2 * row, column, left)
            self._grid.addWidget(self.tiles[name], 2 * row + 1, column, left)
        if columns == count:
            self._grid.addWidget(self._outcome, 2, 0, 1, columns)
        else:
            self._grid.addWidget(self._outcome, 2, _NARROW - 1, 2, 1)
        for column in range(count):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


class _Tile(QWidget):
    """A picture after one step, as large as fits: ink in the colors of ink and paper, the picture in its own shades."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._stage: Stage | None = None

    def show_stage(self, stage: Stage) -> None:
        self._stage = stage
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.rect().adjusted(1, 1, -1, -1)
        if self._stage is not None:
            painter.fillRect(inside, QColor(self._theme.paper))
            height, width = self._stage.image.shape
            size = QSize(width, height).scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(inside.topLeft(), size)
            place.moveCenter(inside.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, max(height, width) > inside.width())
            painter.drawImage(place, self._painted(self._stage))
        painter.setPen(QPen(QColor(self._theme.border), 1))
        painter.drawRect(inside.adjusted(-1, -1, 0, 0))

    def _painted(self, stage: Stage) -> QImage:
        is_picture = stage.name == "picture"
        ends = (
            [QColor("black"), QColor("white")] if is_picture else [QColor(self._theme.paper), QColor(self._theme.ink)]
        )
        none, full = (np.array([end.red(), end.green(), end.blue()], np.float64) for end in ends)
        levels = np.linspace(0, 1, 256)[:, None]
        pixels = np.ascontiguousarray((none + (full - none) * levels).astype(np.uint8)[stage.image])
        height, width = stage.image.shape
        return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
