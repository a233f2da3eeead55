"""Verdict: what a network reads in one image, and whether to take its word for it."""

from dataclasses import dataclass, replace

from core.arrays import Bytes
from core.data.ink.part import Part
from core.insight.answer import Answer, answer_of
from core.insight.looks import mean_of, outputs_of_looks
from core.insight.novelty import NoveltyDetector
from core.insight.pairs import PairDetector
from core.insight.rejection import USUAL_THRESHOLD, Reason, Rejection, rejection
from core.network.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """What is said under a drawing.

    Attributes
    ----------
    answer : Answer
        What the network says: the mean of five looks, or one pass.
    rejection : Rejection or None
        Why that should not be taken for a reading; none when it should.
    """

    answer: Answer
    rejection: Rejection | None


def verdict(
    network: Network,
    image: Bytes,
    threshold: float = USUAL_THRESHOLD,
    novelty: NoveltyDetector | None = None,
    *,
    is_read_once: bool = False,
) -> Verdict:
    """Return what a network reads in an image, unless it is not sure.

    Parameters
    ----------
    network : Network
        Who is asked, once, about five looks at the image together.
    image : ndarray, shape (28, 28), uint8
        What it is asked about.
    threshold : float
        That of :func:`core.insight.rejection.rejection`; with 0 nothing is ever doubted.
    novelty : NoveltyDetector, optional
        Tells what is like nothing the network has learned from, where there is something to tell it by.
    is_read_once : bool
        Whether what it says is that of one pass, as where the test images are counted, and not the mean of five looks.
        Whether to take its word for it depends on the five looks all the same.
    """
    outputs = outputs_of_looks(network, image)
    mean = mean_of(outputs)
    said = answer_of(outputs[0].copy() if is_read_once else mean, network)
    return Verdict(said, rejection(image, said, mean, threshold, novelty))


def of_part(found: Verdict, part: Part, pairs: PairDetector | None) -> Verdict:
    """Return what was found in the image of a part; two digits that overlap or touch are not taken for a reading.

    Parameters
    ----------
    found : Verdict
        What is read in the image alone.
    part : Part
        What may be two digits.
    pairs : PairDetector, optional
        Tells two that touch from one, where digits are read; without it, what the strokes say of it counts.
    """
    doubt = found.rejection
    if doubt is not None and doubt.reason in (Reason.TOO_LITTLE_INK, Reason.TOO_MUCH_INK):
        return found
    if pairs is None:
        is_pair = part.is_joined
    else:
        is_pair = pairs.is_pair(part.image, is_likely=part.is_joined or doubt is not None)
    return replace(found, rejection=Rejection(Reason.TOUCHING)) if is_pair else found
