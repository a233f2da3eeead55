"""Every panel stands by itself: in no window, with no other panel, it draws a moment and takes another theme."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.commands import COMMANDS
from desktop.look.theme import DARK, LIGHT, ThemeKeeper
from desktop.shell.window import MainWindow
from desktop.views.choices.panel import ChoicesPanel
from desktop.views.curves.panel import CurvesPanel
from desktop.views.data.panel import DataPanel
from desktop.views.handwriting.panel import HandwritingPanel
from desktop.views.mistakes.panel import MistakesPanel
from desktop.views.network.panel import DiagramPanel
from desktop.views.neurons.panel import NeuronsPanel
from desktop.views.pad.panel import PadPanel
from desktop.views.panel import Panel
from desktop.views.runs.panel import RunsPanel
from desktop.views.settings.panel import SettingsPanel
from desktop.views.statistics.panel import StatisticsPanel
from desktop.views.status.panel import StatusPanel
from desktop.views.timeline.panel import TimelinePanel
from desktop.views.why.panel import WhyPanel

PANELS: tuple[type[Panel], ...] = (
    ChoicesPanel,
    CurvesPanel,
    DataPanel,
    DiagramPanel,
    HandwritingPanel,
    MistakesPanel,
    NeuronsPanel,
    PadPanel,
    RunsPanel,
    SettingsPanel,
    StatisticsPanel,
    StatusPanel,
    TimelinePanel,
    WhyPanel,
)
WORDS_ALONE = (MistakesPanel, SettingsPanel, WhyPanel)
"""What these show at first is in the palette's colors: a sentence, or fields."""


@pytest.mark.parametrize("panel_class", PANELS, ids=lambda panel_class: panel_class.__name__)
def test_a_panel_needs_no_window(
    panel_class: type[Panel], still_window: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    workbench = still_window.workbench
    panel = panel_class(workbench, ThemeKeeper(qapp, "light"))
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    moment = workbench.timeline.latest
    assert moment is not None
    panel.draw(moment)
    head, rows = panel.table() or ((), ())
    assert all(len(row) == len(head) for row in rows)
    assert set(panel.commands()) <= {command.name for command in COMMANDS}
    assert panel.minimumSizeHint().height() <= 500
    if panel_class.set_theme is not Panel.set_theme and panel_class not in WORDS_ALONE:
        panel.set_theme(LIGHT)
        light = panel.grab().toImage()
        panel.set_theme(DARK)
        assert panel.grab().toImage() != light
