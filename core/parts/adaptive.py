"""Optimizers that give each weight a step of its own size, from how large its slopes have been.

What an optimizer is, and what the letters stand for, is told in :mod:`core.parts.optimizers`.
"""

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from core.arrays import Array, Arrays
from core.knob import knob
from core.parts.lines import Lines
from core.parts.optimizers import Optimizer, optimizers, space_like, zeros_for


def _move_by_root(w: Array, g: Array, v: Array, rate: float, epsilon: float, scratch: Array) -> None:
    """Move ``w`` by ``-rate * g / (sqrt(v) + epsilon)``; the gradient and the scratch are used up."""
    root = np.sqrt(v, out=scratch)
    root += epsilon
    g *= rate
    g /= root
    w -= g


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
    "adagrad",
    label="AdaGrad",
    help="Gives each weight a step of its own size, which only ever shrinks: the more slopes it has seen, the shorter. "
    "Try a rate of 0.01.",
)
@dataclass(frozen=True, slots=True)
class AdaGrad(Optimizer):
    """The gradient divided by the root of the sum of all its squares so far, ``v``.

    ``v <- v + g**2``

    ``w <- w - rate * g / (sqrt(v) + epsilon)``

    Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", *Journal
    of Machine Learning Research* 12 (2011), figure 1 with diagonal matrices. There the small number is added to the
    root as well; nothing is forgotten, so that weights of pixels that seldom carry ink keep long steps.
    """

    epsilon: float = _epsilon_knob()

    numpy: ClassVar[Lines] = Lines(
        **Optimizer.numpy,
        begin="vs = [np.zeros_like(w) for w in parameters]  # sums of the squared slopes",
        step="""\
for w, g, v in zip(parameters, gradients, vs):
    v += g * g
    w -= g * rate / (np.sqrt(v) + {epsilon})""",
    )
    formulas: ClassVar[Lines] = Lines(
        **Optimizer.formulas,
        step="""\
v = v + dw**2
w = w - rate * dw / (sqrt(v) + epsilon)""",
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the sums of the squares, ``v``."""
        return zeros_for(parameters)

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``v`` up to date and move by ``-rate * g / (sqrt(v) + epsilon)``."""
        for w, g, v in zip(parameters, gradients, memory, strict=True):
            square = np.multiply(g, g, out=space_like(g, scratch))
            v += square
            _move_by_root(w, g, v, rate, self.epsilon, square)

    def _never_negative(self, memory: Arrays) -> Arrays:
        return memory


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
    formulas: ClassVar[Lines] = Lines(
        **Optimizer.formulas,
        step="""\
v = decay * v + (1 - decay) * dw**2
w = w - rate * dw / (sqrt(v) + epsilon)""",
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the running means of the squares, ``v``."""
        return zeros_for(parameters)

    def step(
        self, parameters: Arrays, gradients: Arrays, memory: Arrays, rate: float, scratch: Array | None = None
    ) -> None:
        """Bring ``v`` up to date and move by ``-rate * g / (sqrt(v) + epsilon)``."""
        for w, g, v in zip(parameters, gradients, memory, strict=True):
            square = np.multiply(g, g, out=space_like(g, scratch))
            square *= 1 - self.decay
            v *= self.decay
            v += square
            _move_by_root(w, g, v, rate, self.epsilon, square)

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
    formulas: ClassVar[Lines] = Lines(
        **Optimizer.formulas,
        step="""\
t = t + 1
m = beta1 * m + (1 - beta1) * dw
v = beta2 * v + (1 - beta2) * dw**2
m_hat = m / (1 - beta1**t)
v_hat = v / (1 - beta2**t)
w = w - rate * m_hat / (sqrt(v_hat) + epsilon)""",
    )

    def begin(self, parameters: Arrays) -> Arrays:
        """Return the first moments ``m``, the second moments ``v``, and ``t`` (float64, shape (1,))."""
        return (*zeros_for(parameters), *zeros_for(parameters), np.zeros(1))

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
        shrink_weights="""\
for w in parameters[::2]:  # the weights, not the biases
    w -= np.sign(w) * (rate * {amount})""",
    )
    formulas: ClassVar[Lines] = Lines(
        step=Adam.formulas["step"],
        decay_weights="w = w * (1 - rate * pull)",
        shrink_weights="w = w - rate * l1 * sign(w)",
    )

    def decay_weights(
        self, weights: Arrays, gradients: Arrays, amount: float, rate: float, scratch: Array | None = None
    ) -> None:
        """Multiply the weights by ``1 - rate * amount``; the gradients stay as they are."""
        for w in weights:
            w *= 1 - rate * amount

    def shrink_weights(
        self, weights: Arrays, gradients: Arrays, amount: float, rate: float, scratch: Array | None = None
    ) -> None:
        """Move the weights by ``-rate * amount * sign(w)``, as they decay; the gradients stay as they are."""
        for w in weights:
            pull = np.sign(w, out=space_like(w, scratch))
            pull *= rate * amount
            w -= pull
