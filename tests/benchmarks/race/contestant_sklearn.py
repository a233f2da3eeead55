"""scikit-learn's MLPClassifier: an epoch is one ``partial_fit`` of all images.

What differs: from the second epoch on it shuffles them itself, as there is no way to tell it an order but by copying
all images; it looks through them for infinite numbers before each epoch; and it adds up the cost, as the others need
not.
"""

import numpy as np

from tests.benchmarks.race.contestant import blas, compete
from tests.benchmarks.race.rows import CLASSES, Row
from tests.benchmarks.race.start import Images, first_weights


class SkLearn:
    """A classifier."""

    def __init__(self, row: Row, images: Images, way: str) -> None:
        import sklearn
        from sklearn.neural_network import MLPClassifier

        solver = {"solver": "adam"} if row.optimizer == "adam" else {"solver": "sgd", "momentum": 0.0}
        self._model = MLPClassifier(
            row.hidden, batch_size=row.batch, alpha=0.0, learning_rate_init=row.rate, random_state=0, **solver
        )
        self._x, self._y = images.rows, images.labels
        self._is_fresh = True
        # One step brings its arrays about; then they get the weights that all begin with, and an optimizer of theirs.
        self._model.partial_fit(self._x[: row.batch], self._y[: row.batch], classes=np.arange(CLASSES))
        weights, own = first_weights(row), (*self._model.coefs_, *self._model.intercepts_)
        for array, given in zip(own, weights[::2] + weights[1::2], strict=True):
            array[...] = given
        del self._model._optimizer
        self.facts = f"scikit-learn {sklearn.__version__}, {blas()}; it shuffles the images itself"

    def loss(self, places: np.ndarray) -> float:
        p = self._model.predict_proba(self._x[places])
        return float(-np.log(p[np.arange(len(places)), self._y[places]]).mean())

    def epoch(self, order: np.ndarray) -> None:
        x, y = (self._x[order], self._y[order]) if self._is_fresh else (self._x, self._y)
        self._model.shuffle = not self._is_fresh
        self._is_fresh = False
        self._model.partial_fit(x, y)

    def weights(self) -> list[np.ndarray]:
        pairs = zip(self._model.coefs_, self._model.intercepts_, strict=True)
        return [array for pair in pairs for array in pair]


if __name__ == "__main__":
    compete(SkLearn)
