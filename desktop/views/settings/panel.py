"""SettingsPanel: the knobs of the network and of its training."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.errors import KnobError
from core.hyperparameters import Hyperparameters, changed_fields
from core.presets import preset
from core.training.snapshot import Snapshot
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.views.settings.preset_card import PresetCard
from desktop.widgets.form.knob_form import FIRST, KnobForm

_MORE = "more settings"  # the flag that remembers whether they are unfolded


class SettingsPanel(Panel):
    """All settings; each says whether it acts on the next batch or needs a new network.

    Above them a card tells of the preset that was chosen. Those beyond the first eight are folded until one of them
    is used, by a lesson, a preset or a click; that is remembered.
    """

    undoes = "settings"

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._settings = workbench.settings
        self._form = KnobForm(self._settings.value)
        self._form.proposed.connect(self._propose)
        self._form.misread.connect(self._settings.take_note_of)
        self._settings.settling.connect(self._form.settle)
        self._settings.changed.connect(self._show_value)
        self._shown = self._settings.value
        self._card = PresetCard(themes.theme)
        self._settings.story_begun.connect(self._card.show_preset)
        if self._settings.story is not None:  # as from the command line
            self._card.show_preset(self._settings.story)
        self._sheet = QWidget()
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._card)
        column.addWidget(self._form, 1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the fields in it take it, and are scrolled into sight then
        area.setWidget(self._sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._area = area
        self._sheet.installEventFilter(self)
        self._form.more.set_open(workbench.preferences.flag(_MORE, False) or bool(_unusual(self._shown)))
        self._form.more.toggled.connect(lambda is_open: workbench.preferences.set_flag(_MORE, is_open))
        self._note_unusual()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors for the card."""
        self._card.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for more room, or less, as soon as the form needs it: a scroll area keeps that to itself."""
        if watched is self._sheet and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the learning rate in force at the moment shown, where a schedule moves it."""
        settings = snapshot.hyperparameters
        word = "now" if self.workbench.timeline.is_live else "then"
        text = "" if settings.schedule.is_constant else f"{word} {snapshot.learning_rate:.3g}"
        self._form.show_in_force("learning_rate", text)

    def sizeHint(self) -> QSize:
        bar = self._area.verticalScrollBar().sizeHint().width()
        return QSize(max(260, self._form.sizeHint().width() + bar), 500)

    def minimumSizeHint(self) -> QSize:
        bar = self._area.verticalScrollBar().sizeHint().width()
        return QSize(self._form.minimumSizeHint().width() + bar, 200)

    def _propose(self, name: str, value: object) -> None:
        try:
            self._settings.take_note_of(name, "")
            self._settings.propose(name, value)
        except KnobError as error:
            self._form.show_error(name, str(error))
            self._settings.take_note_of(name, str(error))

    def _show_value(self, value: Hyperparameters) -> None:
        if set(_unusual(value)) & set(changed_fields(self._shown, value)):
            self._form.more.set_open()  # a lesson or a preset uses one of them
        self._shown = value
        self._note_unusual()
        self._form.show_value(value)
        for name in self._settings.misread:
            self._settings.take_note_of(name, "")  # what was typed has made room for what is in its place
        self._form.show_pending(self._settings.pending)

    def _note_unusual(self) -> None:
        """Say how many of the folded settings are not as a new window has them."""
        count = len(_unusual(self._shown))
        self._form.more.set_note(f"{count} changed" if count else "")


def _unusual(value: Hyperparameters) -> tuple[str, ...]:
    """Return the names of the settings beyond the first ones that are not as in the default preset."""
    changed = changed_fields(preset("default").hyperparameters, value)
    return tuple(name for name in changed if name not in FIRST)
