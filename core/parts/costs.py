"""What is to be made small: how wrong the outputs are, as one number.

Every cost is the mean over the images of a batch, so that it does not depend on
the batch's size. ``p`` is what the network says, ``y`` is what it should say.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array
from core.knob import knob
from core.parts.lines import Lines
from core.parts.outputs import Output
from core.registry import Part, Registry


class Cost(Part):
    """A measure of how far the outputs are from the targets.

    Class attributes
    ----------------
    numpy : Lines
        ``value`` makes ``cost`` of ``z``, ``p`` and ``y``; ``slope`` makes ``d``. The output's own lines stand where
        the method asks the output.
    target_name : str
        What the targets are called in the lines that the output is asked for.
    """

    __slots__ = ()

    numpy: ClassVar[Lines]
    target_name: ClassVar[str] = "y"

    def targets(self, y: Array) -> Array:
        """Return what the outputs are compared with, for one-hot targets: these, unless the cost softens them."""
        return y

    @abstractmethod
    def value(self, output: Output, z: Array, p: Array, y: Array) -> float:
        """Return the mean cost of the images.

        Parameters
        ----------
        output : Output
            The output that made ``p`` of ``z``.
        z, p, y : ndarray, shape (n, classes)
            Weighted sums of the output neurons, outputs, and targets (one-hot: one 1 a row, the others 0).

        Returns
        -------
        float
            Zero or more.
        """

    @abstractmethod
    def slope(
        self, output: Output, z: Array, p: Array, y: Array, out: Array | None = None, scratch: Array | None = None
    ) -> Array:
        """Return the slope of the mean cost with respect to ``z``, the sums before the output.

        Parameters
        ----------
        output : Output
            The output that made ``p`` of ``z``.
        z, p, y : ndarray, shape (n, classes)
            As in :meth:`value`; left as they are.
        out : ndarray, shape (n, classes), optional
            Where the slope goes, another array than these; without it, a new one is made.
        scratch : ndarray, shape (n, classes), optional
            Space to work in; see :meth:`Activation.backward`.

        Returns
        -------
        ndarray, shape (n, classes)
            Cost per unit of ``z``: ``out``, or a new array.
        """

    def fits(self, output: Output) -> bool:
        """Return whether this cost has a meaning for that output."""
        return True


costs: Registry[Cost] = Registry("cost")


@costs.register(
    "cross-entropy",
    label="Cross-entropy",
    help="How surprised the network is by the right answer. Learns quickest; needs softmax or sigmoid outputs.",
)
@dataclass(frozen=True, slots=True)
class CrossEntropy(Cost):
    """The negative logarithm of the probability given to the right answer, ``-sum(y * log(p))`` per image.

    With softmax it is this categorical form, with sigmoids the sum of as many binary ones.
    Cost and output are differentiated together, and in both cases all that remains is
    ``p - y``: Bishop, *Pattern Recognition and Machine Learning* (2006), 4.3.2 and 4.3.4.
    """

    numpy: ClassVar[Lines] = Lines(
        value="""\
{cross_entropy}
cost = float(costs.mean(dtype=np.float64))""",
        slope="d = (p - y) / len(y)",
    )

    def value(self, output: Output, z: Array, p: Array, y: Array) -> float:
        """Return the mean of the output's own :meth:`~core.parts.outputs.Output.cross_entropy`, in nats."""
        return float(output.cross_entropy(z, y).mean(dtype=np.float64))

    def slope(
        self, output: Output, z: Array, p: Array, y: Array, out: Array | None = None, scratch: Array | None = None
    ) -> Array:
        """Return ``(p - y) / n``: the output is differentiated along with the cost, so it is not asked."""
        slope: Array = np.subtract(p, y, out=out)
        slope /= len(y)
        return slope

    def fits(self, output: Output) -> bool:
        """Return whether all outputs lie between 0 and 1: there is a logarithm of them."""
        return output.is_probability


@costs.register(
    "label-smoothing",
    label="Smoothed labels",
    help="Cross-entropy with label smoothing: the right class is to get a little less than 1, the others a little more "
    "than 0. Keeps the network from being too sure; the cost never falls to 0.",
)
@dataclass(frozen=True, slots=True)
class SmoothedCrossEntropy(CrossEntropy):
    """Cross-entropy of softened targets: ``y <- (1 - smoothing) * y + smoothing / classes``.

    Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception architecture for computer vision", CVPR
    2016, section 7. With sigmoids every output's target is softened alike. The costs that are measured are of the
    softened targets as well, so they are not to be compared with those of plain cross-entropy; accuracies are.
    """

    smoothing: float = knob(
        0.1,
        label="Smoothing",
        help="What part of the target is shared out among all classes. 0.1 is usual.",
        low=0.0,
        high=0.9,
        live=False,
    )

    numpy: ClassVar[Lines] = Lines(
        value="""\
soft = y * (1 - {smoothing}) + {smoothing} / y.shape[1]
{cross_entropy}
cost = float(costs.mean(dtype=np.float64))""",
        slope="""\
soft = y * (1 - {smoothing}) + {smoothing} / y.shape[1]
d = (p - soft) / len(y)""",
    )
    target_name: ClassVar[str] = "soft"

    def value(self, output: Output, z: Array, p: Array, y: Array) -> float:
        """Return the mean of the output's own cross-entropy of the softened targets, in nats."""
        return float(output.cross_entropy(z, self.targets(y)).mean(dtype=np.float64))

    def targets(self, y: Array) -> Array:
        """Return ``(1 - smoothing) * y + smoothing / classes``."""
        return self._softened(y)

    def slope(
        self, output: Output, z: Array, p: Array, y: Array, out: Array | None = None, scratch: Array | None = None
    ) -> Array:
        """Return ``(p - y) / n`` for the softened ``y``."""
        slope: Array = np.subtract(p, self._softened(y, scratch), out=out)
        slope /= len(y)
        return slope

    def _softened(self, y: Array, out: Array | None = None) -> Array:
        """Return the softened targets of rows of one-hot ones, in ``out`` if there is any."""
        softened: Array = np.multiply(y, 1 - self.smoothing, out=out)
        softened += self.smoothing / y.shape[1]
        return softened


@costs.register(
    "squared-error",
    label="Squared error",
    help="Half the sum of all squared errors. Simple, fits every output; learns more slowly than cross-entropy.",
)
@dataclass(frozen=True, slots=True)
class SquaredError(Cost):
    """``sum((p - y)**2) / 2`` per image.

    The half makes the slope at ``p`` a plain ``p - y``, and the output carries it back to ``z``: Nielsen, *Neural
    Networks and Deep Learning* (2015), chapter 1.
    """

    numpy: ClassVar[Lines] = Lines(
        value="""\
error = p - y
cost = float(0.5 * np.einsum("ij,ij->", error, error, dtype=np.float64) / len(y))  # half the sum of squares""",
        slope="""\
d = (p - y) / len(y)
{backward}""",
    )

    def value(self, output: Output, z: Array, p: Array, y: Array) -> float:
        """Return ``sum((p - y)**2) / (2 * n)``, added up in float64."""
        error = p - y
        return float(0.5 * np.einsum("ij,ij->", error, error, dtype=np.float64) / len(y))

    def slope(
        self, output: Output, z: Array, p: Array, y: Array, out: Array | None = None, scratch: Array | None = None
    ) -> Array:
        """Return ``(p - y) / n``, carried back through the output."""
        slope: Array = np.subtract(p, y, out=out)
        slope /= len(y)
        output.backward(z, p, slope, scratch)
        return slope
