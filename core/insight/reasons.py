"""Why an answer is held back, in words: the same under the pad, beside a picture and in the terminal."""

from collections.abc import Sequence

from core.data.classes import noun
from core.insight.rejection import Reason, Rejection

JOINED = "Not sure: this looks like two digits that touch. If so, leave a gap between them."
"""Why two digits that touch or overlap are not read."""


def rejection_words(doubt: Rejection, names: Sequence[str]) -> str:
    """Return why an answer is held back; ``names`` are those of the classes."""
    candidates = [names[index] for index in doubt.candidates]
    match doubt.reason:
        case Reason.TOO_LITTLE_INK:
            return "Not sure: this is hardly more than a dot."
        case Reason.TOUCHING:
            return JOINED
        case Reason.TOO_MUCH_INK:
            return f"Not sure: more ink than any {noun(names)} has."
        case Reason.NOVEL:
            return f"Not sure: unlike any {noun(names)} it has learned from. It would guess {candidates[0]}."
        case Reason.WAVERING:
            return f"Not sure: {' or '.join(candidates)}" if candidates else f"Not sure: no {noun(names)} stands out."
