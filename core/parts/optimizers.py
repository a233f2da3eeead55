"""How the weights move, given the slope of the cost: one step per mini-batch.

An optimizer is frozen. What it learns on the way (velocities, moments) is a tuple
of arrays, its *memory*: ``begin`` makes it, ``step`` changes it in place, and it
travels in the weight files so that training goes on exactly where it stopped.
"""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array, Arrays
from core.knob import knob
from core.registry import Part, Registry


class Optimizer(Part):
    """A rule that turns gradients into changes of the parameters.

    Class attributes
    ----------------
    decouples_decay : bool
        Whether weight decay shrinks the weights directly, instead of being added to their gradient.
    """

    __slots__ = ()

    decouples_decay: ClassVar[bool] = False

    @abstractmethod
    def begin(self, parameters: Arrays) -> Arrays:
        """Return a fresh memory for these parameters: arrays, all of them zero."""

    @abstractmethod
    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        """Move the parameters once, in place.

        Parameters
        ----------
        parameters, gradients : tuple of ndarray
            Weights and biases, and the cost's slope for each; same shapes, same dtype.
            The gradients may be used as scratch space.
        memory : tuple of ndarray
            What :meth:`begin` returned, changed in place.
        rate : float
            The learning rate of this step.
        """

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


@optimizers.register(
    "gradient-descent",
    label="Gradient descent",
    help="Straight downhill, one small step per batch. The plain rule.",
)
@dataclass(frozen=True, slots=True)
class GradientDescent(Optimizer):
    """``w -= rate * gradient``."""

    def begin(self, parameters: Arrays) -> Arrays:
        return ()

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        for parameter, gradient in zip(parameters, gradients, strict=True):
            gradient *= rate
            parameter -= gradient


@optimizers.register(
    "momentum",
    label="Momentum",
    help="Gradient descent that keeps part of its last step, like a ball rolling downhill. "
    "Use a learning rate about ten times smaller.",
)
@dataclass(frozen=True, slots=True)
class Momentum(Optimizer):
    """Gradient descent that keeps part of its last step (Polyak, 1964)."""

    momentum: float = knob(
        0.9, label="Momentum", help="How much of the last step is kept. 0.9 is usual.", low=0.0, high=0.999
    )

    def begin(self, parameters: Arrays) -> Arrays:
        return _zeros(parameters)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        for parameter, gradient, velocity in zip(parameters, gradients, memory, strict=True):
            gradient *= rate
            velocity *= self.momentum
            velocity -= gradient
            parameter += velocity


@optimizers.register(
    "nesterov",
    label="Nesterov",
    help="Momentum that looks ahead before it corrects its course. A little steadier than plain momentum.",
)
@dataclass(frozen=True, slots=True)
class Nesterov(Optimizer):
    """Momentum with the gradient taken one step ahead (Nesterov, 1983).

    In the form of Sutskever, Martens, Dahl and Hinton (2013), rewritten for the point
    looked ahead to, so that the gradient is taken at the parameters themselves:
    ``v = m v - rate g`` and ``w += m v - rate g``.
    """

    momentum: float = knob(
        0.9, label="Momentum", help="How much of the last step is kept. 0.9 is usual.", low=0.0, high=0.999
    )

    def begin(self, parameters: Arrays) -> Arrays:
        return _zeros(parameters)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        for parameter, gradient, velocity in zip(parameters, gradients, memory, strict=True):
            gradient *= rate
            velocity *= self.momentum
            velocity -= gradient
            parameter -= gradient
            np.multiply(velocity, self.momentum, out=gradient)
            parameter += gradient


@optimizers.register(
    "rmsprop",
    label="RMSProp",
    help="Gives each weight a step of its own size, from how large its slopes have been. Try a rate of 0.001.",
)
@dataclass(frozen=True, slots=True)
class RMSProp(Optimizer):
    """Divide the gradient by a running root mean square (Tieleman and Hinton, 2012, lecture 6e).

    The lecture leaves out how to avoid a division by zero; ``epsilon`` is added to the root.
    """

    decay: float = knob(
        0.9, label="Decay", help="How long earlier slopes are remembered. 0.9 is usual.", low=0.0, high=0.9999
    )
    epsilon: float = knob(
        1e-8,
        label="Epsilon",
        help="A tiny number that keeps the division away from zero.",
        low=1e-12,
        high=1e-1,
        logarithmic=True,
    )

    def begin(self, parameters: Arrays) -> Arrays:
        return _zeros(parameters)

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        for parameter, gradient, square in zip(parameters, gradients, memory, strict=True):
            root = np.multiply(gradient, gradient)
            root *= 1 - self.decay
            square *= self.decay
            square += root
            np.sqrt(square, out=root)
            root += self.epsilon
            gradient *= rate
            gradient /= root
            parameter -= gradient

    def _never_negative(self, memory: Arrays) -> Arrays:
        return memory


@optimizers.register(
    "adam",
    label="Adam",
    help="Momentum and a step size of its own for each weight. Works well nearly everywhere with a rate of 0.001.",
)
@dataclass(frozen=True, slots=True)
class Adam(Optimizer):
    """Adaptive moments (Kingma and Ba, 2015, algorithm 1).

    The two corrections for the moments' start at zero are folded into the rate and
    into epsilon, which gives the same step: ``m_hat / (sqrt(v_hat) + epsilon)`` is
    ``m * c / (1 - beta1**t) / (sqrt(v) + epsilon * c)`` with ``c = sqrt(1 - beta2**t)``.
    The memory is the first moments, the second moments, and ``t`` in an array of its own.
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
    epsilon: float = knob(
        1e-8,
        label="Epsilon",
        help="A tiny number that keeps the division away from zero.",
        low=1e-12,
        high=1e-1,
        logarithmic=True,
    )

    def begin(self, parameters: Arrays) -> Arrays:
        return (*_zeros(parameters), *_zeros(parameters), np.zeros(1))

    def step(self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float) -> None:
        count = len(parameters)
        means, squares, steps = memory[:count], memory[count:-1], memory[-1]
        steps += 1
        t = float(steps[0])
        correction = float(np.sqrt(1 - self.beta2**t))
        corrected_rate = rate * correction / (1 - self.beta1**t)
        for parameter, gradient, mean, square in zip(parameters, gradients, means, squares, strict=True):
            self._step_one(parameter, gradient, mean, square, corrected_rate, self.epsilon * correction)

    def _never_negative(self, memory: Arrays) -> Arrays:
        return memory[len(memory) // 2 :]  # the squares and the steps

    def _step_one(
        self, parameter: Array, gradient: Array, mean: Array, square: Array, rate: float, epsilon: float
    ) -> None:
        scratch = np.multiply(gradient, gradient)
        scratch *= 1 - self.beta2
        square *= self.beta2
        square += scratch
        gradient *= 1 - self.beta1
        mean *= self.beta1
        mean += gradient
        np.sqrt(square, out=scratch)
        scratch += epsilon
        np.divide(mean, scratch, out=scratch)
        scratch *= rate
        parameter -= scratch


@optimizers.register(
    "adamw",
    label="AdamW",
    help="Adam with weight decay that shrinks the weights directly. Use it when weight decay is on.",
)
@dataclass(frozen=True, slots=True)
class AdamW(Adam):
    """Adam with decoupled weight decay (Loshchilov and Hutter, 2019, algorithm 2).

    The decay itself is applied by the trainer, which knows weights from biases.
    """

    decouples_decay: ClassVar[bool] = True
