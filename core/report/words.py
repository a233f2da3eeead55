"""How the lab report writes figures: an estimate is marked, and has no more digits than it deserves."""

import numpy as np

from core.training.history import Figure
from core.training.measuring import SAMPLE

ESTIMATED = f"≈: estimated from {SAMPLE} images, as within an epoch."


def percent(figure: Figure) -> str:
    """Return an accuracy as ``98.63 %``, or ``≈ 98.7 %`` where it is an estimate; a dash where there is none."""
    if not np.isfinite(figure.value):
        return "–"
    return f"≈ {100 * figure.value:.1f} %" if figure.is_estimate else f"{100 * figure.value:.2f} %"


def percent_of(figure: Figure) -> str:
    """Return an accuracy, and of which images it is where that is not the test images: ``98.63 % (validation)``."""
    return percent(figure) + (f" ({figure.kind})" if figure.kind != "test" else "")


def number(figure: Figure) -> str:
    """Return a cost as ``0.04312``, or ``≈ 0.0431`` where it is an estimate; a dash where there is none."""
    if not np.isfinite(figure.value):
        return "–"
    return f"≈ {figure.value:.3g}" if figure.is_estimate else f"{figure.value:.4g}"
