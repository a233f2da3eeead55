"""JAX: an epoch is one compiled program, a scan over the batches of a shuffled order; the weights are donated to it.

With the way ``bytes`` it keeps the pixels as bytes, as Inkling does, and makes numbers of a batch's when it needs them.
"""

from typing import Any

import numpy as np

from tests.benchmarks.race.contestant import compete
from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.start import Images, first_weights


class Jax:
    """Weights, and the program that trains them."""

    def __init__(self, row: Row, images: Images, way: str) -> None:
        import jax
        import jax.numpy as jnp
        import jaxlib

        self._jax, self._jnp = jax, jnp
        weights = [jnp.asarray(array) for array in first_weights(row)]
        zeros = [jnp.zeros_like(w) for w in weights]
        self._state: Any = (weights, zeros, [jnp.zeros_like(w) for w in weights], jnp.zeros(()))
        if row.optimizer == "gd":
            self._state = (weights,)
        self._x = jnp.asarray(images.pixels if way == "bytes" else images.rows)
        self._y = jnp.asarray(images.labels.astype(np.int32))
        self._cost = jax.jit(_cost)
        order = jnp.zeros(len(images.labels), jnp.int32)
        # Compiled here, before the race.
        self._epoch = jax.jit(_epoch_of(row), donate_argnums=0).lower(self._state, self._x, self._y, order).compile()
        self.facts = f"JAX {jax.__version__} with jaxlib {jaxlib.__version__}, {jax.devices()[0]}; jit, scan, donated"

    def loss(self, places: np.ndarray) -> float:
        return float(self._cost(self._state[0], self._x[places], self._y[places]))

    def epoch(self, order: np.ndarray) -> None:
        order = self._jnp.asarray(order.astype(np.int32))
        self._state = self._jax.block_until_ready(self._epoch(self._state, self._x, self._y, order))

    def weights(self) -> list[np.ndarray]:
        return [np.asarray(w) for w in self._state[0]]


def _cost(weights: list[Any], x: Any, y: Any) -> Any:
    import jax
    import jax.numpy as jnp

    if x.dtype == jnp.uint8:
        x = x.astype(jnp.float32) * np.float32(1 / 255)
    for w, b in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        x = jax.nn.relu(x @ w + b)
    p = jax.nn.log_softmax(x @ weights[-2] + weights[-1])
    return -jnp.take_along_axis(p, y[:, None], axis=1).mean()


def _epoch_of(row: Row) -> Any:
    """Return the function of state, images, labels and order that trains an epoch and returns the state."""
    import jax
    import jax.numpy as jnp

    def descend(state: Any, x: Any, y: Any) -> Any:
        slopes = jax.grad(_cost)(state[0], x, y)
        return ([w - row.rate * g for w, g in zip(state[0], slopes, strict=True)],)

    def adam(state: Any, x: Any, y: Any) -> Any:
        weights, means, squares, t = state
        slopes = jax.grad(_cost)(weights, x, y)
        t = t + 1
        means = [0.9 * m + 0.1 * g for m, g in zip(means, slopes, strict=True)]
        squares = [0.999 * v + 0.001 * g * g for v, g in zip(squares, slopes, strict=True)]
        # As the end of section 2 of the paper has it, with epsilon as PyTorch and Inkling take it.
        correction = jnp.sqrt(1 - 0.999**t)
        rate, epsilon = row.rate * correction / (1 - 0.9**t), 1e-8 * correction
        moved = zip(weights, means, squares, strict=True)
        return [w - rate * m / (jnp.sqrt(v) + epsilon) for w, m, v in moved], means, squares, t

    step = adam if row.optimizer == "adam" else descend

    def epoch(state: Any, x: Any, y: Any, order: Any) -> Any:
        whole = len(order) // row.batch * row.batch
        batches = order[:whole].reshape(-1, row.batch)
        state, _ = jax.lax.scan(lambda state, chosen: (step(state, x[chosen], y[chosen]), None), state, batches)
        return step(state, x[order[whole:]], y[order[whole:]]) if whole < len(order) else state

    return epoch


if __name__ == "__main__":
    compete(Jax)
