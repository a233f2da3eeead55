"""AugmentationPreview: training images as they are, and as the chosen augmentation changes them."""

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from core.arrays import Bytes
from core.data.augment import Augmentation, Unchanged, versions
from desktop.look.theme import Theme
from desktop.look.tips import wrapped
from desktop.views.data.picture_table import PictureTable
from desktop.widgets.labels import hint

_NONE = "No augmentation is chosen: the network is shown the images as they are. Choose one in the settings."
_SOME = "Each row below the first is what the network may be shown in an epoch. Turn the knobs in the settings."
_MOST = 200  # images that are kept: more columns than any screen has room for


class AugmentationPreview(QWidget):
    """A table of images and their versions, which follows the knobs; a button lets chance decide anew.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._images: Bytes = np.zeros((0, 28, 28), np.uint8)
        self._augmentation: Augmentation = Unchanged()
        self._roll = 0
        self._table = PictureTable(("As it is", "As shown"), theme)
        self._table.setObjectName("augmentationTable")
        self._table.setAccessibleName("Training images before and after augmentation")
        self._note = hint()
        self._button = QPushButton("Roll again")
        self._button.setObjectName("rollButton")
        self._button.setToolTip(wrapped("Let chance change the same images in other ways."))
        self._button.clicked.connect(self._roll_again)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 0, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(self._button)
        bar.addWidget(self._note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._table, 1)
        self._table.resized.connect(self._draw)

    def show_images(self, images: Bytes) -> None:
        """Show the first of these images, as many as there is room for, shape (n, 28, 28)."""
        self._images = images[:_MOST]
        self._draw()

    def show_augmentation(self, augmentation: Augmentation) -> None:
        """Show what this augmentation does; chance stays as it is, so that one sees what a knob does."""
        self._augmentation = augmentation
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._table.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def _roll_again(self) -> None:
        self._roll += 1
        self._draw()

    def _draw(self) -> None:
        if not self.isVisible():
            return
        is_none = isinstance(self._augmentation, Unchanged)
        self._note.setText(_NONE if is_none else _SOME)
        self._button.setEnabled(not is_none)
        images = self._images[: self._table.columns]
        rows = images[np.newaxis]
        if len(images) and not is_none:
            # The same chance for every setting of the knobs.
            chance = np.random.default_rng(self._roll)
            rows = np.concatenate([rows, versions(self._augmentation, images, self._table.rows, chance)])
        self._table.show_pictures(rows)
        self._table.setAccessibleDescription(f"{len(images)} images. {self._note.text()}")
