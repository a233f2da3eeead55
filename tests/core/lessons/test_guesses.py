"""Guesses: explained when all runs they are about are over, and verified with what those runs showed."""

from core.data.dataset import Dataset
from core.lessons.answers import Answer
from core.lessons.checking import check
from core.lessons.guesses import Guess, guesses
from core.lessons.lesson import Lesson
from core.lessons.player import Player
from core.lessons.question import DONT_KNOW, Ask
from core.lessons.reading import parsed
from core.lessons.verifying import Verified, verify

HEAD = """+++
inkling_lesson = 1
id = "two"
title = "Two runs"
+++
"""

SET = """```set
preset = "diary-128"
hidden = [8]
batch_size = 50
```
"""


def run_of(name: str, rest: str = "epochs = 1") -> str:
    return f'```run\nname = "{name}"\n{rest}\n```\n'


def guess(name: str, rest: str) -> str:
    return f'```ask\nid = "{name}"\nkind = "number"\nquestion = "How many percent?"\n{rest}\n```\n'


ABOUT_BOTH = guess(
    "both",
    'fact = "run.second.test_accuracy"\nnear = 5\n'
    'says = "{run.first.step:n} and {run.second.step:n}"\notherwise = "No."',
)
KNOWN = 'near = [1, 2]\nsays = "Yes."\notherwise = "No."'
EARLIER, OTHER = guess("earlier", KNOWN), guess("other", KNOWN)


def lesson_of(*parts: str) -> Lesson:
    lesson, faults = parsed(HEAD + "## One {#one}\n" + "".join(parts))
    assert faults == ()
    assert lesson is not None
    assert check(lesson) == ()
    return lesson


def explained_after(lesson: Lesson) -> list[str]:
    step = lesson.steps[0]
    found = [step.explained_after(place) for place, item in enumerate(step.items) if isinstance(item, Ask)]
    return [getattr(block, "name", "") for block in found]


def test_a_guess_about_two_runs_is_explained_after_the_second() -> None:
    lesson = lesson_of(SET, ABOUT_BOTH, run_of("first"), SET, run_of("second"))
    player = Player(lesson)
    ask = next(lesson.blocks(Ask))
    player.answer(Answer(number=50.0))
    player.run_ended({"step": 3.0, "test_accuracy": 0.2})
    assert player.feedback(ask) == ""
    player.run_ended({"step": 4.0, "test_accuracy": 0.5})
    assert player.feedback(ask) == "3 and 4"


def test_a_guess_is_explained_before_the_next_question_is_asked() -> None:
    lesson = lesson_of(SET, EARLIER, run_of("first"), OTHER, run_of("second"))
    assert explained_after(lesson) == ["first", "second"]


def test_two_guesses_about_one_run_are_both_explained_after_it() -> None:
    lesson = lesson_of(SET, EARLIER, OTHER, run_of("first"))
    assert explained_after(lesson) == ["first", "first"]


def test_verifying_knows_the_truth_of_a_guess_once_its_run_is_over(tiny_dataset: Dataset) -> None:
    found = _verified(tiny_dataset, SET, ABOUT_BOTH, run_of("first"), SET, run_of("second"))
    claims = {claim.text: claim for claim in found.claims}
    truth = claims["both: the truth lies within the range of the question"]
    assert truth.holds
    assert truth.value == 100 * found.runs["second"]["test_accuracy"]


def test_a_truth_outside_of_the_range_of_numbers_does_not_hold(tiny_dataset: Dataset) -> None:
    narrow = ABOUT_BOTH.replace("near = 5", "near = 5\nlow = 0\nhigh = 1")
    assert not _verified(tiny_dataset, SET, narrow, run_of("first"), SET, run_of("second")).holds


def test_figures_in_every_answer_are_verified_not_only_in_the_right_one(tiny_dataset: Dataset) -> None:
    wrong = OTHER.replace("No.", "{run.first.all_right_at:n}")  # no image is right by then, so it never comes
    found = _verified(tiny_dataset, SET, wrong, run_of("first", "steps = 0"))
    assert [claim.line for claim in found.claims if not claim.holds] == [next(found.lesson.blocks(Ask)).line]


def test_a_training_image_is_read_as_soon_as_it_is_shown(tiny_dataset: Dataset) -> None:
    image = "```show\ntrain_image = 0\n```\nIt costs {image_cost:3}.\n"
    found = _verified(tiny_dataset, SET, image, run_of("first", "steps = 1"))
    assert found.holds
    assert found.runs["first"]["image_cost"] > 0
    assert not _verified(tiny_dataset, SET, "It costs {image_cost:3}.\n", run_of("first", "steps = 1")).holds


def test_a_run_that_is_to_be_stopped_holds_when_it_is(tiny_dataset: Dataset) -> None:
    wild = SET.replace(
        "hidden = [8]", 'learning_rate = 100.0\noutput = {name = "linear"}\nactivation = {name = "relu"}'
    )
    assert _verified(tiny_dataset, wild, run_of("wild", "epochs = 5\nstops = true")).holds
    assert not _verified(tiny_dataset, wild, run_of("wild", "epochs = 5")).holds
    assert not _verified(tiny_dataset, SET, run_of("tame", "epochs = 1\nstops = true")).holds


def _verified(dataset: Dataset, *parts: str) -> Verified:
    return verify(lesson_of(*parts), dataset, "own")


def test_a_guess_at_a_curve_is_beside_it_until_another_network_is_made() -> None:
    def about(name: str, fact: str) -> str:
        return guess(name, f'fact = "run.first.{fact}"\nnear = 5\nsays = "Yes."\notherwise = "No."')

    asked = about("a", "best.test_accuracy"), about("b", "train_cost"), about("c", "step")
    later = about("d", "train_accuracy")
    player = Player(lesson_of(SET, *asked, run_of("first"), later, SET, run_of("second")))
    assert guesses(player) == ()
    player.answer(Answer(number=90.0))
    drawn: tuple[Guess, ...] = (Guess("test_accuracy", 0.9),)
    assert guesses(player) == drawn
    player.answer(Answer(number=0.25))
    player.answer(Answer(number=3.0))  # of steps there is no curve
    drawn += (Guess("train_cost", 0.25),)
    assert guesses(player) == drawn
    player.run_ended({"test_accuracy": 0.8})
    assert guesses(player) == drawn
    player.answer(Answer(number=70.0))  # what comes next is the second network
    assert guesses(player) == ()


def test_who_does_not_know_has_no_line() -> None:
    player = Player(lesson_of(ABOUT_BOTH.replace("{run.first.step:n} and ", ""), SET, run_of("second")))
    player.answer(Answer((DONT_KNOW,)))
    assert guesses(player) == ()
