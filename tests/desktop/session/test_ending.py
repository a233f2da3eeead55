"""A run that ends before its epochs are done: what is said, what is shown, what is saved, and how it goes on."""

from dataclasses import replace

from core.files import weights
from desktop.models.training import State


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
