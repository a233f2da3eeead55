"""Rejection: when a network's answer should not be taken for a reading.

A network has to choose one of its classes, whatever it is shown, and is often sure of a
scribble. Three things help. One is the ink: a dot, or a pad that is blackened, is no
digit. Another is what is said to the same image moved by a pixel: answers to a digit
agree, those to a scribble, or to a digit that could be two, waver, so that in their mean
no class has a large share. The third is the hidden neurons, which tell what is like nothing
they have learned from: :mod:`core.insight.novelty`.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from core.arrays import Array, Bytes
from core.insight.answer import Answer
from core.insight.novelty import NoveltyDetector

USUAL_THRESHOLD = 0.5
"""Share below which an answer is held back: low, because a right answer held back is as bad as a wrong one shown.

Of the mean of five looks, a network of the preset ``default`` holds back 0.2 % of its right answers to MNIST's test
images and 16 % of its wrong ones. Half of those that a single pass gets wrong and that waver are right in the mean.
"""

LEAST_INK, MOST_INK = 12.0, 250.0
"""Pixels of full ink that a digit has: of MNIST's 70,000, none has less and 14 have more."""


class Reason(Enum):
    """Why an answer is held back."""

    TOO_LITTLE_INK = "too little ink"
    TOO_MUCH_INK = "too much ink"
    WAVERING = "wavering"
    NOVEL = "novel"
    TOUCHING = "touching"  # two digits that overlap or touch: said of ink, before a network is asked


@dataclass(frozen=True, slots=True)
class Rejection:
    """An answer that is held back.

    Attributes
    ----------
    reason : Reason
        Why.
    candidates : tuple of int
        The two digits the network hesitates between, first its answer; the one it would guess of what is novel; none
        when it is the ink that is doubted, or when no two digits stand out.
    """

    reason: Reason
    candidates: tuple[int, ...] = ()


def rejection(
    image: Bytes,
    answer: Answer,
    mean: Array,
    threshold: float = USUAL_THRESHOLD,
    novelty: NoveltyDetector | None = None,
) -> Rejection | None:
    """Return why the answer should not be taken for a reading, or None when it should.

    Parameters
    ----------
    image : ndarray, shape (28, 28), uint8
        What a network was asked about.
    answer : Answer
        What is shown of what it said.
    mean : ndarray, shape (classes,)
        The mean of its outputs in five looks (:mod:`core.insight.looks`); mostly the outputs of the answer.
    threshold : float
        The digit's least share of that, 0 to 1. With 0 nothing is ever doubted. Outputs that are no probabilities
        are not compared with it.
    novelty : NoveltyDetector, optional
        Tells what is like nothing that the network has learned from.
    """
    if threshold <= 0 or not answer.is_finite:
        return None
    ink = float(image.sum()) / 255
    if not LEAST_INK <= ink <= MOST_INK:
        return Rejection(Reason.TOO_LITTLE_INK if ink < LEAST_INK else Reason.TOO_MUCH_INK)
    wavering = _wavering(answer, mean, threshold) if answer.is_probability else None
    if wavering is None and novelty is not None and novelty.is_novel(image):
        return Rejection(Reason.NOVEL, (answer.digit,))
    return wavering


def _wavering(answer: Answer, mean: Array, threshold: float) -> Rejection | None:
    shares = mean / max(float(mean.sum()), 1e-9)  # ten sigmoids do not add up to one
    if shares[answer.digit] >= threshold:
        return None
    shares[answer.digit] += 1  # it is one of the two whatever the other looks say: it is what the outputs show
    first, second = (int(digit) for digit in np.argsort(-shares, kind="stable")[:2])
    stand_out = shares[first] - 1 + shares[second] > 0.5
    return Rejection(Reason.WAVERING, (first, second) if stand_out else ())
