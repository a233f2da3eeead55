"""How the weights move, given the slope of the cost: one step per mini-batch.

An optimizer is frozen. What it learns on the way (velocities, moments) is a tuple
of arrays, its *memory*: ``begin`` makes it, ``step`` changes it in place, and it
travels in the weight files so that training goes on exactly where it stopped.

In the formulas ``w`` is a weight or bias and ``g`` the cost's slope for it; each
stands for every number of an array. What a step costs is how often it sweeps over
arrays as large as the network, so these work in place, the gradient is used up on
the way, and constants are put together where that saves a sweep.

Those that adapt the step to each weight are in :mod:`core.parts.adaptive`.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array, Arrays
from core.knob import knob
from core.parts.lines import Lines
from core.registry import Part, Registry


class Optimizer(Part):
    """A rule that turns gradients into changes of the parameters.

    Class attributes
    ----------------
    is_linear : bool
        Whether a step is linear in the gradients: those multiplied by the rate beforehand, and then a rate of 1,
        give the same step. Whoever makes the gradients may be able to multiply them at a lower price.
    numpy : Lines
        ``begin`` makes the memory, one list for each kind of array; ``step`` moves all ``parameters`` by their
        ``gradients`` and the ``rate``; ``decay_weights`` and ``shrink_weights`` come before it, where there is an
        ``{amount}`` of theirs.
    formulas : Lines
        ``step`` moves a weight ``w`` of slope ``dw`` with the ``rate``, after it has brought up to date what is
        remembered of it; ``decay_weights`` comes before it, where there is a ``pull``, and then
        ``shrink_weights``, where there is an ``l1``.
    """

    __slots__ = ()

    numpy: ClassVar[Lines] = Lines(
        decay_weights="""\
for w, g in zip(parameters[::2], gradients[::2]):  # the weights, not the biases
    g += w * {amount}""",
        shrink_weights="""\
for w, g in zip(parameters[::2], gradients[::2]):  # the weights, not the biases
    g += np.sign(w) * {amount}""",
    )
    formulas: ClassVar[Lines] = Lines(
        decay_weights="dw = dw + pull * w",
        shrink_weights="dw = dw + l1 * sign(w)",
    )

    is_linear: ClassVar[bool] = False

    @abstractmethod
    def begin(self, parameters: Arrays) -> Arrays:
        """Return a fresh memory for these parameters: arrays, all of them zero.

        First comes one array for each parameter, of its shape; if there are more kinds, another one for each; and
        at the end what there is only once, such as a count of steps. How the parameters are divided among arrays
        makes no difference to the numbers, so the fast engine may hand over pieces of one flat array.
        """

    @abstractmethod
    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Move the parameters once, in place.

        Parameters
        ----------
        parameters, gradients : tuple of ndarray
            Weights and biases, and the cost's slope for each; same shapes, same dtype.
            The gradients are used as scratch space.
        memory : tuple of ndarray
            What :meth:`begin` returned, changed in place.
        rate : float
            The learning rate of this step.
        scratch : ndarray, one-dimensional, optional
            More space to work in, as long as the largest parameter or longer; without it, it is made if needed.
        """

    def decay_weights(
        self, weights: Arrays, gradients: Arrays, amount: float, rate: float, scratch: Array | None = None
    ) -> None:
        """Let weights decay: pull them towards zero, by way of their gradients.

        ``g <- g + amount * w``, the slope of ``amount / 2 * sum(w**2)``: Krogh and Hertz, "A simple weight decay
        can improve generalization", *Advances in Neural Information Processing Systems* 4 (1992).

        Parameters
        ----------
        weights, gradients : tuple of ndarray
            Weights without the biases, and the cost's slope for each; either may be changed in place.
        amount : float
            How strongly they are pulled.
        rate : float
            The learning rate of the step that follows.
        scratch : ndarray, one-dimensional, optional
            As for :meth:`step`.
        """
        for w, g in zip(weights, gradients, strict=True):
            g += np.multiply(w, amount, out=space_like(w, scratch))

    def shrink_weights(
        self, weights: Arrays, gradients: Arrays, amount: float, rate: float, scratch: Array | None = None
    ) -> None:
        """Let weights shrink by as much, whatever their size, by way of their gradients; zeros stay.

        ``g <- g + amount * sign(w)``, the slope of ``amount * sum(abs(w))``: the lasso of Tibshirani, "Regression
        shrinkage and selection via the lasso", *Journal of the Royal Statistical Society B* 58 (1996); as L1
        regularization in chapter 3 of Nielsen's book. The parameters are those of :meth:`decay_weights`.

        A weight that is nearer to zero than a step goes to the other side of it, and comes back with the next.
        """
        for w, g in zip(weights, gradients, strict=True):
            pull = np.sign(w, out=space_like(w, scratch))
            pull *= amount
            g += pull

    def memory_of(self, memory: Arrays, parameters: int, chosen: Sequence[int]) -> Arrays:
        """Return what of a memory belongs to some of so many parameters, laid out as for these alone.

        The arrays are the same ones, not copies: so a step of some parameters leaves what is remembered of the
        others as it is, and what there is only once, such as a count of steps, goes on.
        """
        one: Array = np.zeros(1, np.float32)
        kinds = len(self.begin((one, one))) - len(self.begin((one,)))
        own = tuple(memory[kind * parameters + index] for kind in range(kinds) for index in chosen)
        return own + memory[kinds * parameters :]

    def can_remember(self, memory: Arrays) -> bool:
        """Return whether training can go on from a memory: one that is kept in a file, or that was read from one.

        A slope whose square is beyond float32 leaves infinity in a memory while the weights are still finite.
        """
        is_finite = all(bool(np.isfinite(array).all()) for array in memory)
        return is_finite and all(bool((array >= 0).all()) for array in self._never_negative(memory))

    def _never_negative(self, memory: Arrays) -> Arrays:
        """Return the arrays of a memory that hold squares or counts."""
        return ()


optimizers: Registry[Optimizer] = Registry("optimizer")


def zeros_for(parameters: Arrays) -> Arrays:
    """Return a memory of one kind: for each of the parameters an array of its shape, all of it zero."""
    return tuple(np.zeros_like(array) for array in parameters)


def _multiply(gradient: Array, rate: float) -> None:
    """Multiply in place, unless a rate of 1 tells that it was done before: :attr:`Optimizer.is_linear`."""
    if rate != 1:
        gradient *= rate


def space_like(array: Array, scratch: Array | None) -> Array:
    """Return space of an array's shape and dtype, in ``scratch`` if there is any."""
    return np.empty_like(array) if scratch is None else scratch[: array.size].reshape(array.shape)


@optimizers.register(
    "gradient-descent",
    label="Gradient descent",
    help="Straight downhill, one small step per batch. The plain rule.",
)
@dataclass(frozen=True, slots=True)
class GradientDescent(Optimizer):
    """Downhill, in proportion to the slope.

    ``w <- w - rate * g``

    Robbins and Monro, "A stochastic approximation method", *Annals of Mathematical Statistics* 22 (1951).
    """

    is_linear: ClassVar[bool] = True

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin="",
        step="""\
for w, g in zip(parameters, gradients):
    w -= g * rate""",
    )
    formulas: ClassVar[Lines] = Lines(**Optimizer.formulas, step="w = w - rate * dw")

    def begin(self, parameters: Arrays) -> Arrays:
        """Return no arrays: nothing is remembered from step to step."""
        return ()

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Move by ``-rate * g``."""
        for w, g in zip(parameters, gradients, strict=True):
            _multiply(g, rate)
            w -= g


@optimizers.register(
    "momentum",
    label="Momentum",
    help="Gradient descent that keeps part of its last step, like a ball rolling downhill. "
    "Use a learning rate about ten times smaller.",
)
@dataclass(frozen=True, slots=True)
class Momentum(Optimizer):
    """Gradient descent that keeps part of its last step, the velocity ``v``.

    ``v <- momentum * v - rate * g``

    ``w <- w + v``

    Polyak, "Some methods of speeding up the convergence of iteration methods", *USSR Computational Mathematics
    and Mathematical Physics* 4 (1964).
    """

    is_linear: ClassVar[bool] = True

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin="vs = [np.zeros_like(w) for w in parameters]  # velocities",
        step="""\
for w, g, v in zip(parameters, gradients, vs):
    v *= {momentum}
    v -= g * rate
    w += v""",
    )
    formulas: ClassVar[Lines] = Lines(
        **Optimizer.formulas,
        step="""\
v = momentum * v - rate * dw
w = w + v""",
    )

    momentum: float = knob(
        0.9, label="Momentum", help="How much of the last step is kept. 0.9 is usual.", low=0.0, high=0.999
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the velocities ``v``."""
        return zeros_for(parameters)

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``v`` up to date and move by it."""
        for w, g, v in zip(parameters, gradients, memory, strict=True):
            _multiply(g, rate)
            v *= self.momentum
            v -= g
            w += v


@optimizers.register(
    "nesterov",
    label="Nesterov",
    help="Momentum that looks ahead before it corrects its course. A little steadier than plain momentum.",
)
@dataclass(frozen=True, slots=True)
class Nesterov(Momentum):
    """Momentum with the gradient taken one step ahead.

    ``v <- momentum * v - rate * g``

    ``w <- w + momentum * v - rate * g``

    Nesterov, "A method for solving the convex programming problem with convergence rate O(1/k^2)", *Soviet
    Mathematics Doklady* 27 (1983), in the form of Sutskever, Martens, Dahl and Hinton, "On the importance of
    initialization and momentum in deep learning", ICML 2013, equations 3 and 4. There the weights are those
    before the look ahead; here ``w`` is the point looked ahead to, so that the gradient is taken at ``w`` itself.
    """

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin=Momentum.numpy["begin"],
        step="""\
for w, g, v in zip(parameters, gradients, vs):
    g *= rate
    v *= {momentum}
    v -= g
    w -= g
    w += v * {momentum}""",
    )
    formulas: ClassVar[Lines] = Lines(
        **Optimizer.formulas,
        step="""\
v = momentum * v - rate * dw
w = w + momentum * v - rate * dw""",
    )

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``v`` up to date and move by ``momentum * v - rate * g``."""
        for w, g, v in zip(parameters, gradients, memory, strict=True):
            _multiply(g, rate)
            v *= self.momentum
            v -= g
            w -= g
            w += np.multiply(v, self.momentum, out=g)
