"""Walk: thirteen frames of one image, forward through a network, backward, one step, and again."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Bytes
from core.insight.walk.backward import frames_backward
from core.insight.walk.choice import Chosen
from core.insight.walk.forward import frames_forward
from core.insight.walk.frame import Frame
from core.insight.walk.passage import Passage, passage
from core.insight.walk.update import Moment

_ANY = Chosen()


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """One image in slow motion.

    Attributes
    ----------
    chosen : Chosen
        What was asked for.
    passage : Passage
        All that was reckoned: sums, slopes and steps, as arrays.
    frames : tuple of Frame
        Thirteen, in the order of :data:`core.insight.walk.frame.NAMES`.
    """

    chosen: Chosen
    passage: Passage
    frames: tuple[Frame, ...]


def walk(snapshot: Moment, images: Bytes, labels: Bytes, chosen: Chosen = _ANY) -> Walk:
    """Return one image of a batch in slow motion.

    Nothing here is reckoned a second time in a second way: the values are the network's, the slopes those of
    :func:`core.network.backprop.backward`, and the step is one of the plain engine on a copy.

    Parameters
    ----------
    snapshot : Moment
        Where training stands, such as a :class:`~core.training.snapshot.Snapshot`.
    images, labels : ndarray, shapes (n, 28, 28) and (n,), uint8
        The batch: one image, or those of the next step.
    chosen : Chosen
        Which image of the batch, and which neuron or link is followed; what is left open is chosen.

    Raises
    ------
    ValueError
        When there is no such image, neuron or link.
    """
    with np.errstate(all="ignore"):  # a network that diverged is walked through as well
        seen = passage(snapshot, images, labels, chosen)
        return Walk(chosen, seen, (*frames_forward(seen), *frames_backward(seen)))
