"""Stages: what every step of the preparation does to ink, and what the network would say without it."""

from dataclasses import dataclass

from core.arrays import Bytes
from core.data.ink.steps import STEPS, Steps
from core.data.ink.strokes import Ink, prepare
from core.insight.answer import Answer, answer, mean_answer
from core.network.network import Network


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The image after one step.

    Attributes
    ----------
    step : str or None
        The step taken last, one of :data:`core.data.ink.strokes.STEPS`; None before the first, which is the ink as it
        lies.
    image : ndarray, shape (28, 28), uint8
        What the network would see if the preparation ended here.
    answer : Answer or None
        What it would say to that; None without a network or without ink.
    without : Answer or None
        What it would say if this step alone were left out, and all the others taken that are taken.
    """

    step: str | None
    image: Bytes
    answer: Answer | None
    without: Answer | None


def stages(network: Network | None, ink: Ink, steps: Steps, *, is_read_once: bool = False) -> tuple[Stage, ...]:
    """Return the ink as it lies, and then one stage for each step, taken or not.

    Parameters
    ----------
    network : Network or None
        Who is asked; with None there are images only.
    ink : Ink
        What was drawn; none gives empty images and no answers.
    steps : Steps
        Which steps are taken. A step that is not leaves the image as it is.
    is_read_once : bool
        Whether it is asked in one pass, or for the mean of five looks, as the verdict on the pad is.
    """
    ask = answer if is_read_once else mean_answer

    def said(image: Bytes) -> Answer | None:
        return None if network is None or ink.is_empty else ask(network, image)

    made: dict[Steps, Bytes] = {}  # many of them are the same

    def image_after(some: Steps) -> Bytes:
        if some not in made:
            made[some] = prepare(ink, some)
        return made[some]

    first = image_after(steps.up_to(None))
    result = [Stage(None, first, said(first), None)]
    for step in STEPS:
        image = image_after(steps.up_to(step))
        result.append(Stage(step, image, said(image), said(image_after(steps.without(step)))))
    return tuple(result)
