"""How a part and a number are written on the command line, and the page that explains all parts."""

import argparse
import math
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from core import typed
from core.cli import tracking
from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.knob import Knob, knobs_of
from core.parts.activations import Activation
from core.registry import Part, Registry, choices_of

T = TypeVar("T")

HOW_TO_WRITE = """\
Some choices have settings of their own. They are written behind the name:

  --optimizer momentum:momentum=0.95
  --schedule step:every=5,drop=0.5
"""


def whole_number(text: str) -> int:
    """Read a whole number."""
    return _read(typed.whole_number, text)


def number(text: str) -> float:
    """Read a number."""
    return _read(typed.number, text)


def layers(text: str) -> tuple[int, ...]:
    """Read the sizes of hidden layers, one or several."""
    return _read(typed.layers, text)


def layer_activations(text: str) -> tuple[Activation, ...]:
    """Read the activations of hidden layers, one or several."""
    return _read(typed.layer_activations, text)


def layer_numbers(text: str) -> tuple[int, ...]:
    """Read the numbers of layers, one or several."""
    return _read(typed.layer_numbers, text)


def number_of_images(text: str) -> int:
    """Read a whole number, or ``all``."""
    return 0 if text == "all" else whole_number(text)


def on_or_off(text: str) -> bool:
    """Read ``on`` or ``off``."""
    return _read(typed.on_or_off, text)


def log(text: str) -> tuple[str, Path]:
    """Read a log: its kind and its place."""
    return _read(tracking.checked, text)


def reader_of(kind: type) -> Callable[[str], Any]:
    """Return what reads a knob's value from the command line."""
    return {int: whole_number, bool: on_or_off}.get(kind, number)


def written(part: Part) -> str:
    """Return a part as it is written on the command line, with those settings that are not at their default."""
    return typed.written_part(part)


def range_of(knob: Knob) -> str:
    """Return the values a knob may have, as a person would write them."""
    return f"{_written(knob.low)} to {_written(knob.high)}"


def part_reader(registry: Registry[Any]) -> Callable[[str], Part]:
    """Return what reads ``name`` or ``name:knob=value,knob=value``."""
    return lambda text: _read(lambda written: typed.part(written, registry), text)


def page(width: int) -> str:
    """Return a page that explains every part and its settings, no wider than so many letters."""
    lines = [HOW_TO_WRITE]
    for name, (choice, _) in choices_of(Hyperparameters).items():
        lines.append(f"--{name}")
        for part_class in choice.registry:
            lines += textwrap.wrap(
                part_class.help, width, initial_indent=f"  {part_class.name:18}", subsequent_indent=" " * 20
            )
            for key, (knob, declared) in knobs_of(part_class).items():
                text = f"{key}: {knob.help} ({range_of(knob)}; default {_written(declared.default)})"
                lines += textwrap.wrap(text, width, initial_indent=" " * 20, subsequent_indent=" " * 22)
        lines.append("")
    return "\n".join(lines).rstrip()


def _read(reader: Callable[[str], T], text: str) -> T:
    try:
        return reader(text)
    except KnobError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:,.10g}" if value == 0 or abs(math.log10(abs(value))) < 10 else f"{value:g}"
