"""PyTorch: eager, or with the cost and its slopes compiled (``... contestant_torch ROW MNIST compile``).

The optimizers are PyTorch's own, in their fused form, which is the fastest on a processor. A step of the compiled way
is the compiled network, forward and backward, and the optimizer.
"""

import itertools

import numpy as np

from tests.benchmarks.race.contestant import compete
from tests.benchmarks.race.rows import Row
from tests.benchmarks.race.start import Images, first_weights


class Torch:
    """A model and its optimizer."""

    def __init__(self, row: Row, images: Images, way: str) -> None:
        import torch

        self._torch, self._batch = torch, row.batch
        self._layers = [torch.nn.Linear(before, after) for before, after in itertools.pairwise(row.sizes)]
        parts = itertools.chain.from_iterable((layer, torch.nn.ReLU()) for layer in self._layers)
        model, cost = torch.nn.Sequential(*list(parts)[:-1]), torch.nn.CrossEntropyLoss()
        self._cost = lambda x, y: cost(model(x), y)
        self._load(first_weights(row))
        kind = torch.optim.Adam if row.optimizer == "adam" else torch.optim.SGD
        self._optimizer = kind(model.parameters(), lr=row.rate, fused=True)
        self._x, self._y = torch.from_numpy(images.rows), torch.from_numpy(images.labels.astype(np.int64))
        self._step = torch.compile(self._cost, dynamic=False) if way == "compile" else self._cost
        for size in {row.batch, len(images.labels) % row.batch} - {0}:
            self._step(self._x[:size], self._y[:size]).backward()  # compiles, where it is to
        one_dnn = "oneDNN" if torch.backends.mkldnn.is_available() else "without oneDNN"
        kernels = f"{torch.backends.cpu.get_cpu_capability()}, {one_dnn}, {torch.get_num_threads()} threads"
        self.facts = f"PyTorch {torch.__version__}, {kernels}; fused {kind.__name__}"

    def _load(self, weights: list[np.ndarray]) -> None:
        with self._torch.no_grad():
            for layer, w, b in zip(self._layers, weights[::2], weights[1::2], strict=True):
                layer.weight.copy_(self._torch.from_numpy(w.T))
                layer.bias.copy_(self._torch.from_numpy(b))

    def loss(self, places: np.ndarray) -> float:
        with self._torch.no_grad():
            return float(self._cost(self._x[places], self._y[places]))

    def epoch(self, order: np.ndarray) -> None:
        for chosen in self._torch.from_numpy(order).split(self._batch):
            self._optimizer.zero_grad()
            self._step(self._x[chosen], self._y[chosen]).backward()
            self._optimizer.step()

    def weights(self) -> list[np.ndarray]:
        pairs = ((layer.weight.detach().numpy().T, layer.bias.detach().numpy()) for layer in self._layers)
        return list(itertools.chain.from_iterable(pairs))


if __name__ == "__main__":
    compete(Torch)
