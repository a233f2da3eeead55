"""CoachPanel: cards that point at the trouble, and an experiment that can be taken back."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QTabWidget, QWidget

from core.coach.finding import CURVES, MATRIX, NEURONS, Finding
from core.hyperparameters import Hyperparameters
from desktop.models.training import State
from desktop.views.coach.panel import CoachPanel, describe_experiment

pytestmark = pytest.mark.panels("coach", "neurons", "curves", "mistakes", "settings")


@pytest.fixture
def panel(person) -> CoachPanel:
    found = person.window.panels["coach"]
    person.window.tabs.setCurrentWidget(found)
    person.wait_until(lambda: person.workbench.coach.findings is not None)
    return found


def finding(settings: Hyperparameters | None, view: str = CURVES, **others: object) -> Finding:
    return Finding(
        rule="r", title="Trouble", evidence="7 of 9.", view=view, advice="Try it.", experiment=settings, **others
    )


def say(person, *findings: Finding, is_healthy: bool = False) -> None:
    """Let the coach say this, and nothing else from now on."""
    person.workbench.coach.look = lambda *arguments, **others: None
    person.workbench.coach.forget()
    person.workbench.coach._take(findings, is_healthy=is_healthy)


def button(panel: CoachPanel, name: str) -> QPushButton:
    return next(b for b in panel.findChildren(QPushButton, name) if b.isVisible())


def tab_text(person) -> str:
    tabs: QTabWidget = person.window.tabs
    return tabs.tabText(tabs.indexOf(person.window.panels["coach"]))


def change(person, **changes: object) -> Hyperparameters:
    return Hyperparameters.from_dict(person.workbench.settings.in_force.to_dict() | changes)


def test_is_quiet_when_there_is_nothing_to_say(person, panel: CoachPanel):
    person.train_a_little()
    say(person, is_healthy=True)
    panel._show_findings()
    assert panel.findChild(QLabel, "coachLabel").text() == "Nothing to say: the run looks healthy."
    say(person)
    panel._show_findings()
    assert panel.findChild(QLabel, "coachLabel").text().startswith("Nothing to say yet: so far")
    assert tab_text(person) == "Coach"


def test_a_finding_is_a_card_and_a_number_in_the_tab(person, panel: CoachPanel):
    say(person, finding(change(person, learning_rate=0.5)))
    assert tab_text(person) == "Coach (1)"
    assert button(panel, "tryFindingButton").text() == "Try it: learning rate 0.5"
    assert not panel.findChild(QLabel, "coachLabel").isVisible()
    say(person)
    assert tab_text(person) == "Coach"
    assert not [b for b in panel.findChildren(QPushButton) if b.isVisible()]


def test_where_no_setting_helps_there_is_no_button_for_one(person, panel: CoachPanel):
    say(person, finding(None))
    assert button(panel, "showFindingButton").isVisible()
    assert not [b for b in panel.findChildren(QPushButton, "tryFindingButton") if b.isVisible()]


def test_show_me_goes_to_the_layer_it_is_about(person, panel: CoachPanel):
    say(person, finding(change(person, learning_rate=0.5), NEURONS, layer=0))
    button(panel, "showFindingButton").click()
    neurons = person.window.panels["neurons"]
    assert person.window.tabs.currentWidget() is neurons
    assert neurons.findChild(QWidget, "spotlight").isVisible()


def test_show_me_chooses_the_cell_it_is_about(person, panel: CoachPanel):
    person.train_a_little()
    say(person, finding(change(person, learning_rate=0.5), MATRIX, cell=(4, 9)))
    button(panel, "showFindingButton").click()
    mistakes = person.window.panels["mistakes"]
    assert person.window.tabs.currentWidget() is mistakes
    assert person.workbench.selection.cell == (4, 9)
    spot, matrix = mistakes.findChild(QWidget, "spotlight"), mistakes.findChild(QWidget, "confusionMatrix")
    column = matrix.column_rect(9)
    person.wait_until(lambda: spot.geometry().center().x() == pytest.approx(column.center().x(), abs=3))
    assert spot.width() < 2 * column.width()


def test_an_experiment_for_which_these_weights_are_lost_begins_anew(person, panel: CoachPanel):
    person.train_a_little()
    before = person.workbench.settings.in_force
    say(person, finding(change(person, learning_rate=0.5), begins_anew=True))
    assert "new network" in button(panel, "tryFindingButton").toolTip()
    button(panel, "tryFindingButton").click()
    assert person.workbench.runs.last_left is not None
    person.wait_until(lambda: person.workbench.training.is_running)
    assert person.workbench.settings.in_force.learning_rate == 0.5
    person.pause()
    person.workbench.bring_back()
    person.wait_for_state(State.PAUSED)
    assert person.workbench.settings.in_force == before  # the experiment was none of the run that was left
    assert person.workbench.timeline.latest.marks == ()


def test_an_experiment_with_a_live_setting_is_adopted_and_can_be_undone(person, panel: CoachPanel):
    person.train_a_little()
    step, before = person.step, person.workbench.settings.in_force
    say(person, finding(change(person, learning_rate=0.5)))
    button(panel, "tryFindingButton").click()
    assert person.workbench.settings.in_force.learning_rate == 0.5
    assert person.step == step
    person.press("Undo")
    assert person.workbench.settings.in_force == before


def test_an_experiment_that_needs_a_new_network_trains_one_and_the_old_comes_back(person, panel: CoachPanel):
    person.train_a_little()
    step = person.step
    say(person, finding(change(person, seed=77)))
    button(panel, "tryFindingButton").click()
    assert person.workbench.settings.in_force.seed == 77
    person.wait_until(lambda: person.step > 0 and person.workbench.training.is_running)
    person.pause()
    person.trigger("bringBackAction")
    person.wait_until(lambda: person.step == step)


def test_a_change_of_several_settings_is_told_in_one_breath():
    now = Hyperparameters()
    then = Hyperparameters.from_dict(now.to_dict() | {"learning_rate": 0.25, "batch_size": 8})
    assert describe_experiment(now, then) == "learning rate 0.25 and batch size 8"
    assert describe_experiment(now, now) == "again"
