"""How a novelty detector comes about: a small network is trained on a network's hidden values, and a threshold found.

The threshold is found by itself: of images that the network reads rightly, and that the detector was not shown, only so
many may be held back, by the share of the answer (:mod:`core.insight.rejection`) and by novelty together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.data.classes import are_digits
from core.data.dataset import Dataset, Split, spread_places
from core.data.frame import moved
from core.data.writer import synthetic
from core.data.writer.hands import LEGIBLE, ON_TABLET
from core.data.writer.outliers import Outliers, outliers
from core.errors import Cancelled
from core.insight.looks import MOVES
from core.insight.novelty import HEAD_SETTINGS, MOST_NEURONS, NoveltyDetector, features, head_inputs, together
from core.insight.rejection import USUAL_THRESHOLD
from core.network.backprop import gradients, one_hot
from core.network.network import Layer, Network

LEAST_OF_NOVELTY = 0.003
"""Part of them that novelty may hold back in any case, where the share alone takes nearly all."""

LEAST_ACCURACY = 0.85
"""Of a network that reads less of what it learned from, all is new to it; nothing is said of what is drawn then."""

LEAST_DRAWN = 0.5
"""Of digits drawn on a pad, such a part has to be read at least."""

FEWEST_CHECKS = 20
"""Images of a source, read rightly, that it takes to find a threshold."""

_SEED = 32
_BATCH = 64
_FIRST_LOOK, _FIRST_DRAWN = 500, 100  # images by which it is seen whether a network reads anything
_BLOCK = 500  # images whose values are worked out at a time
_LEAST_SPREAD = 0.05  # of a neuron's values, beside the mean of all neurons: one that hardly moves says nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is spent on a detector.

    Attributes
    ----------
    known : int
        Images of what is known that the head is trained on, of all sources.
    checks : int
        Images of each source that the threshold is found by.
    letters, made_up : int
        Outliers that the head is trained on, signs among the letters; see :func:`core.data.writer.outliers.outliers`.
    passes : int
        How often the head is shown all of them.
    held_back : float
        Part of the right answers that share and novelty hold back together, each source counting as much as the other.
    """

    known: int = 3000
    checks: int = 2000
    letters: int = 4000
    made_up: int = 1000
    passes: int = 10
    held_back: float = 0.009


USUAL = Effort()
BESIDE_TRAINING = Effort(passes=4)
"""For a network that is another one in a second."""

CAREFUL = Effort(known=50_000, checks=4000, letters=24_000, made_up=6000, passes=5, held_back=0.0075)
"""For a network that many will use, and that was trained with care."""


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """What a detector is made from; the same for every network with these classes and this data.

    Attributes
    ----------
    known : Split
        Images of what the classes are.
    checks : tuple of Split
        Others, of each source: the data set first, and the pad where the classes are digits.
    outliers : Outliers
        Drawings of what no class is.
    second : NoveltyDetector or None
        Whose opinion is asked as well.
    second_says : tuple of ndarray
        How strange the checks of each source are to that one; empty without it.
    """

    known: Split
    checks: tuple[Split, ...]
    outliers: Outliers
    second: NoveltyDetector | None = None
    second_says: tuple[Array, ...] = ()


def could_tell(network: Network, dataset: Dataset) -> bool:
    """Return whether a network reads so much that it is worth the while to make a detector; quick.

    It has to read its data, and, where the classes are digits, half of those drawn on a pad at least: to one that
    learned figures which nobody draws, all that is drawn is new.
    """
    if not network.is_sound or network.classes != len(dataset.class_names) or head_inputs(network) > MOST_NEURONS:
        return False
    some = (dataset.test if len(dataset.test) else dataset.train).spread(_FIRST_LOOK)
    if _accuracy(network, some) < LEAST_ACCURACY:
        return False
    return not are_digits(dataset.class_names) or reads_drawn(network)


def reads_drawn(network: Network) -> bool:
    """Return whether a network of the ten digits reads so many that are drawn on a pad as it has to at least; quick."""
    return network.is_sound and _accuracy(network, _from_pads(_FIRST_DRAWN, 1)[0]) >= LEAST_DRAWN


def _accuracy(network: Network, split: Split) -> float:
    with np.errstate(over="ignore", invalid="ignore"):
        return float((network.outputs(split.images).argmax(axis=1) == split.labels).mean())


def examples(
    dataset: Dataset,
    effort: Effort = USUAL,
    second: NoveltyDetector | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> Examples:
    """Return what detectors for networks trained on a data set are made from; it takes a second or two.

    Where the classes are digits, half of what is known comes from hands on a pad: what is drawn there must not be held
    back for being drawn.
    """
    names = dataset.class_names
    with_pads = are_digits(names)
    sources = [_of_data(dataset, effort, effort.known // (2 if with_pads else 1))]
    if with_pads:
        sources.append(_from_pads(effort.known // 2, effort.checks))
    known = [split for split, _ in sources]
    shown = Split(np.concatenate([each.images for each in known]), np.concatenate([each.labels for each in known]))
    others = outliers(names, effort.letters, effort.made_up, is_cancelled)
    checks = tuple(checks for _, checks in sources)
    says = () if second is None else tuple(second.strangeness(each.images) for each in checks)
    return Examples(shown, checks, others, second, says)


def detector(
    network: Network,
    shown: Examples,
    effort: Effort = USUAL,
    before: NoveltyDetector | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> NoveltyDetector | None:
    """Return what tells drawings that are like none a network has learned from; none where that cannot be told.

    It cannot of a network that diverged, that reads too little of what it is to know, whose hidden neurons all say the
    same to everything, or where there are too few images to find a threshold by.

    Parameters
    ----------
    network : Network
        The network; the detector keeps it.
    shown : Examples
        What it knows and what it does not.
    effort : Effort
        How much is spent.
    before : NoveltyDetector, optional
        One of the same network a little earlier, from which the head's training goes on.
    is_cancelled : callable
        Asked now and then.

    Raises
    ------
    Cancelled
        When that says so.
    """
    if not network.is_sound or head_inputs(network) > MOST_NEURONS:
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite is found out
        says = shown.second_says or (None,) * len(shown.checks)
        trials = [_Trial.of(network, *each) for each in zip(shown.checks, says, strict=True)]
        if trials[0].accuracy < LEAST_ACCURACY or min(map(len, trials)) < FEWEST_CHECKS:
            return None
        head = _head(network, shown, effort.passes, before, is_cancelled)
        if head is None or not head.is_sound:
            return None
        untried = NoveltyDetector(network, head, 0.0)
        threshold = _threshold(untried, trials, effort.held_back)
    return replace(untried, threshold=threshold, second=shown.second) if np.isfinite(threshold) else None


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """Images of one source that a network reads rightly, the share of its answers, and what the second says of them."""

    images: Bytes
    shares: Array
    accuracy: float
    second_says: Array | None

    def __len__(self) -> int:
        return len(self.images)

    @classmethod
    def of(cls, network: Network, checks: Split, second_says: Array | None) -> "_Trial":
        """Let the network read images."""
        moves = (moved(checks.images, np.tile(move, (len(checks), 1))) for move in MOVES)
        outputs = np.stack([network.outputs(images) for images in moves])
        said = outputs[0].argmax(axis=1)
        is_right = said == checks.labels
        total = outputs.sum(axis=0)
        shares = total[np.arange(len(total)), said] / np.maximum(total.sum(axis=1), 1e-9)
        if not network.output.is_probability:
            shares[:] = 1.0  # nothing is held back by them
        says = None if second_says is None else second_says[is_right]
        return cls(checks.images[is_right], shares[is_right], float(is_right.mean()), says)

    def strangeness(self, untried: NoveltyDetector, which: npt.NDArray[np.bool_]) -> Array:
        """Return how strange some of them are."""
        own = untried.strangeness(self.images[which])
        return own if self.second_says is None else together(own, self.second_says[which])


def _threshold(untried: NoveltyDetector, trials: Sequence[_Trial], most: float) -> float:
    """Return the strangeness above which are only so many right answers as may be held back."""
    is_shown = [trial.shares >= USUAL_THRESHOLD for trial in trials]
    scores = np.concatenate([t.strangeness(untried, shown) for t, shown in zip(trials, is_shown, strict=True)])
    weights = np.concatenate([np.full(shown.sum(), 1 / (len(shown) * len(trials))) for shown in is_shown])
    held_back = 1 - weights.sum()  # by the share
    order = np.argsort(-scores)
    above = np.cumsum(weights[order])  # part of the answers at least as strange as this one
    place = int(np.searchsorted(above, max(most - held_back, LEAST_OF_NOVELTY)))
    # Of few images the strangest is not the strangest there is.
    return float(scores[order[place]] + (0.0 if place else scores.std()))


def _head(
    network: Network,
    shown: Examples,
    passes: int,
    before: NoveltyDetector | None,
    is_cancelled: Callable[[], bool],
) -> Network | None:
    """Return a head trained to tell classes and kinds of outliers by the network's hidden values."""
    known, answers = _values(network, shown.known.images)
    others, _ = _values(network, shown.outliers.images)
    is_read = answers == shown.known.labels
    x = np.concatenate([known[is_read], others])
    labels = np.concatenate([shown.known.labels[is_read].astype(np.intp), network.classes + shown.outliers.kinds])
    middle, spread = x.mean(axis=0), x.std(axis=0)
    if not (np.isfinite(spread).all() and spread.any()):
        return None
    spread += _LEAST_SPREAD * spread.mean()
    chance = np.random.default_rng(_SEED)
    classes = network.classes + int(shown.outliers.kinds.max()) + 1
    if before is not None and before.head.sizes == (x.shape[1], *HEAD_SETTINGS.hidden, classes):
        head = _looking_at_spreads(before.head, middle, spread)
    else:
        head = Network.create(HEAD_SETTINGS, chance, inputs=x.shape[1], classes=classes)
    targets = one_hot(labels, classes)
    trained = _trained(head, (x - middle) / spread, targets, _batches(len(x), passes, chance), is_cancelled)
    return _looking_at_values(trained, middle, spread)


def _values(network: Network, images: Bytes) -> tuple[Array, npt.NDArray[np.intp]]:
    """Return the values that a head looks at, and what the network says, a block at a time."""
    values, answers = [], []
    for start in range(0, len(images), _BLOCK):
        activity = network.activity(images[start : start + _BLOCK])
        values.append(features(activity, head_inputs(network)).copy())
        answers.append(activity.outputs.argmax(axis=1))
    return np.concatenate(values), np.concatenate(answers)


def _batches(count: int, passes: int, chance: np.random.Generator) -> npt.NDArray[np.intp]:
    """Return which rows are shown together, shape (batches, rows): all of them so many times, each time mixed."""
    whole = count // _BATCH * _BATCH
    return np.concatenate([chance.permutation(count)[:whole] for _ in range(passes)]).reshape(-1, _BATCH)


def _trained(
    head: Network, x: Array, targets: Array, batches: npt.NDArray[np.intp], is_cancelled: Callable[[], bool]
) -> Network:
    """Return a head that was shown the batches, in steps that grow shorter to nothing."""
    head, optimizer = head.working_copy(), HEAD_SETTINGS.optimizer
    memory = optimizer.begin(head.parameters)
    rates = np.linspace(HEAD_SETTINGS.learning_rate, 0, len(batches), endpoint=False)
    for batch, rate in zip(batches, rates, strict=True):
        if is_cancelled():
            raise Cancelled
        slopes = gradients(head, HEAD_SETTINGS.cost, x[batch], targets[batch]).slopes
        optimizer.step(head.parameters, slopes, memory, float(rate))
    return head


def _looking_at_values(head: Network, middle: Array, spread: Array) -> Network:
    """Return a head that takes values as they are, of one that takes how far they are from the middle, in spreads."""
    first, *others = head.layers
    weights = first.weights / spread[:, None]
    return Network((Layer(weights, first.biases - middle @ weights, first.activation), *others)).frozen_copy()


def _looking_at_spreads(head: Network, middle: Array, spread: Array) -> Network:
    """Return the opposite of :func:`_looking_at_values`."""
    first, *others = head.layers
    return Network(
        (Layer(first.weights * spread[:, None], first.biases + middle @ first.weights, first.activation), *others)
    )


def _of_data(dataset: Dataset, effort: Effort, known: int) -> tuple[Split, Split]:
    """Return so many images of a data set to show a head, and others to find a threshold by: test images, if any.

    Both are spread evenly, and no more are ever copied than that: training may be on millions that lie in a file.
    """
    train, test = dataset.train, dataset.test
    if len(test) >= FEWEST_CHECKS:
        return train.spread(known), test.spread(effort.checks)
    # Every third one is to check. Only places are reckoned with, so that no image is copied that is not taken.
    checks = -(-len(train) // 3)
    shown = spread_places(len(train) - checks, known)
    return train.only(shown // 2 * 3 + shown % 2 + 1), train.only(spread_places(checks, effort.checks) * 3)


@lru_cache(maxsize=3)
def _from_pads(known: int, checks: int) -> tuple[Split, Split]:
    """Return digits that hands draw on a pad, to show and to check.

    All hands are shown, those to check are legible: who scrawls a 4 like a U is told that it may be one.
    """
    chance = np.random.default_rng(_SEED)
    shown = synthetic.make_images(known, chance, hands=ON_TABLET)
    checked = synthetic.make_images(checks, chance, hands=LEGIBLE)
    return Split(*shown), Split(*checked)
