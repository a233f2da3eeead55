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

    path = tmp_path / "best.npz"
    saved = []
    workbench.save_file(path, lambda: saved.append(True))
    person.wait_until(lambda: bool(saved))
    assert weights.load(path).step == timeline.snapshot.step
    assert not workbench.runs.current.is_unsaved

    workbench.train()
    person.wait_until(lambda: timeline.latest.epoch > run.epoch)
    person.pause()
    assert workbench.settings.value.patience == 0, "the rule is lifted, and the form says so"
    assert timeline.is_live
    assert workbench.runs.current.id == run.id
