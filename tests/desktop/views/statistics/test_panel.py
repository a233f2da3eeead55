"""The statistics in the window: a row for each layer, the run below, measured while they are looked at."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from core.insight.statistics import histogram
from desktop.views.statistics.spread_view import SpreadView
from desktop.widgets.plot.line_plot import LinePlot

pytestmark = pytest.mark.panels("statistics", "neurons", "data")


@pytest.fixture
def panel(person):
    panel = person.window.panels["statistics"]
    person.window.tabs.setCurrentWidget(panel)
    return panel


def shows(panel, snapshot) -> bool:
    """Return whether the weights on screen are those of a moment."""
    now = panel._rows[0][0]._now
    return (
        now is not None
        and snapshot is not None
        and (now.counts == histogram(snapshot.network.layers[0].weights).counts).all()
    )


def is_at_rest(person) -> bool:
    model = person.workbench.statistics
    return model.is_complete() and not model.is_busy


def test_each_layer_has_its_weights_gradients_and_activations(person, panel):
    person.wait_until(lambda: shows(panel, person.workbench.timeline.latest))
    names = [view.accessibleName() for view in panel._views()]
    assert names == [
        f"{kind}, {layer}" for layer in ("Layer 1", "Outputs") for kind in ("Weights", "Gradients", "Activations")
    ]
    assert all(" numbers from " in view.accessibleDescription() for view in panel._views())
    assert "Epoch 0.00" in person.find(QLabel, "statisticsLabel").text()


def test_it_follows_the_training_and_the_timeline(person, panel):
    first = person.workbench.timeline.latest
    person.wait_until(lambda: shows(panel, first))
    person.train_a_little(20)
    person.wait_until(lambda: shows(panel, person.workbench.timeline.latest))
    assert not shows(panel, first)
    person.workbench.timeline.move_to(0)
    person.wait_until(lambda: shows(panel, first))
    assert panel._rows[0][0]._marked == 0.0
    person.trigger("liveAction")
    person.wait_until(lambda: shows(panel, person.workbench.timeline.latest))
    assert panel._rows[0][0]._marked is None


def test_the_run_before_the_panel_was_shown_is_made_up_for(person):
    timeline = person.workbench.timeline
    person.trigger("trainAction")
    person.wait_until(lambda: bool(timeline.latest.updates))  # steps are measured at a price, so not all of them
    person.pause()
    assert person.workbench.statistics.moments == []  # a hidden panel costs nothing
    person.window.tabs.setCurrentWidget(person.window.panels["statistics"])
    person.wait_until(lambda: is_at_rest(person))
    series = person.find(LinePlot, "updatesPlot").series()
    assert set(series) == {"layer 1", "outputs"}
    epochs, ratios = series["layer 1"]
    assert epochs[0] > 0, "before the first step there is no figure"
    assert epochs[-1] == pytest.approx(person.workbench.timeline.latest.epoch)
    assert (ratios > 0).all()


def test_hidden_again_it_measures_no_more(person, panel):
    person.wait_until(lambda: is_at_rest(person))
    person.window.tabs.setCurrentWidget(person.window.panels["data"])
    before = len(person.workbench.statistics.moments)
    person.train_a_little(10)
    assert not person.workbench.statistics.is_busy
    assert len(person.workbench.statistics.moments) == before


def test_a_pause_ends_the_rest_that_was_taken_for_the_training(person, panel):
    person.wait_until(lambda: is_at_rest(person))
    panel._look_again.rest(10**6)  # as after a look that took long, at a large network
    person.train_a_little(10)
    person.wait_until(lambda: shows(panel, person.workbench.timeline.latest))


def test_the_moment_on_screen_is_not_measured_as_one_of_the_next_run(person, panel):
    person.wait_until(lambda: is_at_rest(person))
    workbench, runs = person.workbench, person.workbench.runs
    runs.show(
        runs.begun(workbench.settings.in_force, workbench.library.dataset)
    )  # the first moment of the next run is not there yet
    panel._look()  # as its timer does, whenever it rings
    assert not person.workbench.statistics.is_busy


@pytest.mark.parametrize("hidden", [(), (7, 6, 5), (2000,)])
def test_any_architecture_can_follow_another(person, panel, hidden):
    person.wait_until(lambda: shows(panel, person.workbench.timeline.latest))
    person.workbench.settings.propose("hidden", hidden)
    person.wait_until(lambda: len(panel._rows) == len(hidden) + 1 and shows(panel, person.workbench.timeline.latest))
    person.wait_until(lambda: is_at_rest(person))
    person.wait_until(lambda: len(person.find(LinePlot, "updatesPlot").series()) == len(hidden) + 1)
    person.wait_until(
        lambda: len([view for view in panel.findChildren(SpreadView) if view.isVisible()]) == 3 * (len(hidden) + 1)
    )
    panel.grab()


def test_weights_that_are_no_numbers_are_told(person, panel):
    person.wait_until(lambda: is_at_rest(person))
    latest = person.workbench.timeline.latest
    network = latest.network.working_copy()
    network.layers[0].weights[:] = np.nan
    person.workbench.timeline.add([replace(latest, network=network, step=latest.step + 1)])
    person.wait_until(lambda: "none of them is a number" in panel._rows[0][0].accessibleDescription())
    panel.grab()
