"""Trial: how well an imported network reads, with each activation and each output that it may have had."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.errors import Cancelled
from core.files.exchange.importing import Imported
from core.parts.activations import Activation, ReLU, activations
from core.parts.outputs import Output, Softmax, outputs

_BLOCK = 256  # images at a time
_MOST_WORK = 2 * 10**10  # multiplications for each activation: a second or two
_FEWEST = 200  # images
_LITTLE = 0.5  # of the images read correctly: a network that reads fewer was taught other images
_CHANCE = 1.5  # times what chance reads: a network without a single useful weight may come so far
_ALIKE = 0.005  # a difference of accuracy that says nothing: of 10,000 images, twice what chance makes
_USUAL = ("relu", "sigmoid", "tanh", "leaky-relu", "gelu")  # activations, as often as they are met


@dataclass(frozen=True, slots=True)
class Tried:
    """How well a network reads in one way.

    Attributes
    ----------
    activation : Activation
        What its hidden neurons do with their sums.
    outputs : tuple of Output
        What its outputs may do with theirs: with these it reads alike, to half a percent.
    accuracy : float
        Which part it read correctly with the first of them, 0 to 1.
    images : int
        How many it was tried on.
    """

    activation: Activation
    outputs: tuple[Output, ...]
    accuracy: float
    images: int

    @property
    def words(self) -> str:
        """How it was tried: "ReLU and softmax, sigmoid or linear"."""
        *others, last = map(in_words, self.outputs)
        return f"{self.activation.label} and {', '.join(others)}{' or ' if others else ''}{last}"


def tried(
    imported: Imported,
    images: Bytes,
    labels: Bytes,
    activation: Activation | None = None,
    output: Output | None = None,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Tried, ...]:
    """Return how well each way reads, the best one first; of those that read alike, the one met most often.

    Parameters
    ----------
    imported : Imported
        The network.
    images, labels : ndarray
        Test images, and the classes of them; of a large network, as many of the first as a second or two allow.
    activation, output : optional
        The only one to try.
    is_cancelled : callable
        Asked before each activation.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said yes.
    """
    multiplications = sum(weights.size for weights in imported.weights)
    count = min(len(images), max(_FEWEST, _MOST_WORK // multiplications))
    found = []
    for kind in [activation] if activation else activations_of(imported):
        if is_cancelled():
            raise Cancelled
        ways = [output] if output else [part() for part in outputs]
        found += _with(imported, images[:count], labels[:count], kind, ways)
        if len(imported.weights) == 1:
            break  # without hidden neurons their activation says nothing
    return tuple(sorted(found, key=_rank(max(one.accuracy for one in found))))


def activations_of(imported: Imported) -> tuple[Activation, ...]:
    """Return what its hidden neurons may do: every activation, the one that its file says as the file says it."""
    said = imported.activation
    return tuple(said if said is not None and isinstance(said, kind) else kind() for kind in activations)


def likeliest(imported: Imported, ways: Sequence[Tried]) -> tuple[Activation, Output]:
    """Return what its neurons most likely do: what its file says, else the way that reads best.

    Where none reads, or none was tried, it is the way that networks have most often: ReLU and softmax.
    """
    if imported.activation is not None and imported.output is not None:
        return imported.activation, imported.output
    return (ways[0].activation, ways[0].outputs[0]) if ways and not reads_little(ways) else (ReLU(), Softmax())


def reads_little(ways: Sequence[Tried]) -> bool:
    """Return whether even the best way reads so few images that the network was taught others."""
    return ways[0].accuracy < _LITTLE


def reads_by_chance(ways: Sequence[Tried], classes: int) -> bool:
    """Return whether no way reads more than chance would."""
    return ways[0].accuracy < _CHANCE / classes


def mismatch(imported: Imported, dataset: Dataset) -> str:
    """Return in words that a network and a data set do not agree on how many classes there are; empty where they do."""
    has, wanted = len(imported.class_names), len(dataset.class_names)
    return "" if has == wanted else f"it tells {has} classes apart, and {dataset.title} has {wanted}"


def in_words(output: Output) -> str:
    """Return an output as it is called within a sentence."""
    return output.label if output.name == "relu" else output.label.lower()


def alike(ways: Sequence[Tried]) -> tuple[Tried, ...]:
    """Return those that read as well as the first one: between them, images do not decide."""
    return tuple(way for way in ways if way.accuracy > ways[0].accuracy - _ALIKE)


def _rank(best: float) -> Callable[[Tried], tuple[float, int]]:
    def rank(one: Tried) -> tuple[float, int]:
        usual = _USUAL.index(one.activation.name) if one.activation.name in _USUAL else len(_USUAL)
        return (-best if one.accuracy > best - _ALIKE else -one.accuracy, usual)

    return rank


def _with(
    imported: Imported, images: Bytes, labels: Bytes, activation: Activation, ways: Iterable[Output]
) -> list[Tried]:
    """Return how well it reads with one activation; outputs that read alike are told together."""
    ways = list(ways)
    right = np.zeros(len(ways), np.int64)
    network = imported.network(activation, ways[0])
    with np.errstate(over="ignore", invalid="ignore"):  # with the wrong activation a network may do anything
        for start in range(0, len(images), _BLOCK):
            block = slice(start, start + _BLOCK)
            sums = network.activity(images[block]).sums[-1]
            right += [int((output.values(sums).argmax(axis=1) == labels[block]).sum()) for output in ways]
    together: dict[float, list[Output]] = {}
    for output, accuracy in zip(ways, (right / len(images)).tolist(), strict=True):
        near = next((known for known in together if abs(known - accuracy) < _ALIKE), accuracy)
        together.setdefault(near, []).append(output)
    return [Tried(activation, tuple(kinds), accuracy, len(images)) for accuracy, kinds in together.items()]
