"""What every panel does: it is drawn when it can be seen."""

from desktop.look.theme import ThemeKeeper
from desktop.views.panel import Panel


class Slow(Panel):
    """Rests for long after each drawing."""

    rest_ms = 60_000
    drawn = 0

    def draw(self, snapshot: object) -> None:
        self.drawn += 1


def test_the_first_moment_is_drawn_at_once_in_a_panel_that_was_shown_before_it(workbench, qtbot, qapp):
    panel = Slow(workbench, ThemeKeeper(qapp, "light"))
    qtbot.addWidget(panel)
    panel.show()
    assert panel.drawn == 0
    workbench.timeline.shown.emit(workbench.timeline.latest)
    assert panel.drawn == 1


def test_a_moment_that_waited_is_not_drawn_once_its_run_has_gone(workbench, qtbot, qapp):
    panel = Slow(workbench, ThemeKeeper(qapp, "light"))
    qtbot.addWidget(panel)
    qtbot.waitUntil(lambda: workbench.timeline.latest is not None)
    workbench.timeline.shown.emit(workbench.timeline.latest)
    workbench.reset()
    assert workbench.timeline.snapshot is None, "the next network is being made"
    panel.show()
    assert panel.drawn == 0
