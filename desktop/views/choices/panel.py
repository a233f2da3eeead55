"""ChoicesPanel: the data set and the preset, for the toolbar."""

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHBoxLayout

from core.hyperparameters import Hyperparameters
from core.presets import PRESETS
from desktop.look.theme import ThemeKeeper
from desktop.look.tips import wrapped
from desktop.session.workbench import Workbench
from desktop.views.choices.datasets import choices_of
from desktop.views.panel import Panel
from desktop.widgets.form.number_fields import Combo
from desktop.widgets.form.story_delegate import STORY, StoryDelegate
from desktop.widgets.labels import plain

_PRESET_TIP = "Settings to start from, each a story of its own."
_DATA_TIP = "The images the network learns from."
_CUSTOM = "Own settings"


class ChoicesPanel(Panel):
    """Which images to learn from, and which experiment to start from."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._datasets, self._presets = Combo(), Combo()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(6)
        for combo, name, label, tip in (
            (self._datasets, "datasetCombo", "Data set", _DATA_TIP),
            (self._presets, "presetCombo", "Preset", _PRESET_TIP),
        ):
            combo.setObjectName(name)
            combo.setAccessibleName(label)
            combo.setToolTip(wrapped(tip))
            combo.setMinimumContentsLength(14)
            combo.setPlaceholderText("Loading…")
            caption = plain(label)
            caption.setBuddy(combo)
            layout.addWidget(caption)
            layout.addWidget(combo)
        for preset in PRESETS:
            self._presets.addItem(preset.label, preset.name)
            self._presets.setItemData(self._presets.count() - 1, preset.story, STORY)
            self._presets.setItemData(
                self._presets.count() - 1, preset.story, Qt.ItemDataRole.AccessibleDescriptionRole
            )
        self._presets.addItem(_CUSTOM, "")
        for combo in (self._datasets, self._presets):
            combo.setItemDelegate(StoryDelegate(combo))
        self._fit_stories()
        self._show_datasets()
        self._show_preset(workbench.settings.value)
        self._datasets.currentIndexChanged.connect(self._choose_dataset)
        self._presets.currentIndexChanged.connect(self._choose_preset)
        workbench.library.idle.connect(self._show_datasets)
        workbench.library.loaded.connect(self._show_datasets)
        workbench.library.forgotten.connect(self._show_datasets)
        workbench.settings.changed.connect(self._show_preset)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_stories()

    def _fit_stories(self) -> None:
        """Let each list be as wide as the stories, which the box itself is not."""
        for combo in (self._datasets, self._presets):
            view = combo.view()
            view.setMinimumWidth(view.sizeHintForColumn(0) + view.verticalScrollBar().sizeHint().width())

    def _show_datasets(self) -> None:
        library = self.workbench.library
        choices = choices_of(library)
        with QSignalBlocker(self._datasets):
            self._datasets.clear()
            for place, choice in enumerate(choices):
                self._datasets.addItem(choice.title, choice.name)
                for role in (STORY, Qt.ItemDataRole.AccessibleDescriptionRole):
                    self._datasets.setItemData(place, choice.story, role)
                self._datasets.setItemData(place, wrapped(choice.story), Qt.ItemDataRole.ToolTipRole)
                if not choice.is_there and isinstance(model := self._datasets.model(), QStandardItemModel):
                    model.item(place).setEnabled(False)
            place = next((place for place, choice in enumerate(choices) if choice.is_in_use), -1)
            self._datasets.setCurrentIndex(place)
        self._datasets.setToolTip(wrapped(f"{_DATA_TIP}\n{choices[place].story}" if place >= 0 else _DATA_TIP))
        self._fit_stories()

    def _show_preset(self, value: Hyperparameters) -> None:
        names = [preset.name for preset in PRESETS if preset.hyperparameters == value]
        with QSignalBlocker(self._presets):
            self._presets.setCurrentIndex(self._presets.findData(names[0] if names else ""))
        stories = [preset.story for preset in PRESETS if preset.hyperparameters == value]
        self._presets.setToolTip(wrapped(stories[0] if stories else _PRESET_TIP))

    def _choose_dataset(self, index: int) -> None:
        self.workbench.use_dataset(self._datasets.itemData(index))

    def _choose_preset(self, index: int) -> None:
        name = self._presets.itemData(index)
        if name:
            self.workbench.use_preset(name)
        else:
            self._show_preset(self.workbench.settings.value)
