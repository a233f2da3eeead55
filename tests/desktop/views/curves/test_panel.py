"""The curves: points from the first epoch on, marks, earlier runs behind."""

from dataclasses import replace
from uuid import uuid4

from core.parts.costs import CrossEntropy, SquaredError
from desktop.models.training import State
from desktop.widgets.plot.line_plot import LinePlot


def test_an_epoch_has_at_least_ten_points(person):
    person.workbench.settings.propose("batch_size", 10)  # thirty batches
    person.trigger("stepEpochAction")
    person.settle()
    assert len(person.workbench.timeline.latest.curves) >= 10


def test_a_single_step_can_be_seen(person):
    person.workbench.settings.propose("batch_size", 3)  # a hundred batches, twenty points
    person.trigger("stepAction")
    person.settle()
    assert person.workbench.timeline.latest.curves.column("step").tolist() == [0, 1]


def test_both_plots_show_the_run_and_csv_has_every_point(person, tmp_path):
    person.train_a_little()
    panel = person.window.panels["curves"]
    assert person.find(LinePlot, "costPlot") is panel.cost
    panel.export_csv(tmp_path / "curves.csv")
    lines = (tmp_path / "curves.csv").read_text().splitlines()
    assert len(lines) == 1 + len(person.workbench.timeline.latest.curves)
    for name in ("train_cost", "test_cost", "train_accuracy", "test_accuracy"):
        assert name in lines[0]


def test_a_run_that_was_put_aside_stays_visible_and_a_new_one_begins(person):
    person.train_a_little(20)
    plot = person.window.panels["curves"].cost
    before = plot.grab().toImage()
    person.trigger("resetAction")
    person.wait_until(lambda: person.step == 0)
    person.wait_until(lambda: plot.grab().toImage() != before)
    assert len(person.workbench.runs.others) == 1


def test_a_run_with_another_cost_is_not_drawn_beside_it_and_the_plot_says_so(person):
    person.train_a_little()
    workbench, panel = person.workbench, person.window.panels["curves"]
    run = workbench.runs.current
    other = replace(run, id=uuid4(), name="theirs", settings=replace(run.settings, cost=SquaredError()))
    alike = replace(run, id=uuid4(), name="alike")
    assert run.settings.cost == CrossEntropy()
    workbench.runs.add((other, alike))
    assert "theirs" not in panel.cost.series()
    assert {"theirs", "alike"} <= set(panel.accuracy.series())
    assert "alike" in panel.cost.series()
    assert "1 with another cost is left out" in panel.cost._legend.text()
    workbench.runs.set_shown([other.id], False)
    assert "left out" not in panel.cost._legend.text()


def test_after_the_cost_was_changed_the_runs_before_have_no_place_in_the_cost_plot(person):
    person.train_a_little()
    name = person.workbench.runs.current.name
    person.trigger("resetAction")
    panel = person.window.panels["curves"]
    person.wait_until(lambda: name in panel.cost.series())
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("cost", SquaredError())
    person.wait_until(lambda: name not in panel.cost.series())
    assert name in panel.accuracy.series()
    person.wait_for_state(State.READY)
