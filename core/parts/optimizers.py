"""How the weights move, given the slope of the cost: one step per mini-batch.

An optimizer is frozen. What it learns on the way (velocities, moments) is a tuple
of arrays, its *memory*: ``begin`` makes it, ``step`` changes it in place, and it
travels in the weight files so that training goes on exactly where it stopped.

In the formulas ``w`` is a weight or bias and ``g`` the cost's slope for it; each
stands for every number of an array. What a step costs is how often it sweeps over
arrays as large as the network, so these work in place, the gradient is used up on
the way, and constants are put together where that saves a sweep.
"""

import math
from abc import abstractmethod
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
        ``gradients`` and the ``rate``; ``decay_weights`` comes before it, where there is a ``{amount}``.
    """

    __slots__ = ()

    numpy: ClassVar[Lines] = Lines(
        decay_weights="""\
for w, g in zip(parameters[::2], gradients[::2]):  # the weights, not the biases
    g += w * {amount}"""
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
            g += np.multiply(w, amount, out=_like(w, scratch))

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


def _zeros(parameters: Arrays) -> Arrays:
    return tuple(np.zeros_like(array) for array in parameters)


def _multiply(gradient: Array, rate: float) -> None:
    """Multiply in place, unless a rate of 1 tells that it was done before: :attr:`Optimizer.is_linear`."""
    if rate != 1:
        gradient *= rate


def _like(array: Array, scratch: Array | None) -> Array:
    """Return space of an array's shape and dtype, in ``scratch`` if there is any."""
    return np.empty_like(array) if scratch is None else scratch[: array.size].reshape(array.shape)


def _epsilon_knob() -> float:
    value: float = knob(
        1e-8,
        label="Epsilon",
        help="A tiny number that keeps the division away from zero.",
        low=1e-12,
        high=1e-1,
        logarithmic=True,
    )
    return value


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

    momentum: float = knob(
        0.9, label="Momentum", help="How much of the last step is kept. 0.9 is usual.", low=0.0, high=0.999
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the velocities ``v``."""
        return _zeros(parameters)

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


@optimizers.register(
    "rmsprop",
    label="RMSProp",
    help="Gives each weight a step of its own size, from how large its slopes have been. Try a rate of 0.001.",
)
@dataclass(frozen=True, slots=True)
class RMSProp(Optimizer):
    """The gradient divided by the root of a running mean of its squares, ``v``.

    ``v <- decay * v + (1 - decay) * g**2``

    ``w <- w - rate * g / (sqrt(v) + epsilon)``

    Tieleman and Hinton, *Neural Networks for Machine Learning*, lecture 6e (Coursera, 2012). The lecture leaves
    out how to avoid a division by zero; here ``epsilon`` is added to the root.
    """

    decay: float = knob(
        0.9, label="Decay", help="How long earlier slopes are remembered. 0.9 is usual.", low=0.0, high=0.9999
    )
    epsilon: float = _epsilon_knob()

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin="vs = [np.zeros_like(w) for w in parameters]  # running means of the squared slopes",
        step="""\
for w, g, v in zip(parameters, gradients, vs):
    v *= {decay}
    v += g * g * (1 - {decay})
    w -= g * rate / (np.sqrt(v) + {epsilon})""",
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the running means of the squares, ``v``."""
        return _zeros(parameters)

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``v`` up to date and move by ``-rate * g / (sqrt(v) + epsilon)``."""
        for w, g, v in zip(parameters, gradients, memory, strict=True):
            square = np.multiply(g, g, out=_like(g, scratch))
            square *= 1 - self.decay
            v *= self.decay
            v += square
            root = np.sqrt(v, out=square)
            root += self.epsilon
            g *= rate
            g /= root
            w -= g

    def _never_negative(self, memory: Arrays) -> Arrays:
        return memory


@optimizers.register(
    "adam",
    label="Adam",
    help="Momentum and a step size of its own for each weight. Works well nearly everywhere with a rate of 0.001.",
)
@dataclass(frozen=True, slots=True)
class Adam(Optimizer):
    """Adaptive moments: a running mean ``m`` of the gradients, divided by the root of one of their squares, ``v``.

    ``t <- t + 1``

    ``m <- beta1 * m + (1 - beta1) * g``

    ``v <- beta2 * v + (1 - beta2) * g**2``

    ``w <- w - rate * m_hat / (sqrt(v_hat) + epsilon)``

    with ``m_hat = m / (1 - beta1**t)`` and ``v_hat = v / (1 - beta2**t)``, which make up for the moments' start
    at zero: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1.

    The memory is the first moments, the second moments, and ``t`` in an array of its own.

    Notes
    -----
    Two sweeps over the arrays for the corrections are saved, as the end of the paper's section 2 proposes: with
    ``c = sqrt(1 - beta2**t)`` the step is ``rate * c / (1 - beta1**t) * m / (sqrt(v) + epsilon * c)``. And the
    squares are made of ``(1 - beta1) * g``, which is there already, so that nothing but ``g`` is needed to work in.
    """

    beta1: float = knob(
        0.9,
        label="Beta 1",
        help="How long the direction of earlier steps is remembered.",
        low=0.0,
        high=0.9999,
    )
    beta2: float = knob(
        0.999,
        label="Beta 2",
        help="How long the size of earlier slopes is remembered.",
        low=0.0,
        high=0.99999,
    )
    epsilon: float = _epsilon_knob()

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin="""\
ms = [np.zeros_like(w) for w in parameters]  # running means of the slopes
vs = [np.zeros_like(w) for w in parameters]  # and of their squares
t = 0""",
        step="""\
t += 1
correction = math.sqrt(1 - {beta2} ** t)  # makes up for the means' start at zero
rate *= correction / (1 - {beta1} ** t)
for w, g, m, v in zip(parameters, gradients, ms, vs):
    g *= 1 - {beta1}  # Keep this order: one that is equal on paper rounds otherwise,
    m *= {beta1}  # and where slopes are tiny, other weights come of it.
    m += g
    v *= {beta2}
    v += g * g * ((1 - {beta2}) / (1 - {beta1}) ** 2)  # the squares of g as it was before
    w -= m / (np.sqrt(v) + {epsilon} * correction) * rate""",
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the first moments ``m``, the second moments ``v``, and ``t`` (float64, shape (1,))."""
        return (*_zeros(parameters), *_zeros(parameters), np.zeros(1))

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``t``, ``m`` and ``v`` up to date and move, with both corrections in the rate and in epsilon."""
        count = len(parameters)
        steps = memory[-1]
        steps += 1
        t = float(steps[0])
        correction = math.sqrt(1 - self.beta2**t)
        rate *= correction / (1 - self.beta1**t)
        epsilon = self.epsilon * correction
        for w, g, m, v in zip(parameters, gradients, memory[:count], memory[count:-1], strict=True):
            g *= 1 - self.beta1
            m *= self.beta1
            m += g
            g *= g
            g *= (1 - self.beta2) / (1 - self.beta1) ** 2
            v *= self.beta2
            v += g
            root = np.sqrt(v, out=g)
            root += epsilon
            step = np.divide(m, root, out=root)
            step *= rate
            w -= step

    def _never_negative(self, memory: Arrays) -> Arrays:
        return memory[len(memory) // 2 :]  # the squares and the steps


@optimizers.register(
    "adamw",
    label="AdamW",
    help="Adam with weight decay that shrinks the weights directly. Use it when weight decay is on.",
)
@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam with decoupled weight decay: Loshchilov and Hutter, ICLR 2019, algorithm 2.

    The steps are those of :class:`Adam`, and weights decay directly: ``w <- w - rate * amount * w``. By way of
    the gradients the pull would be divided by the root of their squares: least where the slopes are largest.
    """

    numpy: ClassVar[Lines] = Lines(
        begin=Adam.numpy["begin"],
        step=Adam.numpy["step"],
        decay_weights="""\
for w in parameters[::2]:  # the weights, not the biases
    w *= 1 - rate * {amount}""",
    )

    def decay_weights(
        self, weights: Arrays, gradients: Arrays, amount: float, rate: float, scratch: Array | None = None
    ) -> None:
        """Multiply the weights by ``1 - rate * amount``; the gradients stay as they are."""
        for w in weights:
            w *= 1 - rate * amount
