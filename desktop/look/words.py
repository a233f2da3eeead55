"""How figures are written on screen: one way everywhere."""

import math
from collections.abc import Sequence

from core.data.classes import are_digits
from core.training.history import Figure
from core.training.measuring import SAMPLE

ESTIMATED = f"≈: estimated from {SAMPLE} images. At the end of an epoch all test images are looked at."
_NO_BREAK = "\N{NARROW NO-BREAK SPACE}"


def percent(share: float, digits: int = 0) -> str:
    """Return a share of one as ``97 %``, with a space that does not break."""
    return f"{100 * share:.{digits}f}{_NO_BREAK}%"


def accuracy(figure: Figure) -> str:
    """Return an accuracy as ``98.63 %``, or ``≈ 98.7 %`` where it was estimated; a dash where there is none."""
    if math.isnan(figure.value):
        return "–"
    return f"≈{_NO_BREAK}{percent(figure.value, 1)}" if figure.is_estimate else percent(figure.value, 2)


def accuracy_of(figure: Figure) -> str:
    """Return an accuracy, and of which images it is where that is not the test images: ``98.63 % (validation)``."""
    return accuracy(figure) + (f" ({figure.kind})" if figure.kind != "test" else "")


def rounded(number: float) -> str:
    """Return a number with three figures, ``412,000``: the rest would only flicker."""
    digits = max(0, math.floor(math.log10(max(1.0, number))) - 2)
    return f"{int(round(number, -digits)):,}"


def epochs(epoch: float) -> str:
    """Return how far a run is with three figures at least, ``4.93`` or ``1,234``."""
    return f"{epoch:.3g}" if epoch < 100 else f"{epoch:,.0f}"


def listed(names: Sequence[str]) -> str:
    """Return names as people list them: ``a``, ``a and b``, ``a, b and c``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def drawn(names: Sequence[str]) -> str:
    """Return what is to be drawn for a network that tells some classes apart: ``a digit``, else ``something``."""
    return "a digit" if are_digits(names) else "something"


def shortened(text: str, most: int = 16) -> str:
    """Return a name cut to so many characters, where it must not make room for itself: ``a very long na…``."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def signed(number: float, decimals: int | None = None) -> str:
    """Return a number with its sign, ``+3.2``: a true minus, zero without a sign.

    It has two figures, or so many ``decimals``, which numbers in a column have in common.
    """
    if decimals is not None:
        text = f"{abs(number):,.{decimals}f}"
        return f"{'−' if number < 0 else '+'}{text}" if float(text.replace(",", "")) else text
    text = f"{abs(number):.2g}" if abs(number) < 10 else f"{abs(number):,.0f}"
    return f"{'−' if number < 0 else '+'}{text}" if float(text.replace(",", "")) else "0"
