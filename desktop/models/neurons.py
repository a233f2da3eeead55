"""NeuronsModel: what takes a look at many images to know about neurons, found out in jobs beside the training."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.arrays import Array, Bytes
from core.data.dataset import Split
from core.insight import orders
from core.insight.ablation import without
from core.insight.damage import SOUND, Damage, damaged
from core.insight.evaluation import evaluate
from core.insight.liveliness import Liveliness, liveliness
from core.insight.neuron import Portrait, mean_by_class, portrait
from core.insight.neurons import pictures
from core.insight.output import OutputPortrait, output_portrait
from core.network.network import Network
from core.parts.costs import Cost
from core.training.snapshot import Snapshot
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

_REST = Rest(300, 30)  # three kinds of questions at a time still leave nine tenths of the processors to the training


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """All neurons of a network.

    Attributes
    ----------
    network : Network
        Which network.
    layer : int
        Which layer was put in order, from 0.
    kind : str
        The order asked for.
    order : ndarray, shape (neurons,), intp
        Its neurons in the order asked for.
    liveliness : tuple of Liveliness
        What the neurons of each hidden layer do on the test images; empty without test images.
    """

    network: Network
    layer: int
    kind: orders.Order
    order: orders.Indices
    liveliness: tuple[Liveliness, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """What all neurons of a deeper layer lean to: ``pictures``, shape (neurons, 28, 28), float32."""

    network: Network
    layer: int
    pictures: Array


@dataclass(frozen=True, slots=True, eq=False)
class Feeding:
    """Some hidden neurons that feed an output.

    Attributes
    ----------
    neurons : ndarray, shape (n,), intp
        Which of the last hidden layer, the loudest first.
    pictures : ndarray, shape (n, 28, 28), float32
        What they look for.
    """

    neurons: orders.Indices
    pictures: Array


@dataclass(frozen=True, slots=True, eq=False)
class Portrayal:
    """One neuron at one moment, and on the way there.

    Attributes
    ----------
    network : Network
        Which network.
    portrait : Portrait or OutputPortrait
        The neuron from all sides.
    means : ndarray, shape (10,)
        Its mean value for each class's test images; NaN for a class without images.
    speak_for, speak_against : Feeding or None
        For an output, the hidden neurons that speak loudest for it and against it; else None.
    moments : tuple of Snapshot
        Moments of the run, first to last.
    film : ndarray, shape (moments, 28, 28), float32
        What it looked for at each of them.
    """

    network: Network
    portrait: Portrait | OutputPortrait
    means: Array
    speak_for: Feeding | None
    speak_against: Feeding | None
    moments: tuple[Snapshot, ...]
    film: Array


@dataclass(frozen=True, slots=True)
class Comparison:
    """The test accuracy of a network and of it altered, 0 to 1; NaN without test images."""

    network: Network
    muted: frozenset[tuple[int, int]]
    whole: float
    rest: float
    damage: Damage = SOUND


class NeuronsModel(QObject):
    """Answers a view's questions about neurons; of each kind of question the newest wins."""

    surveyed = Signal(object)  # Survey
    portrayed = Signal(object)  # Portrayal
    compared = Signal(object)  # Comparison
    projected = Signal(object)  # Projection

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._surveys = _Questions(jobs, "Looking at all neurons", self)
        self._portraits = _Questions(jobs, "Looking at a neuron", self)
        self._comparisons = _Questions(jobs, "Trying the altered network", self)
        self._projections = _Questions(jobs, "Looking through the layers", self)
        self._whole: tuple[Network, Split, float] | None = None  # the last accuracy with all neurons

    def survey(
        self, network: Network, layer: int, kind: orders.Order, start: Network, images: Bytes, *, is_urgent: bool
    ) -> None:
        """Find out what the neurons do on the images, and put those of a layer in order.

        Parameters
        ----------
        network : Network
            Which network.
        layer : int
            Which layer is put in order, from 0.
        kind : str
            Which order; see :func:`core.insight.orders.ordered`.
        start : Network
            The network at the start of the run, for the order by change.
        images : ndarray, shape (n, 28, 28), uint8
            The test images.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """

        def work(job: Job) -> Survey:
            with np.errstate(over="ignore", invalid="ignore"):  # one that diverged may be looked at as well
                found = liveliness(network, images) if len(images) else ()
                return Survey(network, layer, kind, orders.ordered(kind, network, layer, found, start), found)

        self._surveys.ask((network, layer, kind, images), work, self.surveyed.emit, is_urgent)

    def portray(
        self,
        network: Network,
        neuron: tuple[int, int],
        test: Split,
        moments: tuple[Snapshot, ...],
        count: int,
        *,
        is_urgent: bool,
    ) -> None:
        """Find out all about one neuron, hidden or an output.

        Parameters
        ----------
        network : Network
            Which network.
        neuron : (int, int)
            Layer and index, from 0.
        test : Split
            The test images.
        moments : tuple of Snapshot
            Moments of the run for its film, of networks of the same shape; none before the run has one.
        count : int
            How many of the most and least exciting images to name.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """
        layer, index = neuron

        def work(job: Job) -> Portrayal:
            speak_for = speak_against = None
            with np.errstate(over="ignore", invalid="ignore"):
                found: Portrait | OutputPortrait
                if layer == len(network.layers) - 1:
                    found = output_portrait(network, index, test.images, test.labels, count)
                    if found.feeders is not None:
                        speak_for = _feeding(network, found.feeders.loudest_for(count))
                        speak_against = _feeding(network, found.feeders.loudest_against(count))
                else:
                    found = portrait(network, layer, index, test.images, count)
                film = _film(moments, layer, index)
                means = mean_by_class(found.values, test.labels, network.classes)
            return Portrayal(network, found, means, speak_for, speak_against, moments, film)

        self._portraits.ask((network, neuron, test), work, self.portrayed.emit, is_urgent)

    def compare(
        self,
        network: Network,
        muted: frozenset[tuple[int, int]],
        cost: Cost,
        test: Split,
        *,
        damage: Damage = SOUND,
        is_urgent: bool,
    ) -> None:
        """Find out the test accuracy of a network as it is, and damaged or without some neurons.

        Parameters
        ----------
        network : Network
            The network with all its neurons, and sound.
        muted : frozenset of (int, int)
            Layer and index of those to leave out.
        cost : Cost
            How a wrong answer is measured.
        test : Split
            The test images.
        damage : Damage
            What is done to it.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """
        known = self._whole if self._whole and self._whole[0] is network and self._whole[1] is test else None

        def accuracy(which: Network) -> float:
            with np.errstate(over="ignore", invalid="ignore"):
                return evaluate(which, cost, test.images, test.labels).accuracy

        def work(job: Job) -> Comparison:
            whole = known[2] if known else accuracy(network)
            return Comparison(network, muted, whole, accuracy(without(damaged(network, damage), muted)), damage)

        def done(found: Comparison) -> None:
            self._whole = (network, test, found.whole)
            self.compared.emit(found)

        self._comparisons.ask((network, muted, damage, test), work, done, is_urgent)

    def project(self, network: Network, layer: int, *, is_urgent: bool) -> None:
        """Find out what all neurons of a layer lean to, where that takes longer than a frame.

        Parameters
        ----------
        network : Network
            Which network.
        layer : int
            Which layer, from 0; the last one is the output layer.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """

        def work(job: Job) -> Projection:
            with np.errstate(over="ignore", invalid="ignore"):
                return Projection(network, layer, pictures(network, layer))

        self._projections.ask((network, layer), work, self.projected.emit, is_urgent)


def _feeding(network: Network, chosen: orders.Indices) -> Feeding:
    return Feeding(chosen, pictures(network, len(network.layers) - 2, chosen))


def _film(moments: tuple[Snapshot, ...], layer: int, index: int) -> Array:
    """Return what a neuron looked for at each moment, shape (moments, 28, 28); there may be none yet."""
    frames = [pictures(moment.network, layer, np.array([index])) for moment in moments]
    return np.concatenate(frames) if frames else np.zeros((0, 28, 28), np.float32)


class _Questions:
    """One kind of question; the same one is not asked twice in a row, unless it has become urgent."""

    def __init__(self, jobs: Jobs, name: str, parent: QObject) -> None:
        self._latest = Latest(jobs, name, _REST, parent)
        self._asked: tuple[Any, ...] = ()
        self._is_settled = False  # answered, or as urgent as can be

    def ask(
        self, key: tuple[Any, ...], work: Callable[[Job], Any], done: Callable[[Any], None], is_urgent: bool
    ) -> None:
        is_same = len(key) == len(self._asked) and all(map(_is_same, key, self._asked))
        if is_same and (self._is_settled or not is_urgent):
            return
        self._asked, self._is_settled = key, is_urgent

        def answer(result: Any) -> None:
            self._is_settled |= self._asked is key
            done(result)

        self._latest.ask(work, answer, is_urgent=is_urgent)


def _is_same(one: object, other: object) -> bool:
    """Return whether two parts of a question are the same; networks and images are never compared in full."""
    return one is other or (isinstance(one, (int, str, tuple, frozenset)) and one == other)
