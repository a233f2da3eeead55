"""What a person types for a setting that varies: several values, or a range; in the window as in the terminal.

- Numbers: ``16 64 256``, or a range with a count: ``0.1..0.5:5``, ``0.001..0.1:log:5``.
- Switches: ``on off``.
- Hidden layers: ``32 128`` are two networks, ``64,32 128`` as well: a comma joins the layers of one. ``none`` has none.
- Parts: ``adam momentum:momentum=0.95``.
"""

import re
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from core import typed
from core.errors import KnobError
from core.files.runs import MOST_RUNS
from core.hyperparameters import Hyperparameters, fitted, label_of
from core.knob import Knob, kind_of, knobs_of
from core.registry import Part, choices_of
from core.sweep.space import Axis, Range

_RANGE = re.compile(r"(?P<low>[^\s:]*?)\.\.(?P<high>[^\s:]*)(?P<others>(:[^\s:]*)*)")
_NONE, _ALL = "none", "all"
_OF_LAYERS = {"hidden": typed.layers, "hidden_activations": typed.layer_activations, "frozen": typed.layer_numbers}
_WITH_ALL = ("batch_size", "train_images")  # where 0 stands for all images
_LONGEST = 40  # letters that are repeated to whoever typed them


def axis(name: str, given: str | Sequence[str]) -> Axis:
    """Return what varies, as it is written.

    Parameters
    ----------
    name : str
        The field of :class:`~core.hyperparameters.Hyperparameters`.
    given : str or sequence of str
        One text with spaces between the values, or the words of a command line.

    Raises
    ------
    KnobError
        When there is no value, one of them cannot be read or may not be, or a range is empty.
    """
    if name not in {declared.name for declared in fields(Hyperparameters)}:
        raise KnobError(f"There is no setting called {name!r} to vary.", "Choose one of those in the form.")
    words = _words(given if isinstance(given, str) else " ".join(given))
    if len(words) > MOST_RUNS:
        raise _too_many(name, len(words))
    ranges = [word for word in words if ".." in word]
    if not ranges:
        return Axis(name, tuple(_value(name, word) for word in words))
    if len(words) > 1:
        raise KnobError(
            f"{_quoted(ranges[0])} is a range, and stands beside other values.",
            "Give the range alone, or write all values out.",
        )
    return _over(name, words[0])


def written(name: str, value: Any) -> str:
    """Return a value of a setting as :func:`axis` reads it."""
    if isinstance(value, Part):
        return typed.written_part(value)
    if name == "hidden_activations":
        return typed.written_activations(value).replace(", ", ",") or _NONE
    if isinstance(value, tuple):
        return ",".join(map(str, value)) or _NONE
    if isinstance(value, bool):
        return "on" if value else "off"
    return _ALL if name in _WITH_ALL and value == 0 else f"{value:.10g}"


def written_axis(axis: Axis) -> str:
    """Return an axis as :func:`axis` reads it."""
    if axis.range is not None:
        kind = ":log" if axis.range.is_logarithmic else ""
        return f"{axis.range.low:.10g}..{axis.range.high:.10g}{kind}:{axis.range.count}"
    return " ".join(written(axis.name, value) for value in axis.values)


def _words(text: str) -> list[str]:
    """Return what stands between spaces; a comma with spaces around joins as one without."""
    return re.sub(r"\s*,\s*", ",", text.replace(";", " ")).split()


def _value(name: str, word: str) -> Any:
    if name in _OF_LAYERS:
        return _of_layers(name, word)
    if name in (choices := choices_of(Hyperparameters)):
        return typed.part(word.rstrip(","), choices[name][0].registry)
    declared, kind = _knob(name)
    if kind is bool:
        return typed.on_or_off(word)
    if word == _ALL and name in _WITH_ALL:
        return 0
    if kind is int and "," in word:
        raise KnobError(f"{_quoted(word)} is not a whole number.", "Write spaces between several: 16 64 256.")
    return typed.knob_value(word, declared, kind)


def _of_layers(name: str, word: str) -> tuple[Any, ...]:
    if word == _NONE:
        return ()
    value: tuple[Any, ...] = _OF_LAYERS[name](word.rstrip(","))
    if not value:
        raise KnobError(f"{_quoted(word)} is no value for {label_of(name).lower()}.", f"Write {_NONE} for none.")
    if name == "hidden":
        fitted(Hyperparameters(), hidden=value)  # which refuses sizes that cannot be
    return value


def _over(name: str, word: str) -> Axis:
    """Return the axis of a range, such as ``0.001..0.1:log:5``."""
    declared, kind = _knob(name)
    found = _RANGE.fullmatch(word)
    kinds = [] if found is None else found["others"].split(":")[1:]
    is_logarithmic = kinds[:1] == ["log"]
    counts = kinds[1:] if is_logarithmic else kinds
    if found is None or kind is bool or len(counts) > 1:
        raise KnobError(
            f"{_quoted(word)} is not a range that can be read.", "Write it such as 0.001..0.1:log:5, or 0.1..0.5:5."
        )
    if not counts:
        raise KnobError(
            f"How many values of {_quoted(word)} are wanted is not said.", f"Write it behind a colon: {word}:5."
        )
    ends = [typed.knob_value(end, declared, kind) for end in (found["low"], found["high"])]
    count = typed.whole_number(counts[0])
    if count > MOST_RUNS:
        raise _too_many(name, count)
    return Axis.over(name, Range(float(ends[0]), float(ends[1]), count, is_logarithmic))


def _knob(name: str) -> tuple[Knob, type]:
    declared = knobs_of(Hyperparameters)
    if name not in declared:
        raise KnobError(f"{label_of(name)} has no range: its values are no numbers.", "Write all of them out.")
    knob, declaration = declared[name]
    return knob, kind_of(declaration)


def _too_many(name: str, count: int) -> KnobError:
    return KnobError(
        f"{count:,} values of {label_of(name).lower()} are more than the {MOST_RUNS:,} runs of a sweep.",
        "Give fewer.",
    )


def _quoted(text: str) -> str:
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")
