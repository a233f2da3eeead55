"""TimelinePanel: scrub through the run so far, and return to the present."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from desktop.actions import Actions
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.widgets.form.player_bar import PlayerBar


class TimelinePanel(Panel):
    """The slider below everything: what it shows, every view shows."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._timeline = workbench.timeline
        self._bar = PlayerBar(themes.theme)
        self._bar.moved.connect(self._timeline.move_to)
        self._bar.live_wanted.connect(self._timeline.go_live)
        self._bar.play_wanted.connect(self._timeline.play_or_stop)
        self._bar.best_wanted.connect(self._timeline.move_to_best)
        self._branch = QToolButton()
        self._branch.setObjectName("branchButton")
        self._branch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 10, 2)
        layout.addWidget(self._bar, 1)
        layout.addWidget(self._branch)
        self._timeline.changed.connect(self._follow)
        self._follow()

    def use_actions(self, actions: Actions) -> None:
        """Give the button for a branch its command, which knows when one can be made."""
        self._branch.setDefaultAction(actions["branchAction"])

    def set_theme(self, theme: Theme) -> None:
        self._bar.set_theme(theme)

    def _follow(self) -> None:
        snapshot = self._timeline.snapshot
        self._bar.set_range(len(self._timeline.recording))
        self._bar.set_live(self._timeline.is_live)
        self._bar.set_playing(self._timeline.is_playing)
        self._bar.set_best(self._timeline.recording.best)
        text = "no run yet"
        if snapshot is not None:
            past = "" if self._timeline.is_live else "the past: "
            text = f"{past}epoch {snapshot.epoch:.2f}, batch {snapshot.step:,}"
        self._bar.set_position(self._timeline.index, text)
