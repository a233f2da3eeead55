"""TimelinePanel: scrub through the run so far, and return to the present."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton

from desktop.actions import Actions
from desktop.background.taking_turns import Turn
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.words import epochs
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.widgets.form.player_bar import PlayerBar

_NO_TIMELINE = (
    "A weight file holds the network as it was saved, and the curves, but not the moments before. "
    "Runs that Inkling keeps have all of theirs."
)


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
        self._timeline.changed.connect(Turn(self._follow, workbench.turns, self).ask)
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
        self._bar.set_note(*self._what_is_missing())

    def _what_is_missing(self) -> tuple[str, str]:
        """Return from where on there are moments, where a run goes further back, and why; nothing where all are."""
        recording, run = self._timeline.recording, self.workbench.runs.current
        if not len(recording) or run is None or recording[0].step <= (run.parent.step if run.parent else 0):
            return "", ""
        start = f"From epoch {epochs(recording[0].epoch)} on"
        if run.saved is None:
            return f"{start}: earlier moments were not kept", ""
        return f"{start}: a weight file has no timeline", _NO_TIMELINE
