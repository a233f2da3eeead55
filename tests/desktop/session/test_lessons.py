"""What a lesson does to the run on screen, and that all is as before when it is left."""

from pathlib import Path

import pytest

from core.data.dataset import Dataset
from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from core.lessons.reading import parsed
from core.lessons.running import RunBlock
from core.parts.costs import SquaredError
from desktop.models.training import State
from desktop.session import finding
from tests.core.lessons.lesson_texts import LESSON, RUN, changed
from tests.desktop.helpers import assert_same_weights
from tests.desktop.lesson_helpers import Learner, put_lesson_there, use_tiny_images

pytestmark = pytest.mark.panels("lessons", "settings", "choices", "pad", "curves")


@pytest.fixture
def learner(person, monkeypatch: pytest.MonkeyPatch, tiny_dataset: Dataset, figures_folder: Path) -> Learner:
    use_tiny_images(monkeypatch, tiny_dataset, figures_folder)
    put_lesson_there()
    return Learner(person)


def test_a_lesson_makes_its_network_on_its_images(learner):
    learner.begin()
    workbench = learner.person.workbench
    assert workbench.library.in_use == "builtin"
    assert workbench.settings.in_force.hidden == (8,)
    assert isinstance(workbench.settings.in_force.cost, SquaredError)
    assert workbench.runs.current.step == 0


def test_a_lesson_that_is_chosen_while_other_images_are_loaded_is_played_on_its_own(learner, figures_folder: Path):
    library, lessons = learner.person.workbench.library, learner.lessons
    learner.open_list()
    for is_on_screen in (False, True):
        library.load(str(figures_folder))
        learner.choose("Small")
        assert library.in_use == "builtin"
        assert not library.is_busy
        learner.press("lessonLeaveButton")
        assert lessons.player is None
        if not is_on_screen:
            library.load("builtin")
            learner.person.wait_until(lambda: library.in_use == "builtin" and not library.is_busy)
            learner.open_list()


def test_other_images_in_the_middle_of_a_lesson_are_told_and_can_be_put_back(learner, figures_folder: Path):
    person, library, lessons = learner.person, learner.person.workbench.library, learner.lessons
    learner.begin()
    learner.guess(1)
    library.load(str(figures_folder))
    person.wait_until(lambda: "figures is in use now" in person.notice)
    assert "The lesson speaks of Built-in handwriting" in person.notice
    person.press("Put it back")
    person.wait_until(lambda: library.in_use == "builtin" and not library.is_busy)
    assert "in use now" not in person.notice
    assert isinstance(lessons.player.waits_for, RunBlock)
    learner.run()
    library.load(str(figures_folder))
    person.wait_until(lambda: "figures is in use now" in person.notice)
    person.press("Leave lesson")
    assert lessons.player is None
    assert "in use now" not in person.notice


def test_a_run_is_trained_to_its_end_and_named_after_the_lesson(learner):
    learner.begin()
    learner.guess(1)
    learner.run()
    run = learner.person.workbench.runs.current
    assert run.name == "3 Small: first"
    assert (run.epoch, run.settings.epochs) == (2, 2)
    assert learner.lessons.player.runs["first"]["test_accuracy"] == run.latest.whole_accuracy


def test_steps_are_counted_and_the_next_run_goes_on(learner):
    put_lesson_there(
        changed(
            "The end.\n",
            RUN.replace("first", "second").replace("epochs = 2", "epochs = 3"),
            changed("epochs = 2", "steps = 4"),
        )
    )
    learner.begin()
    learner.guess(1)
    learner.run()
    assert learner.lessons.player.runs["first"]["step"] == 4
    learner.press("lessonNextButton")
    learner.press("lessonDontKnowButton")
    learner.run()
    assert learner.lessons.player.runs["second"]["step"] == 3 * 6
    assert learner.person.workbench.runs.current.name == "3 Small: first"


def test_a_run_of_no_step_is_only_measured(learner):
    put_lesson_there(changed("epochs = 2", "steps = 0"))
    learner.begin()
    learner.guess(1)
    learner.run()
    assert learner.lessons.player.runs["first"]["step"] == 0


def test_a_run_that_is_paused_goes_on(learner):
    put_lesson_there(changed("epochs = 2", "epochs = 1000"))
    learner.begin()
    learner.guess(1)
    learner.press("lessonRunButton")
    person = learner.person
    person.wait_until(lambda: person.step > 5)
    learner.press("lessonRunButton")
    person.wait_for_state(State.PAUSED)
    person.settle()
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    before = person.step
    learner.press("lessonRunButton")
    person.wait_until(lambda: person.step > before)
    person.pause()


def test_a_run_that_takes_too_long_is_cut_short_and_the_lesson_goes_on(learner):
    put_lesson_there(changed("epochs = 2", "epochs = 1000\nseconds = 1"))
    learner.begin()
    training = learner.person.workbench.training
    learner.guess(1)
    block = learner.lessons.player.waits_for
    object.__setattr__(block, "seconds", 0.0)
    learner.run()
    assert "cut short" in learner.person.notice
    assert training.state is State.PAUSED
    learner.person.settle()


def test_leaving_puts_back_data_settings_and_network(learner, figures_folder: Path):
    person = learner.person
    person.train_a_little()
    before, settings = person.workbench.timeline.latest, person.workbench.settings.value
    learner.begin()
    learner.guess(0)
    learner.run()
    learner.press("lessonLeaveButton")
    person.wait_until(lambda: person.workbench.runs.current.latest is not None and person.step == before.step)
    workbench = person.workbench
    assert_same_weights(workbench.timeline.latest.network, before.network)
    assert workbench.settings.value == settings
    assert workbench.library.in_use == str(figures_folder)
    assert "3 Small: first" in [run.name for run in workbench.runs.trained]
    assert not learner.is_seen("lessonPanel")
    assert learner.is_seen("learningRateSpin")


def test_a_lesson_whose_images_did_not_come_leaves_no_network_to_come_back_to(learner, monkeypatch):
    person = learner.person
    workbench, lesson = person.workbench, parsed(LESSON)[0]
    with monkeypatch.context() as without_images:
        without_images.setattr(workbench.library, "load", lambda name: None)
        workbench.playing.begin(lesson)
    workbench.library.cancelled.emit()
    person.train_a_little()
    before = workbench.timeline.latest
    learner.begin()
    learner.press("lessonLeaveButton")
    person.wait_until(lambda: workbench.timeline.latest is not None and workbench.library.in_use != "builtin")
    assert workbench.runs.current.step == before.step


def test_a_lesson_is_not_played_on_other_images_than_it_asked_for(learner, monkeypatch, figures_folder: Path):
    workbench, lesson = learner.person.workbench, parsed(LESSON)[0]
    with monkeypatch.context() as without_images:
        without_images.setattr(workbench.library, "load", lambda name: None)
        workbench.playing.begin(lesson)
    workbench.library.loaded.emit(workbench.library.dataset)
    assert workbench.library.in_use == str(figures_folder)
    assert learner.lessons.player is None
    workbench.library.load("builtin")
    learner.person.wait_until(lambda: workbench.library.in_use == "builtin")
    assert learner.lessons.player is None, "it is not taken up later either"


def test_a_run_whose_facts_could_not_be_found_can_be_done_again(learner, monkeypatch):
    put_lesson_there(changed("epochs = 2", 'epochs = 1000\nuntil = ["epoch >= 2"]'))
    learner.begin()
    learner.guess(1)
    playing, lost = learner.person.workbench.playing, []

    def fails(seen: object) -> dict[str, float]:
        lost.append(seen)
        raise InklingError("The facts are lost.", "Run it again.")

    with monkeypatch.context() as in_trouble:
        in_trouble.setattr(finding, "known_of", fails)
        learner.press("lessonRunButton")
        learner.person.wait_until(lambda: len(lost) > 1)  # asked once more after the first failure
        learner.person.pause()
        playing._end_run()
        learner.person.wait_until(lambda: not playing.is_ending)
    assert "The facts are lost." in learner.person.notice
    learner.run()
    assert learner.lessons.player.runs["first"]["epoch"] >= 2


def test_leaving_an_untouched_window_gives_its_settings_back(learner):
    person = learner.person
    settings: Hyperparameters = person.workbench.settings.value
    learner.begin()
    learner.press("lessonLeaveButton")
    person.wait_until(lambda: person.workbench.settings.value == settings)
    person.wait_for_state(State.READY)


def test_a_lesson_goes_on_after_a_start_in_the_middle_of_a_run(learner):
    learner.begin()
    learner.guess(1)
    learner.press("lessonLeaveButton")
    learner.begin()
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    learner.run()
    assert learner.lessons.player.answers["guess"].right is True


@pytest.mark.parametrize("split", ["train", "test"])
def test_what_an_image_costs_is_known_as_soon_as_it_is_shown(learner, split):
    put_lesson_there(changed("The end.\n", f"```show\n{split}_image = 3\n```\nThe end.\n"))
    learner.begin()
    learner.guess(1)
    learner.run()
    assert "image_cost" not in learner.lessons.player.known
    learner.press("lessonNextButton")
    learner.press("lessonDontKnowButton")
    learner.person.wait_until(lambda: "image_cost" in learner.lessons.player.known)
    workbench, known = learner.person.workbench, learner.lessons.player.known
    shown = getattr(workbench.session.dataset, split)
    outputs = workbench.timeline.latest.network.outputs(shown.images[3:4])[0]
    assert known["output.4"] == pytest.approx(float(outputs[4]), rel=1e-4)
    assert workbench.pad.label == shown.labels[3]


def test_a_run_tells_what_the_training_image_shown_costs(learner):
    put_lesson_there(changed("Look.", "```show\ntrain_image = 0\n```"))
    learner.begin()
    learner.guess(1)
    learner.run()
    assert "image_cost" in learner.lessons.player.runs["first"]


def test_a_lesson_that_is_gone_on_with_has_its_network_and_its_image_again(learner):
    put_lesson_there(changed("Look.", "```show\ntrain_image = 0\n```"))
    workbench = learner.person.workbench
    workbench.library.load("builtin")
    learner.person.wait_until(lambda: workbench.library.in_use == "builtin")
    learner.begin()
    learner.guess(1)
    learner.press("lessonLeaveButton")
    learner.person.wait_for_state(State.READY)
    assert workbench.settings.in_force.hidden != (8,)
    learner.begin()
    assert isinstance(learner.lessons.player.waits_for, RunBlock)
    assert workbench.settings.in_force.hidden == (8,)
    assert "image_cost" in learner.lessons.player.known


def test_a_network_is_broken_and_whole_again_in_the_next_step(learner):
    block = '```break\nname = "cut"\ncut = 1\ntab = "neurons"\n```\nIt reads {broken.test_accuracy:%} now.\n'
    put_lesson_there(changed(RUN, f"{RUN}{block}"))
    learner.begin()
    learner.guess(1)
    learner.run()
    workbench, player = learner.person.workbench, learner.lessons.player
    before = workbench.runs.current.latest.network
    learner.press("lessonBreakButton")
    assert workbench.selection.damage.cut == 1
    learner.person.wait_until(lambda: "cut" in player.runs)
    assert 0 < player.known["broken.test_accuracy"] < 0.5  # without links it says one digit to all
    assert workbench.runs.current.latest.network is before
    learner.press("lessonNextButton")
    assert workbench.selection.damage.is_none
