"""A run that ends before its epochs are done: what is said, what is shown, what is saved, and how it goes on."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel

from core.data.dataset import Split
from core.files import weights
from desktop.look.words import accuracy
from desktop.models.training import State
from desktop.views.curves.run_curves import Course, draw_other


def end_by_patience(person):
    """Train until the accuracy grows no more; it does so well before all epochs are done."""
    settings = person.workbench.settings
    settings.show_value(replace(settings.value, patience=1, keep_best=True, epochs=80))
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    return person.workbench.runs.current


def test_a_run_that_ends_shows_and_saves_its_best_moment_and_goes_on_when_asked(person, tmp_path):
    run = end_by_patience(person)
    workbench, timeline = person.workbench, person.workbench.timeline
    assert run.epoch < 80
    assert timeline.snapshot.epoch == run.epoch - 1
    assert timeline.latest.epoch == run.epoch, "the timeline keeps what came after"
    assert f"the end of epoch {run.epoch - 1:.4g}" in workbench.notices.current.text
    assert "no better for 1 epoch" in workbench.notices.current.text
    assert workbench.epochs_to_add == 0
    assert "no better for 1 epoch" in person.window.actions_["trainAction"].toolTip()

    person.wait_until(lambda: "chosen" in [each.rule for each in workbench.coach.findings or ()])
    (told,) = [each for each in workbench.coach.findings if each.rule == "chosen"]
    assert f"of its {run.epoch:.0f} epochs" in told.evidence, "an earlier moment is shown"

    path = tmp_path / "best.npz"
    saved = []
    workbench.save_file(path, lambda: saved.append(True))
    person.wait_until(lambda: bool(saved))
    assert weights.load(path).step == timeline.snapshot.step
    assert weights.load(path).end_of_run.epoch == run.epoch
    assert not workbench.runs.current.is_unsaved

    workbench.train()
    person.wait_until(lambda: timeline.latest.epoch > run.epoch)
    person.pause()
    assert workbench.settings.value.patience == 0, "the rule is lifted, and the form says so"
    assert timeline.is_live
    assert workbench.runs.current.id == run.id


def test_where_images_are_held_out_they_choose_the_best_moment_and_that_is_said_and_drawn(person, tmp_path):
    workbench = person.workbench
    workbench.settings.show_value(replace(workbench.settings.value, validation_split=20.0))
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    run = end_by_patience(person)
    assert run.settings.validation_split == 20
    assert run.best.whole_accuracy == run.curves.column("validation_accuracy")[run.curves.is_end_of_epoch].max()
    assert "of the validation images and " in workbench.notices.current.text
    panel = person.window.panels["curves"]
    assert set(panel.accuracy.series()) == {"training", "test", "validation"}
    panel.export_csv(tmp_path / "curves.csv")
    head, *lines = (tmp_path / "curves.csv").read_text().splitlines()
    assert head.endswith(",whole,validation_cost,validation_accuracy")
    assert float(lines[-1].split(",")[-1]) == run.curves.column("validation_accuracy")[-1]


def test_too_few_images_to_hold_out_are_told_and_the_settings_can_be_mended(person):
    workbench = person.workbench
    workbench.settings.show_value(replace(workbench.settings.value, validation_split=2.0))
    person.trigger("resetAction")
    person.wait_until(lambda: workbench.notices.current is not None)
    assert "too few to judge" in workbench.notices.current.text
    workbench.settings.show_value(replace(workbench.settings.value, validation_split=20.0))
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    assert workbench.timeline.latest.train_images == 240


def test_without_test_images_all_that_tells_a_run_goes_by_those_held_out(person, monkeypatch: pytest.MonkeyPatch):
    heard = []
    monkeypatch.setattr(person.workbench.announcements, "say", lambda topic, said, **key: heard.append(said.text))
    workbench = person.workbench
    workbench.library.use(replace(workbench.library.dataset, test=Split.empty()), "no tests")
    person.wait_for_state(State.READY)
    workbench.settings.show_value(replace(workbench.settings.value, validation_split=20.0, epochs=2))
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.trigger("trainAction")
    person.wait_for_state(State.FINISHED)
    run = workbench.runs.current
    best, last = (accuracy(figure) for figure in (run.curves.best(), run.curves.latest("validation_accuracy")))
    assert f"Training is finished at epoch 2, validation accuracy {last}." in heard

    panel = person.window.panels["runs"]
    person.window.tabs.setCurrentWidget(panel)
    person.wait_until(lambda: panel.tree.topLevelItemCount() == 1)
    item = panel.tree.topLevelItem(0)
    assert [item.text(1), item.text(2)] == [f"{best} (validation)", f"{last} (validation)"]
    assert "held out for validation" in item.toolTip(1)
    head, rows = panel.table()
    assert head[1:3] == ["Best validation accuracy in %", "Last validation accuracy in %"]
    assert rows[0][2] == round(100 * run.curves.last("validation_accuracy"), 2)

    workbench.timeline.move_to(0)
    line = person.find(QLabel, "statusLabel").text()
    first = accuracy(workbench.timeline.snapshot.curves.latest("validation_accuracy"))
    assert line.endswith(f"on screen: epoch 0.0, validation {first}")

    plot = person.window.panels["curves"].accuracy
    draw_other(plot, run, Course(run.curves, 0.0, "epochs", 1), "accuracy")
    np.testing.assert_array_equal(plot.series()[run.name][1], run.curves.column("validation_accuracy"))
