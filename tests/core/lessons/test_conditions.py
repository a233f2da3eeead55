"""Conditions: one comparison each, read without eval."""

import math

import pytest

from core.lessons.conditions import Condition, read_condition

KNOWN = {"test_accuracy": 0.9, "step": 60.0, "run.rough.test_accuracy": 0.5, "broken": math.nan}


def _read(text: str) -> Condition:
    condition = read_condition(text)
    assert condition is not None
    return condition


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("test_accuracy > 89%", True),
        ("test_accuracy > 0.9", False),
        ("test_accuracy >= 90%", True),
        ("step = 60", True),
        ("step != 60", False),
        ("step<1e2", True),
        ("test_accuracy > run.rough.test_accuracy + 39%", True),
        ("test_accuracy > run.rough.test_accuracy * 2", False),
        ("run.rough.test_accuracy <= test_accuracy - 0.4", True),
        ("broken != 1", False),
        ("step < broken", False),
        ("nobody_knows > 0", False),
        ("nobody_knows != 0", False),
    ],
)
def test_a_condition_holds_or_not(text: str, holds: bool) -> None:
    assert _read(text).holds(KNOWN) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "step",
        "step > ",
        "step => 3",
        "(step) > 3",
        "step > 3 and epoch > 1",
        "__import__('os').system('x') > 1",
        "step > 1 + 1",
        "step > epoch + 1 + 1",
        "step > epoch / 2",
        "step > 9" + "9" * 400,
        "STEP > 1",
    ],
)
def test_nothing_else_is_a_condition(text: str) -> None:
    assert read_condition(text) is None


def test_a_condition_tells_how_far_it_is_from_turning() -> None:
    assert _read("test_accuracy > 85%").margin(KNOWN) == pytest.approx(0.05)
    assert math.isnan(_read("test_accuracy > nobody_knows").margin(KNOWN))
