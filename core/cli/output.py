"""What goes to the terminal: JSON lines for programs, or text for people."""

import json
import math
import sys
from typing import Any


def say(text: str) -> None:
    """Write a line for a person."""
    sys.stdout.write(f"{text}\n")


def say_json(values: dict[str, Any]) -> None:
    """Write one JSON object on a line, at once; a number that is not finite becomes null."""
    sys.stdout.write(f"{json.dumps({key: _plain(value) for key, value in values.items()}, ensure_ascii=False)}\n")
    sys.stdout.flush()


def percent(share: float) -> str:
    """Return a share of one as people write it; a dash where it is not known."""
    return "–" if math.isnan(share) else f"{100 * share:.2f} %"


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.8g}") if math.isfinite(value) else None
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
