"""DataPanel: the images of the data set in use, with their labels, and what augmentation makes of them."""

import numpy as np
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from core.data.classes import noun
from core.data.dataset import Dataset, Split
from core.insight.answer import answer
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.session.workbench import Workbench
from desktop.views.data.augmentation_preview import AugmentationPreview
from desktop.views.data.own_strip import OwnStrip
from desktop.views.panel import Panel, Table
from desktop.views.wishes import ComeToFront
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.labels import hint, plain
from desktop.widgets.tiles.image_grid import ImageGrid

_SPLIT_TIP = (
    "Those the network learns from, those it is tested with, or the first of these as augmentation changes them."
)
_NO_TEST = "There are no test images: how well a network reads what it has not seen is not known."
_TRAIN, _TEST, _CHANGED = range(3)


class DataPanel(Panel):
    """A browser: training or test images, all or of one class, in the order of the file; or training images changed."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._dataset: Dataset | None = None
        self._indices = np.arange(0)
        self._split_combo = _combo("splitCombo", "Images", _SPLIT_TIP)
        self._split_combo.addItems(["Training images", "Test images", "Augmented"])
        self._digit_combo = _combo("digitCombo", "Class", "Show the images of one class only.")
        self._title = hint()
        self._chosen = plain()
        self._chosen.setObjectName("chosenImageLabel")
        self._chosen.setWordWrap(True)
        self._grid = ImageGrid(themes.theme, "image")
        self._grid.setObjectName("dataImages")
        self._grid.setAccessibleName("Images of the data set")
        self._grid.set_empty_text("The data set is being loaded.")
        self._grid.set_tile_edge(56, grows=True)
        self._grid.set_tooltips(self._describe)
        self._grid.picked.connect(self._show_chosen)
        self._preview = AugmentationPreview(themes.theme)
        self._preview.show_augmentation(workbench.settings.value.augmentation)
        workbench.settings.changed.connect(lambda value: self._preview.show_augmentation(value.augmentation))
        self._own = OwnStrip(workbench.library, themes.theme)
        self._views = QStackedWidget()
        self._views.addWidget(self._grid)
        self._views.addWidget(self._preview)
        for combo in (self._split_combo, self._digit_combo):
            combo.currentIndexChanged.connect(self._select)
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(self._split_combo)
        bar.addWidget(self._digit_combo)
        bar.addWidget(self._title, 1)
        bar.addWidget(self._chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._own)
        layout.addWidget(self._views, 1)
        workbench.library.loaded.connect(self._show_dataset)
        workbench.library.loaded.connect(lambda dataset: self._show_own())
        workbench.library.left_changed.connect(self._show_own)
        workbench.library.opened_own.connect(self._see)
        workbench.data_to_look_at.connect(lambda: self.wished.emit(ComeToFront()))
        workbench.library.idle.connect(lambda: self._show_dataset(workbench.library.dataset))
        workbench.library.idle.connect(self._show_own)

    def set_theme(self, theme: Theme) -> None:
        self._grid.set_theme(theme)
        self._preview.set_theme(theme)
        self._own.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._see()

    def _see(self) -> None:
        """Let no notice lead here, over the images, where a person is here already."""
        if self.isVisible():
            self.workbench.see_data()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._own.set_room(self.height())

    def draw(self, snapshot: Snapshot) -> None:
        """Let the network of the moment read the chosen image anew; the images themselves hang on no moment."""
        if self._grid.chosen is not None:
            self._show_chosen(self._grid.chosen)

    def table(self) -> Table | None:
        """Return how many images of each class there are."""
        dataset = self._dataset
        if dataset is None:
            return None
        counts = [
            np.bincount(split.labels, minlength=len(dataset.class_names)) for split in (dataset.train, dataset.test)
        ]
        rows = [(name, int(train), int(test)) for name, train, test in zip(dataset.class_names, *counts, strict=True)]
        return ("label", "training images", "test images"), rows

    def _show_own(self) -> None:
        self._own.show_data()
        self.count_changed.emit(self._own.count)

    def _split(self, dataset: Dataset) -> Split:
        return dataset.test if self._split_combo.currentIndex() == _TEST else dataset.train

    def _show_dataset(self, dataset: Dataset | None) -> None:
        if dataset is None or dataset is self._dataset:
            return
        self._dataset = dataset
        self._digit_combo.blockSignals(True)
        self._digit_combo.clear()
        self._digit_combo.addItem("All")
        self._digit_combo.addItems([f"Only {name}" for name in dataset.class_names])
        self._digit_combo.blockSignals(False)
        one = noun(dataset.class_names)
        self._digit_combo.setAccessibleName(one.capitalize())
        self._digit_combo.setToolTip(wrapped(f"Show the images of one {one} only."))
        self._select()

    def _select(self) -> None:
        dataset = self._dataset
        if dataset is None:
            return
        split, digit = self._split(dataset), self._digit_combo.currentIndex() - 1
        labels = split.labels
        self._indices = np.arange(len(split)) if digit < 0 else np.flatnonzero(labels == digit)
        images = split.images if digit < 0 else split.images[self._indices]
        names = np.array(dataset.class_names, dtype=object)
        self._grid.set_empty_text(_NO_TEST if not len(split) else f"{dataset.title} has none of these images.")
        self._grid.choose(None)
        self._grid.show_pictures(images, names[labels[self._indices]].tolist())
        self._chosen.setText("")
        self._preview.show_images(images)
        self._views.setCurrentIndex(1 if self._split_combo.currentIndex() == _CHANGED else 0)
        self._title.setText(f"{dataset.title}: {len(images):,} images")

    def _describe(self, index: int) -> str:
        if self._dataset is None:
            return ""
        place = int(self._indices[index])
        label = self._dataset.class_names[self._split(self._dataset).labels[place]]
        return f"number {place + 1:,}, labelled {label}"

    def _show_chosen(self, index: int) -> None:
        snapshot = self.workbench.timeline.snapshot
        if self._dataset is None or index >= len(self._indices):
            return
        text = self._describe(index)
        if snapshot is not None:
            said = answer(snapshot.network, self._split(self._dataset).images[self._indices[index]])
            text += f"; the network reads {snapshot.class_names[said.digit]} ({percent(said.confidence)})"
        self._chosen.setText(text[:1].upper() + text[1:])


def _combo(name: str, label: str, tip: str) -> Combo:
    combo = Combo()
    combo.setObjectName(name)
    combo.setAccessibleName(label)
    combo.setToolTip(wrapped(tip))
    return combo
