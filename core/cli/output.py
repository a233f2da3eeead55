"""What goes to the terminal: JSON lines for programs, or text for people."""

import json
import math
import sys
from contextlib import suppress
from decimal import Decimal
from typing import Any

from core.plain import LONGEST_SENTENCE, harmless


def say(text: str) -> None:
    """Write a line for a person, at once: it may be on its way through a pipe."""
    sys.stdout.write(f"{harmless(text)}\n")
    sys.stdout.flush()


def say_json(values: dict[str, Any]) -> None:
    """Write one JSON object on a line, at once; a number that is not finite becomes null, a Decimal keeps its zeros."""
    sys.stdout.write(f"{_json(values)}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Write a line on stderr about something that went wrong, or that a person should know, if anybody listens."""
    with suppress(OSError):
        if sys.stderr is not None:  # as after 2>&-
            sys.stderr.write(f"inkling: {harmless(text, 2 * LONGEST_SENTENCE)}\n")


def percent(share: float) -> str:
    """Return a share of one as people write it; a dash where it is not known."""
    return "–" if math.isnan(share) else f"{100 * share:.2f} %"


def figure(cost: float) -> str:
    """Return a cost as people write it; a dash where it is not known."""
    return "–" if math.isnan(cost) else f"{cost:.4f}"


def fixed(number: float) -> Decimal | None:
    """Return a number with four decimals for :func:`say_json`, however large; nothing where it is not finite."""
    return Decimal(f"{number:.4f}") if math.isfinite(number) else None


def _json(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)}: {_json(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_json, value)) + "]"
    return json.dumps(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.8g}") if math.isfinite(value) else None
    return value
