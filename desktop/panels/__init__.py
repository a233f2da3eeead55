"""PANELS: the table of panels, and where each of them stands in the window."""

from dataclasses import dataclass
from typing import Literal

from desktop.panels.choices import ChoicesPanel
from desktop.panels.coach import CoachPanel
from desktop.panels.curves import CurvesPanel
from desktop.panels.data import DataPanel
from desktop.panels.diagram import DiagramPanel
from desktop.panels.handwriting import HandwritingPanel
from desktop.panels.mistakes import MistakesPanel
from desktop.panels.neurons import NeuronsPanel
from desktop.panels.pad import PadPanel
from desktop.panels.panel import Panel
from desktop.panels.runs import RunsPanel
from desktop.panels.settings import SettingsPanel
from desktop.panels.statistics import StatisticsPanel
from desktop.panels.status import StatusPanel
from desktop.panels.timeline import TimelinePanel
from desktop.panels.why import WhyPanel

Place = Literal["left", "top", "tabs", "right", "bottom", "toolbar", "status"]


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
        Left, top (of the middle), tabs (below it), right, bottom, toolbar or status bar.
    panel_class : type
        What makes it.
    """

    name: str
    title: str
    place: Place
    panel_class: type[Panel]


PANELS: tuple[PanelEntry, ...] = (
    PanelEntry("settings", "Settings", "left", SettingsPanel),
    PanelEntry("curves", "Curves", "top", CurvesPanel),
    PanelEntry("neurons", "Neurons", "tabs", NeuronsPanel),
    PanelEntry("network", "Network", "tabs", DiagramPanel),
    PanelEntry("mistakes", "Mistakes", "tabs", MistakesPanel),
    PanelEntry("why", "Why", "tabs", WhyPanel),
    PanelEntry("statistics", "Statistics", "tabs", StatisticsPanel),
    PanelEntry("coach", "Coach", "tabs", CoachPanel),
    PanelEntry("runs", "Runs", "tabs", RunsPanel),
    PanelEntry("data", "Data", "tabs", DataPanel),
    PanelEntry("handwriting", "My hand", "tabs", HandwritingPanel),
    PanelEntry("pad", "Pad", "right", PadPanel),
    PanelEntry("timeline", "Timeline", "bottom", TimelinePanel),
    PanelEntry("choices", "Data set and preset", "toolbar", ChoicesPanel),
    PanelEntry("status", "Status", "status", StatusPanel),
)
