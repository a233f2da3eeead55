"""Coach: rules by which a run's troubles are told from its figures, each with one experiment to try.

Every rule is a function of what is known and returns a finding or nothing. The thresholds stand
at the top, with where they come from; they are rules of thumb, set so that a sound run is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.data.augment import Shift, Unchanged
from core.hyperparameters import Hyperparameters
from core.insight.finding import CURVES, MATRIX, NEURONS, Finding, Known
from core.insight.liveliness import Liveliness
from core.network.backprop import one_hot
from core.network.network import DIGITS
from core.parts.activations import LeakyReLU, ReLU, Sigmoid, Tanh
from core.parts.initializers import He, Initializer, Xavier, Zeros

_WORSE_THAN_AT_FIRST = 1.2  # times the first cost: by then training does harm
_PEAK = 2.0  # times the first cost, on the way
_RISEN = 1.5  # times the lowest cost, after rising twice in a row
_LOUD_START = 2.0  # times the cost of guessing; Karpathy, CS231n: "look for correct loss at chance performance"
_HARDLY_FALLEN = 0.8  # of the first cost
_LOW_UPDATE = 3e-4  # of the weights a step; about a thousandth is healthy: core.insight.statistics
_FLAT = 0.01  # part by which the cost has to fall in some epochs not to be on a plateau
_FLAT_EPOCHS = 4
_GOOD_ENOUGH = 0.98  # training accuracy from which a flat curve is no trouble
_SOMETHING_LEARNED = 0.3  # training accuracy below which a flat curve has other reasons than the learning rate
_MUCH_LEARNED = 0.9  # training accuracy from which a rough start is forgiven
_GAP, _WIDE_GAP = 0.03, 0.1  # of accuracy, between training and test images, with a rising test cost and without
_TEST_RISEN = 1.05  # times the lowest test cost
_ONE_DIGIT = 0.6  # part of all answers
_DEAD = 0.2  # part of a layer's neurons
_SATURATED = 0.6  # part of a layer's values
_VANISHED = 1 / 50  # of the slope at the outputs
_FEWEST_IMAGES = 100
_FEWEST_STEPS = 20
_LOWEST_RATE = 1e-6  # that the settings allow

Column = npt.NDArray[np.float64]
Rule = Callable[[Known], Finding | None]


def advise(known: Known) -> tuple[Finding, ...]:
    """Return what there is to say about a run, the most urgent first; nothing where all is well."""
    found = (rule(known) for rule in RULES)
    return tuple(finding for finding in found if finding is not None)


def diverging(known: Known) -> Finding | None:
    """Tell when training makes the cost larger: the steps overshoot."""
    whole = _Course.of(known)
    settings = known.hyperparameters
    if known.has_failed:
        evidence = f"The cost is no longer a finite number, with a learning rate of {settings.learning_rate:g}."
    elif len(whole) > 1 and whole.train_cost[-1] > _WORSE_THAN_AT_FIRST * whole.train_cost[0]:
        evidence = (
            f"The cost on the training images is {whole.train_cost[-1]:.3g}; "
            f"before training it was {whole.train_cost[0]:.3g}."
        )
    elif len(whole) > 3 and _rises_at_the_end(whole.train_cost):
        evidence = (
            f"The cost on the training images fell to {whole.train_cost.min():.3g} "
            f"and has risen to {whole.train_cost[-1]:.3g} since."
        )
    elif _overshot_at_first(known):
        evidence = (
            f"The cost on the training images went up from {whole.train_cost[0]:.3g} to "
            f"{np.nanmax(known.curves.column('train_cost')):.3g} before it fell, "
            f"and only {100 * whole.train_accuracy[-1]:.0f} % of them are right now."
        )
    else:
        return None
    return Finding(
        rule="diverging",
        title="The steps are too large",
        evidence=evidence,
        view=CURVES,
        advice="Try a tenth of the learning rate.",
        experiment=replace(settings, learning_rate=max(settings.learning_rate / 10, _LOWEST_RATE)),
    )


def unlucky_start(known: Known) -> Finding | None:
    """Tell when the first weights are alike, or were worse than guessing, and the network has not got over it."""
    whole = _Course.of(known)
    if not len(whole) or whole.steps[0] > 0:
        return None
    guessing, first, last = cost_of_guessing(known.hyperparameters), whole.train_cost[0], whole.train_cost[-1]
    if _starts_alike(known.hyperparameters) and whole.train_accuracy[-1] < _MUCH_LEARNED:
        title = "All neurons start the same"
        evidence = (
            "All weights began at zero, so that the neurons of a hidden layer get the same slopes at every step; "
            f"{100 * whole.train_accuracy[-1]:.0f} % of the training images are right."
        )
    elif first > _LOUD_START * guessing and last > guessing:
        title = "An unlucky start"
        evidence = f"The first weights had a cost of {first:.3g}, where guessing costs {guessing:.3g}."
    else:
        return None
    advice, experiment = _other_start(known.hyperparameters)
    return Finding(rule="start", title=title, evidence=evidence, view=CURVES, advice=advice, experiment=experiment)


def stuck_at_one_digit(known: Known) -> Finding | None:
    """Tell when nearly every image gets the same answer."""
    reading, whole = known.reading, _Course.of(known)
    if reading is None or len(reading) < _FEWEST_IMAGES or not whole.is_under_way:
        return None
    answers = reading.counts.sum(axis=0)
    digit = int(answers.argmax())
    if answers[digit] < _ONE_DIGIT * len(reading) or reading.counts[digit].sum() > len(reading) / 2:
        return None
    settings = known.hyperparameters
    reason = diverging(known) or vanishing_slopes(known)
    if reason is not None:
        advice, experiment = reason.advice, reason.experiment
    elif settings.batch_size == 0 or settings.batch_size > 256:
        advice = "Try batches of 64 images: many rough steps lead out of where few exact ones stay."
        experiment = replace(settings, batch_size=64)
    else:
        advice, experiment = _other_start(settings)
    return Finding(
        rule="one-digit",
        title=f"Nearly everything is taken for {digit}",
        evidence=f"{answers[digit]:,} of {len(reading):,} test images are read as {digit}; "
        f"{reading.counts[digit].sum():,} show it.",
        view=MATRIX,
        digit=digit,
        advice=advice,
        experiment=experiment,
    )


def dead_neurons(known: Known) -> Finding | None:
    """Tell when a good part of a layer of ReLUs never fires."""
    worst = _worst_layer(known, "is_dead", _DEAD)
    settings = known.hyperparameters
    if worst is None or _starts_alike(settings):
        return None
    return Finding(
        rule="dead",
        title="Dead neurons",
        evidence=f"{int(worst.is_dead.sum()):,} of the {len(worst.is_dead):,} neurons in hidden layer "
        f"{worst.layer + 1} are zero for all of {worst.images:,} images, and cannot learn any more.",
        view=NEURONS,
        layer=worst.layer,
        advice="Try leaky ReLU, which lets a little through and so cannot die.",
        experiment=replace(settings, activation=LeakyReLU()),
    )


def saturated_neurons(known: Known) -> Finding | None:
    """Tell when a layer of sigmoids is mostly at the ends of its range, where it hardly learns."""
    worst, whole = _worst_layer(known, "ended", _SATURATED), _Course.of(known)
    if worst is None or not len(whole) or whole.train_accuracy[-1] > _GOOD_ENOUGH:
        return None
    settings = known.hyperparameters
    if isinstance(settings.initializer, Xavier):
        advice = "Try ReLU, which has only one end."
        experiment = replace(settings, activation=ReLU(), initializer=He())
    else:
        advice = "Try Xavier's first weights, which keep the sums of sigmoid and tanh small."
        experiment = replace(settings, initializer=Xavier())
    return Finding(
        rule="saturated",
        title="Saturated neurons",
        evidence=f"{100 * worst.ended.mean():.0f} % of the values in hidden layer {worst.layer + 1} are at an end "
        f"of their range, and {int(worst.is_saturated.sum()):,} of its {len(worst.ended):,} neurons nearly always.",
        view=NEURONS,
        layer=worst.layer,
        advice=advice,
        experiment=experiment,
    )


def vanishing_slopes(known: Known) -> Finding | None:
    """Tell when next to nothing of the cost's slope comes back to the first layer.

    Hochreiter (1991); Glorot and Bengio (2010).
    """
    if known.statistics is None or len(known.statistics.layers) < 3:
        return None
    first, last = (known.statistics.layers[index].bias_slopes.size for index in (0, -1))
    if not (last > 0 and first < _VANISHED * last):
        return None
    settings = known.hyperparameters
    if isinstance(settings.activation, ReLU) and isinstance(settings.initializer, He):
        advice = "Try one hidden layer less."
        experiment = replace(settings, hidden=settings.hidden[:-1])
    else:
        advice = "Try ReLU with He's first weights, which hand slopes back in full."
        experiment = replace(settings, activation=ReLU(), initializer=He())
    evidence = (
        f"The slope that comes back to hidden layer 1 is {first:.2g}, at the outputs it is {last:.2g}: "
        f"{last / first:,.0f} times as much."
        if first > 0
        else f"No slope at all comes back to hidden layer 1; at the outputs it is {last:.2g}."
    )
    return Finding(
        rule="vanishing",
        title="The first layer hardly learns",
        evidence=evidence,
        view=NEURONS,
        layer=0,
        advice=advice,
        experiment=experiment,
    )


def rate_too_small(known: Known) -> Finding | None:
    """Tell when the cost falls steadily, but creeps."""
    whole, settings = _Course.of(known), known.hyperparameters
    ratios = [ratio for ratio in known.update_ratios if np.isfinite(ratio)]
    if not whole.is_under_way or (ratios and max(ratios) > _LOW_UPDATE):
        return None
    first, last = whole.train_cost[0], whole.train_cost[-1]
    is_creeping = _HARDLY_FALLEN * first < last <= first and (np.diff(whole.train_cost) <= 0).all()
    if not is_creeping or whole.train_accuracy[-1] > _GOOD_ENOUGH or unlucky_start(known) is not None:
        return None
    steps = f" A step changes the weights by {max(ratios):.1g} of their size; 0.001 is usual." if ratios else ""
    rate = settings.learning_rate * 10
    return Finding(
        rule="slow",
        title="The steps are very small",
        evidence=f"After {whole.steps[-1]:,.0f} steps the cost has only come from {first:.3g} to {last:.3g}.{steps}",
        view=CURVES,
        advice=f"Try a learning rate of {min(rate, 1000.0):g}.",
        experiment=replace(settings, learning_rate=min(rate, 1000.0)),
    )


def plateau(known: Known) -> Finding | None:
    """Tell when the cost no longer falls, though the steps are as large as ever and there is more to learn."""
    whole, settings = _Course.of(known), known.hyperparameters
    if len(whole) <= _FLAT_EPOCHS + 1 or rate_too_small(known) is not None or diverging(known) is not None:
        return None
    before, lately = whole.train_cost[:-_FLAT_EPOCHS], whole.train_cost[-_FLAT_EPOCHS:]
    has_small_rate = whole.rates[-1] < 0.1 * settings.learning_rate  # it is to be flat at the end of its schedule
    is_flat = lately.min() >= (1 - _FLAT) * before.min()
    if has_small_rate or not is_flat or not _SOMETHING_LEARNED < whole.train_accuracy[-1] < _GOOD_ENOUGH:
        return None
    return Finding(
        rule="plateau",
        title="No further progress",
        evidence=f"In {_FLAT_EPOCHS} epochs the cost has not come below {lately.min():.3g}; "
        f"it was {before.min():.3g} already, with {100 * whole.train_accuracy[-1]:.1f} % of the training images right.",
        view=CURVES,
        advice="Try a third of the learning rate: a step that is too long to go down any further jumps to and fro.",
        experiment=replace(settings, learning_rate=max(settings.learning_rate / 3, _LOWEST_RATE)),
    )


def overfitting(known: Known) -> Finding | None:
    """Tell when the training images are learned by heart and the test images are read worse."""
    whole, settings = _Course.of(known), known.hyperparameters
    if len(whole) < 3 or np.isnan(whole.test_cost).any():
        return None
    best = int(whole.test_cost.argmin())
    gap = whole.train_accuracy[-1] - whole.test_accuracy[-1]
    has_risen = whole.test_cost[-1] > _TEST_RISEN * whole.test_cost[best]
    is_still_learning = whole.train_cost[-1] < whole.train_cost[best]
    if not (
        (gap >= _WIDE_GAP and whole.train_accuracy[-1] >= _MUCH_LEARNED)
        or (gap >= _GAP and has_risen and is_still_learning)
    ):
        return None
    risen = (
        f" The test cost has risen from {whole.test_cost[best]:.3g} after epoch {whole.epochs[best]:.0f} "
        f"to {whole.test_cost[-1]:.3g}."
        if has_risen
        else ""
    )
    if isinstance(settings.augmentation, Unchanged):
        advice = "Try shifting the images by a pixel at each showing, so that there is more than these to learn."
        experiment = replace(settings, augmentation=Shift(pixels=1))
    else:
        decay = 10 * settings.weight_decay or 1e-4
        advice = f"Try a weight decay of {min(decay, 10.0):g}."
        experiment = replace(settings, weight_decay=min(decay, 10.0))
    return Finding(
        rule="overfitting",
        title="Learned by heart",
        evidence=f"{100 * whole.train_accuracy[-1]:.1f} % of the training images are right and "
        f"{100 * whole.test_accuracy[-1]:.1f} % of the test images.{risen}",
        view=CURVES,
        advice=advice,
        experiment=experiment,
    )


RULES: tuple[Rule, ...] = (
    diverging,
    unlucky_start,
    stuck_at_one_digit,
    dead_neurons,
    saturated_neurons,
    vanishing_slopes,
    rate_too_small,
    plateau,
    overfitting,
)
"""All rules, the most urgent first."""


def cost_of_guessing(settings: Hyperparameters) -> float:
    """Return the cost of a network whose ten sums are all zero: 2.3 for softmax and cross-entropy."""
    z = np.zeros((1, DIGITS))
    target = one_hot(np.zeros(1, np.uint8), np.float64)
    return settings.cost.value(settings.output, z, settings.output.values(z), target)


@dataclass(frozen=True, slots=True)
class _Course:
    """The thorough measurements of a run: before training and after each epoch; all arrays have the shape (n,)."""

    steps: Column
    epochs: Column
    rates: Column
    train_cost: Column
    train_accuracy: Column
    test_cost: Column
    test_accuracy: Column

    def __len__(self) -> int:
        return len(self.steps)

    @classmethod
    def of(cls, known: Known) -> "_Course":
        column = known.curves.column
        rows = (column("whole") == 1) & np.isfinite(column("train_cost"))
        names = ("step", "epoch", "learning_rate", "train_cost", "train_accuracy", "test_cost", "test_accuracy")
        return cls(*(column(name)[rows] for name in names))

    @property
    def is_under_way(self) -> bool:
        """Whether there was an epoch, and enough steps to judge by."""
        return len(self) > 1 and self.steps[-1] - self.steps[0] >= _FEWEST_STEPS


def _rises_at_the_end(cost: Column) -> bool:
    return bool((np.diff(cost[-3:]) > 0).all() and cost[-1] > _RISEN * cost.min())


def _overshot_at_first(known: Known) -> bool:
    """Return whether the cost shot up early and most of the way down is still to go."""
    whole, costs = _Course.of(known), known.curves.column("train_cost")
    if not whole.is_under_way or np.isnan(costs).all():
        return False
    return bool(np.nanmax(costs) > _PEAK * whole.train_cost[0] and whole.train_accuracy[-1] < _MUCH_LEARNED)


def _starts_alike(settings: Hyperparameters) -> bool:
    return bool(settings.hidden) and isinstance(settings.initializer, Zeros)


def _worst_layer(known: Known, mark: str, part: float) -> Liveliness | None:
    """Return the layer of which most neurons are marked, if it is at least some part of it."""
    seen = [layer for layer in known.liveliness if layer.images >= _FEWEST_IMAGES]
    worst = max(seen, key=lambda layer: float(getattr(layer, mark).mean()), default=None)
    return worst if worst is not None and getattr(worst, mark).mean() >= part else None


def _other_start(settings: Hyperparameters) -> tuple[str, Hyperparameters]:
    """Return first weights that fit the activation, or another seed where they do already."""
    is_squashing = isinstance(settings.activation, (Sigmoid, Tanh))
    fitting: Initializer = Xavier() if is_squashing else He()
    if settings.initializer == fitting:
        seed = (settings.seed + 1) % 2**31
        return f"Try another throw of the dice: seed {seed}.", replace(settings, seed=seed)
    reason = "keep sigmoids in the middle of their range" if is_squashing else "keep the sums at a size that can learn"
    return f"Try {fitting.label}'s first weights, which {reason}.", replace(settings, initializer=fitting)
