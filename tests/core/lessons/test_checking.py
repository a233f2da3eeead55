"""Checking lessons as a whole."""

import pytest

from core.lessons.checking import check
from core.lessons.reading import parsed
from core.lessons.table import Fault
from tests.core.lessons.lesson_texts import LESSON, RUN, changed

IF = '```if\nanswer = "guess.better"\ngoto = "now"\n```\n'


def _faults(text: str) -> list[str]:
    lesson, faults = parsed(text)
    assert lesson is not None
    assert not faults
    return [_told(fault) for fault in check(lesson)]


def _told(fault: Fault) -> str:
    return f"{fault.what} {fault.remedy}"


def test_a_sound_lesson_has_no_fault() -> None:
    assert _faults(LESSON) == []
    assert _faults(changed("It reads", IF + "It reads")) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Look.", "Look: {test_accuracy:%}.", "is not known yet"),
        ("Look.", "Look: {run.first.step:n}.", 'no run "first" before this'),
        ("{step:n}", "{step}", "is no figure"),
        ("{step:n}", "{stepp:n}", 'Did you mean "step"?'),
        ("{step:n} steps", "20 % of the steps", "A measured figure is typed."),
        ("test_accuracy > 5%", "run.frist.test_accuracy > 5%", 'Did you mean "first"?'),
        ("retry = true", 'goto = "guess"', "does not lie ahead"),
        ("retry = true", 'goto = "nwo"', 'Did you mean "now"?'),
        ("It reads", IF.replace("guess.better", "guess.beter") + "It reads", 'Did you mean "better"?'),
        ("It reads", IF.replace("guess.", "gues.") + "It reads", 'Did you mean "guess"?'),
        ('id = "number"', 'id = "guess"', "two questions"),
        ("The end.\n", RUN, 'two runs "first"'),
        ("The end.", "<b>The end</b>", "HTML"),
        ("The end.", "<!-- hidden -->", "HTML"),
        ("The end.", "[here](file:///etc/passwd)", "is not allowed"),
        ("The end.", "[here](javascript:alert)", "is not allowed"),
        ("The end.", "See http://example.org for more.", "is not allowed"),
        ("The end.", "![x](../secret.png)", "no picture beside the lesson"),
        ("The end.", "![x](file:///a.png)", "no picture beside the lesson"),
        ("The end.", "![x](movie.gif)", "no picture beside the lesson"),
    ],
)
def test_a_fault_is_found(old: str, new: str, said: str) -> None:
    assert any(said in text for text in _faults(changed(old, new))), _faults(changed(old, new))


@pytest.mark.parametrize(
    "text",
    [
        "> From the diary: it reads 94 %.",
        "[the book](https://example.org/book)",
        "[Mistakes](inkling:tab/mistakes)",
        "![a step](step.png)",
        "a < b and b > c",
    ],
)
def test_what_is_allowed(text: str) -> None:
    assert _faults(changed("The end.", text)) == []


def test_what_is_said_to_an_answer_may_speak_of_the_run_that_follows() -> None:
    text = changed("Something did.", "Something did: {run.first.test_accuracy:%}.")
    assert _faults(text) == []
    assert _faults(changed("What happens?", "What happens at {run.first.test_accuracy:%}?"))


def test_a_run_needs_a_network() -> None:
    text = changed('```set\npreset = "diary-128"\nhidden = [8]\nbatch_size = 50\n```\n', "")
    assert any("no network to train" in text for text in _faults(text))
