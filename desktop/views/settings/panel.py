"""SettingsPanel: the knobs of the network and of its training."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout

from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.training.snapshot import Snapshot
from desktop.look.theme import ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.widgets.form.knob_form import KnobForm


class SettingsPanel(Panel):
    """All settings; each says whether it acts on the next batch or needs a new network."""

    undoes = "settings"

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._settings = workbench.settings
        self._form = KnobForm(self._settings.value)
        self._form.proposed.connect(self._propose)
        self._form.misread.connect(self._settings.take_note_of)
        self._settings.settling.connect(self._form.settle)
        self._settings.changed.connect(self._show_value)
        area = QScrollArea()
        area.setWidget(self._form)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)
        self._area = area
        self._form.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for more room, or less, as soon as the form needs it: a scroll area keeps that to itself."""
        if watched is self._form and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def draw(self, snapshot: Snapshot) -> None:
        """Show the learning rate in force at the moment shown, where a schedule moves it."""
        settings = snapshot.hyperparameters
        word = "now" if self.workbench.timeline.is_live else "then"
        text = "" if settings.schedule.is_constant else f"{word} {settings.rate_at(snapshot.epoch):.3g}"
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
        self._form.show_value(value)
        for name in self._settings.misread:
            self._settings.take_note_of(name, "")  # what was typed has made room for what is in its place
        self._form.show_pending(self._settings.pending)
