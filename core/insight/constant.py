"""Constant answer: a network that says the same class to whatever it is shown, however sure it looks."""

import numpy as np

from core.insight.confusion import Confusion

FEWEST_IMAGES = 20
"""Fewer tell nothing."""
NEARLY_ALL = 0.98
"""Part of the answers that has to be one class; of a network that reads, about as much as shows it."""


def constant_answer(reading: Confusion) -> int | None:
    """Return the class that a network answers whatever it is shown, or None when its answers differ.

    None as well where nothing can be told: from few images, from outputs that are not numbers, and from images
    most of which do show that class.

    Parameters
    ----------
    reading : Confusion
        What the network read in some images, such as the test images.
    """
    if len(reading) < FEWEST_IMAGES or not np.isfinite(reading.largest).all():
        return None
    answers = reading.counts.sum(axis=0)
    digit = int(answers.argmax())
    does_show_it = reading.counts[digit].sum() > len(reading) / 2
    return None if does_show_it or answers[digit] < NEARLY_ALL * len(reading) else digit
