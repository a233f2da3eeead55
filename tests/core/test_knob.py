"""A knob is declared once and refuses, in plain words, what it cannot be."""

import math
from dataclasses import dataclass, fields
from typing import Any

import pytest

from core.errors import KnobError
from core.knob import check_knobs, knob, knobs_of


@dataclass(frozen=True)
class Engine:
    speed: float = knob(1.5, label="Speed", help="How fast.", low=0.5, high=3000.0, logarithmic=True)
    gears: int = knob(4, label="Gears", help="How many.", low=1, high=6, live=False)
    lights: bool = knob(True, label="Lights", help="Whether it shines.")
    name: str = "engine"

    def __post_init__(self) -> None:
        check_knobs(self)


def test_knobs_are_found_in_the_order_declared_on_class_and_instance() -> None:
    for thing in (Engine, Engine()):
        assert list(knobs_of(thing)) == ["speed", "gears", "lights"]
    declared, declaration = knobs_of(Engine)["gears"]
    assert (declared.label, declared.low, declared.high, declared.live) == ("Gears", 1, 6, False)
    assert declaration is next(f for f in fields(Engine) if f.name == "gears")


def test_both_ends_of_the_range_are_allowed() -> None:
    assert Engine(speed=0.5, gears=1).speed == 0.5
    assert Engine(speed=3000.0, gears=6).gears == 6
    assert Engine(speed=2).speed == 2, "a whole number is a number"


@pytest.mark.parametrize("value", [0.4999, 3001, -1, 10**400], ids=["below", "above", "negative", "huge"])
def test_out_of_range_names_the_knob_the_range_and_the_value(value: float) -> None:
    with pytest.raises(KnobError, match=r"Speed must be between 0\.5 and 3,000, not ") as raised:
        Engine(speed=value)
    assert raised.value.remedy


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (7, "not 7."),
        (3_000_000, "not 3,000,000."),
        (10**400, r"not about 10\^400"),
        (-(10**400), r"not about -10\^400"),
    ],
    ids=["seven", "millions", "huge", "huge below"],
)
def test_a_value_out_of_range_is_written_as_a_person_would(value: int, said: str) -> None:
    with pytest.raises(KnobError, match=said):
        Engine(gears=value)


def test_a_value_just_beyond_the_range_does_not_look_like_its_end() -> None:
    with pytest.raises(KnobError, match=r"not 3,000\.0001"):
        Engine(speed=3000.0001)


@pytest.mark.parametrize(
    ("value", "nearest"), [(0.4, 0.5), (0.5, 0.5), (7.5, 7.5), (3000.0, 3000.0), (3000.1, 3000.0), (math.inf, 3000.0)]
)
def test_a_value_is_clipped_to_the_nearest_that_is_allowed(value: float, nearest: float) -> None:
    assert knobs_of(Engine)["speed"][0].clip(value) == nearest


def test_a_whole_number_stays_one_when_it_is_clipped() -> None:
    clipped = [knobs_of(Engine)["gears"][0].clip(value) for value in (-3, 4, 7)]
    assert clipped == [1, 4, 6]
    assert all(type(value) is int for value in clipped)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, "2", None, True, [1.0], 1j])
def test_what_is_no_finite_number_is_refused(value: Any) -> None:
    with pytest.raises(KnobError, match="Speed must be a number, not "):
        Engine(speed=value)


@pytest.mark.parametrize("value", [2.0, 2.5, "2", None, True, math.nan])
def test_what_is_no_whole_number_is_refused(value: Any) -> None:
    with pytest.raises(KnobError, match="Gears must be a whole number, not "):
        Engine(gears=value)


@pytest.mark.parametrize("value", [1, 0, None, "yes"])
def test_a_switch_is_on_or_off(value: Any) -> None:
    with pytest.raises(KnobError, match="Lights is either on or off"):
        Engine(lights=value)
