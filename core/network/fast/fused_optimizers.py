"""Optimizers that move all of a share's parameters in place, with the fewest sweeps over memory.

What an optimizer costs is how often it sweeps over arrays the size of the network. So
the factor that it multiplies the slopes with first (for gradient descent, the learning
rate) is multiplied into the slope at the ten outputs instead, from where the chain rule
carries it to every weight for free; and no array is made on the way. The formulas are
those of ``core/parts/optimizers.py``. A part without a form here is called as it is.
"""

from abc import ABC, abstractmethod

import numpy as np

from core.arrays import Array, Arrays
from core.network.fast.calls import Calls, run
from core.parts.optimizers import Adam, AdamW, GradientDescent, Momentum, Nesterov, Optimizer, RMSProp

# Sweeps over a piece this long find it in the processor's cache, where the sweep before left it. Shorter pieces
# would be more calls, after each of which a thread may have to wait for the interpreter lock.
_CHUNK = 48 * 1024


class Mover(ABC):
    """Moves one flat array of parameters.

    Parameters
    ----------
    optimizer : Optimizer
        The rule.
    parameters, slopes : ndarray, one-dimensional, float32
        What is moved, and where each step's slopes will stand; they may be used as scratch space.
    memory : tuple of ndarray
        What ``optimizer.begin((parameters,))`` makes; changed in place.
    """

    def __init__(self, optimizer: Optimizer, parameters: Array, slopes: Array, memory: Arrays) -> None:
        self._optimizer = optimizer
        self._parameters, self._slopes, self._memory = parameters, slopes, memory

    def factor(self, rate: float) -> float:
        """Return what the slopes have to be multiplied with before :meth:`step`."""
        return 1.0

    @abstractmethod
    def step(self, rate: float) -> None:
        """Move the parameters once, at this learning rate."""


class _ByPart(Mover):
    """Lets the part itself do it: any optimizer works on one flat array as on several."""

    def step(self, rate: float) -> None:
        self._optimizer.step((self._parameters,), (self._slopes,), self._memory, rate)


class _GradientDescent(Mover):
    def factor(self, rate: float) -> float:
        return -rate

    def step(self, rate: float) -> None:
        np.add(self._parameters, self._slopes, self._parameters)


class _Momentum(Mover):
    def __init__(self, optimizer: Momentum | Nesterov, parameters: Array, slopes: Array, memory: Arrays) -> None:
        super().__init__(optimizer, parameters, slopes, memory)
        m = np.array(optimizer.momentum, np.float32)
        looks_ahead = isinstance(optimizer, Nesterov)
        self._calls: Calls = ()
        for w, g, v in _chunks(parameters, slopes, memory[0]):
            self._calls += ((np.multiply, (v, m, v)), (np.add, (v, g, v)))
            if looks_ahead:
                self._calls += ((np.add, (w, g, w)), (np.multiply, (v, m, g)), (np.add, (w, g, w)))
            else:
                self._calls += ((np.add, (w, v, w)),)

    def factor(self, rate: float) -> float:
        return -rate

    def step(self, rate: float) -> None:
        run(self._calls)


class _RMSProp(Mover):
    """The slopes come multiplied with ``sqrt(1 - decay)``, so that their squares need no factor of their own."""

    def __init__(self, optimizer: RMSProp, parameters: Array, slopes: Array, memory: Arrays) -> None:
        super().__init__(optimizer, parameters, slopes, memory)
        self._factor = float(np.sqrt(1 - optimizer.decay))
        self._rate: Array = np.zeros((), np.float32)
        decay, epsilon = np.float32(optimizer.decay), np.float32(optimizer.epsilon)
        scratch: Array = np.empty(min(_CHUNK, parameters.size), np.float32)
        self._calls: Calls = ()
        for w, g, v in _chunks(parameters, slopes, memory[0]):
            s = scratch[: w.size]
            self._calls += (
                (np.multiply, (g, g, s)),
                (np.multiply, (v, decay, v)),
                (np.add, (v, s, v)),
                (np.sqrt, (v, s)),
                (np.add, (s, epsilon, s)),
                (np.divide, (g, s, g)),
                (np.multiply, (g, self._rate, g)),
                (np.subtract, (w, g, w)),
            )

    def factor(self, rate: float) -> float:
        return self._factor

    def step(self, rate: float) -> None:
        self._rate[()] = rate / self._factor
        run(self._calls)


class _Adam(Mover):
    """The slopes come multiplied with ``sqrt(1 - beta2)``, so that their squares need no factor of their own."""

    def __init__(self, optimizer: Adam, parameters: Array, slopes: Array, memory: Arrays) -> None:
        super().__init__(optimizer, parameters, slopes, memory)
        self._beta1, self._beta2, self._epsilon = optimizer.beta1, optimizer.beta2, optimizer.epsilon
        self._factor = float(np.sqrt(1 - optimizer.beta2))
        self._steps = memory[2]
        self._rate: Array = np.zeros((), np.float32)
        self._small: Array = np.zeros((), np.float32)
        beta1, beta2 = np.float32(optimizer.beta1), np.float32(optimizer.beta2)
        share_of_slope = np.float32((1 - optimizer.beta1) / self._factor)
        scratch: Array = np.empty(min(_CHUNK, parameters.size), np.float32)
        self._calls: Calls = ()
        for w, g, m, v in _chunks(parameters, slopes, memory[0], memory[1]):
            s = scratch[: w.size]
            self._calls += (
                (np.multiply, (g, g, s)),
                (np.multiply, (v, beta2, v)),
                (np.add, (v, s, v)),
                (np.multiply, (g, share_of_slope, g)),
                (np.multiply, (m, beta1, m)),
                (np.add, (m, g, m)),
                (np.sqrt, (v, s)),
                (np.add, (s, self._small, s)),
                (np.divide, (m, s, s)),
                (np.multiply, (s, self._rate, s)),
                (np.subtract, (w, s, w)),
            )

    def factor(self, rate: float) -> float:
        return self._factor

    def step(self, rate: float) -> None:
        self._steps += 1
        t = float(self._steps[0])
        correction = float(np.sqrt(1 - self._beta2**t))
        self._rate[()] = rate * correction / (1 - self._beta1**t)
        self._small[()] = self._epsilon * correction
        run(self._calls)


def _chunks(*arrays: Array) -> list[Arrays]:
    """Return pieces of the arrays, short enough for the cache; the same places of each belong together."""
    starts = range(0, arrays[0].size, _CHUNK)
    return [tuple(array[start : start + _CHUNK] for array in arrays) for start in starts]


# Only for exactly these classes: a part derived from one of them may compute something else.
_FORMS: dict[type[Optimizer], type[Mover]] = {
    GradientDescent: _GradientDescent,
    Momentum: _Momentum,
    Nesterov: _Momentum,
    RMSProp: _RMSProp,
    Adam: _Adam,
    AdamW: _Adam,
}


def mover_for(optimizer: Optimizer, parameters: Array, slopes: Array, memory: Arrays) -> Mover:
    """Return the mover that follows this optimizer's rule; see :class:`Mover`."""
    return _FORMS.get(type(optimizer), _ByPart)(optimizer, parameters, slopes, memory)
