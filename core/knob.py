"""knob(): a number declared once, for the check, the form, the command-line flag and the file.

A part (an optimizer, a schedule, …) and the hyperparameters are frozen dataclasses.
A field of theirs that a person may turn is declared with :func:`knob`; everything
else that has to know about it reads the declaration with :func:`knobs_of`.
"""

import math
from dataclasses import Field, dataclass, field, fields
from typing import Any

from core.errors import KnobError


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """What there is to know about one number a person may turn.

    Attributes
    ----------
    label : str
        Its name on screen.
    help : str
        What it does, and what to expect of turning it: the tooltip and the flag's help.
    low, high : float
        The smallest and the largest value allowed, both included.
    live : bool
        Whether a change acts on the next batch; otherwise it needs a new network.
    logarithmic : bool
        Whether a form should step by factors (0.001, 0.01, …) and not by a fixed amount.
    """

    label: str
    help: str
    low: float
    high: float
    live: bool = True
    logarithmic: bool = False

    def clip(self, value: float) -> float:
        """Return a value that is in range: the nearest end of it for one that is beyond."""
        return min(max(value, self.low), self.high)

    def check(self, value: Any, kind: type) -> None:
        """Refuse a value that is not a ``kind`` of number, or is out of range.

        Raises
        ------
        KnobError
            Saying which knob, what it may be, and what it was given.
        """
        if kind is bool:
            if not isinstance(value, bool):
                raise KnobError(f"{self.label} is either on or off, not {value!r}.", "Choose one of the two.")
            return
        wanted = "a whole number" if kind is int else "a number"
        is_number = isinstance(value, int if kind is int else (int, float)) and not isinstance(value, bool)
        # A whole number may be too large for isfinite, which makes a float of it; the range refuses it below.
        if not is_number or (isinstance(value, float) and not math.isfinite(value)):
            raise KnobError(f"{self.label} must be {wanted}, not {value!r}.", f"Enter {wanted}.")
        if not self.low <= value <= self.high:
            raise KnobError(
                f"{self.label} must be between {_written(self.low)} and {_written(self.high)}, not {_written(value)}.",
                "Choose a value in that range.",
            )


def knob(
    default: float | bool,
    *,
    label: str,
    help: str,
    low: float = 0.0,
    high: float = 1.0,
    live: bool = True,
    logarithmic: bool = False,
) -> Any:
    """Declare a dataclass field that a person may turn; see :class:`Knob` for the arguments."""
    declared = Knob(label=label, help=help, low=low, high=high, live=live, logarithmic=logarithmic)
    return field(default=default, metadata={"knob": declared})


def knobs_of(thing: Any) -> dict[str, tuple[Knob, Field[Any]]]:
    """Return the knobs of a dataclass or of an instance, by field name, in the order declared."""
    return {f.name: (f.metadata["knob"], f) for f in fields(thing) if "knob" in f.metadata}


def check_knobs(thing: Any) -> None:
    """Check every knob of a dataclass instance; call it in ``__post_init__``.

    Raises
    ------
    KnobError
        For the first knob whose value is out of its range or of the wrong kind.
    """
    for name, (declared, declaration) in knobs_of(thing).items():
        declared.check(getattr(thing, name), kind_of(declaration))


def kind_of(declaration: Field[Any]) -> type:
    """Return bool, int or float: a knob's kind is that of its default."""
    return type(declaration.default)


def _written(number: float) -> str:
    """Return a number as a person would write it, exact where that is short."""
    if isinstance(number, float):
        return f"{number:,.10g}"
    if abs(number) < 10**18:
        return f"{number:,}"
    return f"about {'-' if number < 0 else ''}10^{number.bit_length() * math.log10(2):.0f}"
