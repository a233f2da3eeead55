"""A family of parts, found by name; whatever is unknown is said with what there is."""

from dataclasses import dataclass
from typing import Any

import pytest

from core.errors import KnobError
from core.knob import knob
from core.registry import Part, Registry, choice, choices_of


class Tool(Part):
    __slots__ = ()


tools: Registry[Tool] = Registry("tool")


@tools.register("saw", label="Saw", help="Cuts.")
@dataclass(frozen=True, slots=True)
class Saw(Tool):
    teeth: int = knob(20, label="Teeth", help="How many.", low=1, high=100)


@tools.register("glue", label="Glue", help="Joins.")
@dataclass(frozen=True, slots=True)
class Glue(Tool):
    pass


@dataclass(frozen=True)
class Workshop:
    size: int = 3
    tool: Tool = choice(Saw(), tools, label="Tool", help="What to work with.", live=True)


def test_registering_names_the_class_and_keeps_the_order() -> None:
    assert tools.names() == ("saw", "glue")
    assert tuple(tools) == (Saw, Glue)
    assert (Saw.name, Saw.label, Saw.help) == ("saw", "Saw", "Cuts.")
    assert tools.get("glue") is Glue


def test_two_parts_of_one_name_are_a_mistake_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="two parts are called 'saw'"):
        tools.register("saw", label="Other", help="")(Glue)
    assert tools.get("saw") is Saw


@pytest.mark.parametrize("name", ["hammer", "", "Saw"])
def test_an_unknown_name_is_answered_with_the_names_there_are(name: str) -> None:
    with pytest.raises(KnobError, match="There is no tool called .*Choose one of: saw, glue"):
        tools.create(name)


@pytest.mark.parametrize("setting", ["length", "name", "label", "self"])
def test_an_unknown_knob_is_named(setting: str) -> None:
    values = {"name": "saw"} | ({} if setting == "name" else {setting: 1})
    if setting == "name":
        assert tools.from_dict(values) == Saw()
    else:
        with pytest.raises(KnobError, match=f"'saw' has no setting called '{setting}'"):
            tools.from_dict(values)


@pytest.mark.parametrize("part", [Saw(), Saw(teeth=7), Glue()])
def test_a_part_survives_a_dictionary(part: Tool) -> None:
    values = part.to_dict()
    assert values["name"] == part.name
    assert tools.from_dict(values) == part
    assert values == part.to_dict(), "reading must not use the dictionary up"


@pytest.mark.parametrize("values", [{}, {"name": None}, {"name": ["saw"]}, {"name": "saw", "teeth": 0}])
def test_a_dictionary_that_makes_no_sense_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(KnobError):
        tools.from_dict(values)


def test_choices_are_found_on_class_and_instance() -> None:
    for thing in (Workshop, Workshop()):
        (name, (declared, declaration)), *others = choices_of(thing).items()
        assert not others
        assert name == declaration.name == "tool"
        assert declared.registry is tools
        assert declared.live
