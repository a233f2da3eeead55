"""What a person types: numbers, layers and parts, read in the window as in the terminal.

Nothing is corrected in silence. What can be meant in one way only is taken, and all else is refused with a sentence.
"""

import re
from collections.abc import Sequence
from typing import Any

from core.errors import KnobError
from core.knob import Knob, kind_of, knobs_of
from core.network.network import PIXELS
from core.parts.activations import Activation, activations
from core.registry import Part, Registry

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?([0-9]+[.,]?[0-9]*|[.,][0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)
_LONGEST = 40  # letters that are repeated to whoever typed them


def whole_number(text: str) -> int:
    """Return the whole number written: 64, but neither 64.0 nor 1,000.

    Raises
    ------
    KnobError
        When it is none.
    """
    if _WHOLE.fullmatch(text.strip()) is None:
        raise KnobError(f"{_quoted(text)} is not a whole number.", "Write one such as 64.")
    return int(text)


def number(text: str) -> float:
    """Return the number written: 0.002, 0,002 or 2e-3, but not 1.234,5.

    Raises
    ------
    KnobError
        When it is none.
    """
    if _NUMBER.fullmatch(text.strip()) is None:
        raise KnobError(f"{_quoted(text)} is not a number.", "Write one such as 0.002.")
    return float(text.strip().replace(",", "."))


def knob_value(text: str, declared: Knob, kind: type) -> Any:
    """Return the number written for a knob of a kind.

    Raises
    ------
    KnobError
        When it is none, or none that the knob may have.
    """
    value = whole_number(text) if kind is int else number(text)
    declared.check(value, kind)
    return value


def on_or_off(text: str) -> bool:
    """Return whether ``on`` or ``off`` is written.

    Raises
    ------
    KnobError
        When it is neither.
    """
    if text.strip().lower() not in ("on", "off"):
        raise KnobError(f"{_quoted(text)} is neither on nor off.", "Write one of the two.")
    return text.strip().lower() == "on"


def part(text: str, registry: Registry[Any]) -> Part:
    """Return the part of a family written as ``name`` or ``name:knob=value,knob=value``.

    Raises
    ------
    KnobError
        When there is no such part, it has no such knob, or the knob may have no such value.
    """
    name, _, rest = text.partition(":")
    kinds = {key: kind_of(declaration) for key, (_, declaration) in knobs_of(registry.get(name)).items()}
    pairs = [_pair(written) for written in rest.split(",")] if rest else []
    created: Part = registry.create(name, **{key: _read_as(kinds.get(key, float), value) for key, value in pairs})
    return created


def written_part(part: Part) -> str:
    """Return a part as :func:`part` reads it, with those settings that are not at their default."""
    values = {key: getattr(part, key) for key in knobs_of(part)}
    others = [f"{key}={_plain(value)}" for key, value in values.items() if value != getattr(type(part)(), key)]
    return f"{part.name}:{','.join(others)}" if others else part.name


def layers(text: str) -> tuple[int, ...]:
    """Return the sizes of the hidden layers written, such as 128, or 64, 32, or 64 x 32; none for an empty text.

    Raises
    ------
    KnobError
        When it is something else, or a row such as 784-30-10, in which most people count pixels and outputs as well.
    """
    if not text.strip():
        return ()
    words = re.split(r"[\s,;+×x-]+", text.strip().rstrip(",;"))
    if not all(re.fullmatch(r"[0-9]{1,9}", word) for word in words):
        raise KnobError(
            f"{_quoted(text)} is not a row of layers.",
            "Write whole numbers such as 128 or 64, 32; leave it empty for no hidden layer.",
        )
    sizes = tuple(int(word) for word in words)
    if "-" in text:
        hidden = sizes[1:-1] if sizes[0] == PIXELS and len(sizes) > 1 else sizes
        written = f"such as {', '.join(map(str, hidden))}" if hidden else "or nothing where there is none"
        raise KnobError(
            f"{_quoted(text)} may count the pixels and the outputs as well.",
            f"Write the hidden layers alone, {written}.",
        )
    return sizes


def layer_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers of layers written, such as 1, or 1, 2, in their order; none for an empty text.

    Raises
    ------
    KnobError
        When it is something else.
    """
    words = re.split(r"[\s,;+]+", text.strip().strip(",;")) if text.strip() else []
    if not all(re.fullmatch(r"[0-9]{1,9}", word) for word in words):
        raise KnobError(
            f"{_quoted(text)} is not a row of layers' numbers.",
            "Write numbers from 1, the first layer, such as 1 or 1, 2; leave it empty for none.",
        )
    return tuple(sorted({int(word) for word in words}))


def layer_activations(text: str) -> tuple[Activation, ...]:
    """Return the activations written, such as tanh, relu, or leaky-relu:leak=0.2, or as they are called on screen.

    Raises
    ------
    KnobError
        When a word is no activation, or one has no such setting.
    """
    for kind in activations:
        text = re.sub(re.escape(kind.label), kind.name, text, flags=re.IGNORECASE)
    return tuple(_activation(word) for word in re.split(r"[\s,;+]+", text.strip().strip(",;")) if word)


def written_activations(given: Sequence[Activation]) -> str:
    """Return activations as :func:`layer_activations` reads them, with all settings that are their own."""
    return ", ".join(
        each.name + "".join(f":{name}={getattr(each, name)!r}" for name in knobs_of(each)) for each in given
    )


def _activation(word: str) -> Activation:
    name, *pairs = word.lower().split(":")
    kind = activations.get(name)
    told = {key: value for key, _, value in (pair.partition("=") for pair in pairs)}
    declared = knobs_of(kind)
    unknown = [key for key in told if key not in declared]
    if unknown:
        raise KnobError(f"The activation {name!r} has no setting called {unknown[0]!r}.", "Leave it out.")
    return kind(**{key: knob_value(value, declared[key][0], kind_of(declared[key][1])) for key, value in told.items()})


def _read_as(kind: type, text: str) -> Any:
    return {int: whole_number, bool: on_or_off}.get(kind, number)(text)


def _pair(text: str) -> tuple[str, str]:
    key, _, value = text.partition("=")
    if not key or not value:
        raise KnobError(f"{_quoted(text)} is not of the form setting=number.", "Write it such as momentum=0.95.")
    return key, value


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.10g}"


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
