"""PANELS: the table of panels, and where each of them stands in the window."""

from dataclasses import dataclass
from typing import Literal

from desktop.look.theme import ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.choices.panel import ChoicesPanel
from desktop.views.coach.panel import CoachPanel
from desktop.views.curves.panel import CurvesPanel
from desktop.views.data.panel import DataPanel
from desktop.views.handwriting.panel import HandwritingPanel
from desktop.views.lessons.panel import LessonsPanel
from desktop.views.mistakes.panel import MistakesPanel
from desktop.views.network.panel import DiagramPanel
from desktop.views.neurons.panel import NeuronsPanel
from desktop.views.numpy_lines.panel import NumpyPanel
from desktop.views.pad.panel import PadPanel
from desktop.views.panel import Panel
from desktop.views.runs.panel import RunsPanel
from desktop.views.settings.panel import SettingsPanel
from desktop.views.statistics.panel import StatisticsPanel
from desktop.views.status.panel import StatusPanel
from desktop.views.sweep.panel import SweepPanel
from desktop.views.timeline.panel import TimelinePanel
from desktop.views.welcome.panel import WelcomePanel
from desktop.views.why.panel import WhyPanel

Place = Literal["lesson", "left", "top", "tabs", "right", "bottom", "toolbar", "status"]


@dataclass(frozen=True, slots=True)
class PanelEntry:
    """One row of the table.

    Attributes
    ----------
    name : str
        For files and object names.
    title : str
        For tabs and menus.
    place : str
        Lesson (in the place of what is left), left, top (of the middle), tabs (below it), right, bottom, toolbar or
        status bar.
    panel_class : type
        What makes it.
    """

    name: str
    title: str
    place: Place
    panel_class: type[Panel]

    def make(self, workbench: Workbench, themes: ThemeKeeper) -> Panel:
        """Return a new panel, which knows its title."""
        panel = self.panel_class(workbench, themes)
        panel.title = self.title
        return panel


PANELS: tuple[PanelEntry, ...] = (
    PanelEntry("lessons", "Lessons", "lesson", LessonsPanel),
    PanelEntry("settings", "Settings", "left", SettingsPanel),
    PanelEntry("curves", "Curves", "top", CurvesPanel),
    PanelEntry("welcome", "Welcome", "tabs", WelcomePanel),
    PanelEntry("neurons", "Neurons", "tabs", NeuronsPanel),
    PanelEntry("network", "Network", "tabs", DiagramPanel),
    PanelEntry("mistakes", "Mistakes", "tabs", MistakesPanel),
    PanelEntry("why", "Why", "tabs", WhyPanel),
    PanelEntry("statistics", "Statistics", "tabs", StatisticsPanel),
    PanelEntry("coach", "Coach", "tabs", CoachPanel),
    PanelEntry("runs", "Runs", "tabs", RunsPanel),
    PanelEntry("sweep", "Sweep", "tabs", SweepPanel),
    PanelEntry("data", "Data", "tabs", DataPanel),
    PanelEntry("numpy", "numpy", "tabs", NumpyPanel),
    PanelEntry("handwriting", "My hand", "tabs", HandwritingPanel),
    PanelEntry("pad", "Pad", "right", PadPanel),
    PanelEntry("timeline", "Timeline", "bottom", TimelinePanel),
    PanelEntry("choices", "Data set and preset", "toolbar", ChoicesPanel),
    PanelEntry("status", "Status", "status", StatusPanel),
)
