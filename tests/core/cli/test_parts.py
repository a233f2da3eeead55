"""A part with its settings can be written on the command line, whichever it is."""

from typing import Any

import pytest

from core.cli.parts import on_or_off, part_reader
from core.hyperparameters import Hyperparameters
from core.knob import knobs_of
from core.registry import Registry, choices_of

ALL = [
    (choice.registry, part_class)
    for choice, _ in choices_of(Hyperparameters).values()
    for part_class in choice.registry
]


@pytest.mark.parametrize(("registry", "part_class"), ALL, ids=lambda value: getattr(value, "name", value.__class__))
def test_every_part_is_read_with_all_its_settings(registry: Registry[Any], part_class: type[Any]) -> None:
    read = part_reader(registry)
    assert read(part_class.name) == part_class()
    changed = {
        key: knob.high if isinstance(field.default, float) else int(knob.high)
        for key, (knob, field) in knobs_of(part_class).items()
    }
    written = ",".join(f"{key}={value!r}" for key, value in changed.items())
    assert read(f"{part_class.name}:{written}") == part_class(**changed)


def test_on_and_off_are_read() -> None:
    assert on_or_off("on") is True
    assert on_or_off("off") is False
