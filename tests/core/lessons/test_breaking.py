"""Breaking a network in a lesson: the block as it is read, waited for, explained and verified."""

import pytest

from core.data.dataset import Dataset
from core.insight.damage import Damage
from core.lessons.answers import Answer
from core.lessons.breaking import Break
from core.lessons.checking import check
from core.lessons.lesson import Lesson
from core.lessons.player import Player
from core.lessons.reading import parsed
from core.lessons.verifying import verify
from tests.core.lessons.lesson_texts import RUN, changed

BREAK = """```ask
id = "left"
kind = "number"
question = "And without most of its links?"
fact = "run.links.broken.test_accuracy"
near = 5
says = "Yes."
otherwise = "It was {run.links.broken.test_accuracy:%}."
```
```break
name = "links"
cut = 1
noise = 0.5
```
It reads {broken.test_accuracy:%} now.
"""


def _lesson(text: str) -> Lesson:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    assert not check(lesson)
    return lesson


def _broken(text: str = BREAK) -> str:
    return changed(RUN, f"{RUN}{text}")


def test_a_break_is_waited_for_and_explains_the_guess_before_it() -> None:
    lesson = _lesson(_broken())
    (block,) = lesson.blocks(Break)
    assert block.damage == Damage(cut=1, noise=0.5)
    player = Player(lesson)
    player.answer(Answer(("better",)))
    player.run_ended({"test_accuracy": 0.9})
    ask = player.waits_for
    player.broken({"broken.test_accuracy": 0.0})  # not its turn
    player.answer(Answer(number=12))
    assert player.waits_for is block
    assert player.feedback(ask) == ""
    player.broken({"broken.test_accuracy": 0.1})
    assert player.feedback(ask) == "Yes."
    assert player.text_of("{run.links.broken.test_accuracy:%}") == "10.0 %"
    assert player.known["test_accuracy"] == 0.9  # the network itself is as it was


def test_verifying_breaks_the_network_and_knows_what_is_left(tiny_dataset: Dataset) -> None:
    found = verify(_lesson(_broken()), tiny_dataset, "builtin")
    assert found.holds
    left, whole = found.runs["links"]["broken.test_accuracy"], found.runs["first"]["test_accuracy"]
    assert left < whole  # without a link, one digit is said to all
    assert any("left" in claim.text and claim.value == pytest.approx(100 * left) for claim in found.claims)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("cut = 1", "cut = 2", "has to be from 0 to 1"),
        ("cut = 1\nnoise = 0.5\n", "", "does no damage"),
        ("cut = 1", "cat = 1", 'no field "cat"'),
        ("noise = 0.5", "layer = -1", "has to be from 0 to 100"),
        ("noise = 0.5", 'damage = "all"', 'no field "damage"'),
    ],
)
def test_a_bad_break_is_refused(old: str, new: str, said: str) -> None:
    _, faults = parsed(_broken(changed(old, new, BREAK)))
    assert any(said in fault.what for fault in faults), faults


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (_broken(BREAK.replace("links", "first")), "There are two runs or breaks"),
        (changed("Look.", '```break\nname = "early"\ncut = 1\n```'), "There is no network to break yet"),
    ],
)
def test_a_break_that_cannot_be_here_is_found(text: str, said: str) -> None:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    assert any(said in fault.what for fault in check(lesson))
