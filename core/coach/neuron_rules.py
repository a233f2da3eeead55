"""Rules by which troubles of the hidden neurons are told: dead, saturated, or hardly reached by any slope.

As in :mod:`core.coach.curve_rules`, every rule returns a finding or nothing.
"""

from dataclasses import replace

from core.coach.curve_rules import SATURATED, diverging
from core.coach.epochs import Course
from core.coach.finding import NEURONS, Finding, Known
from core.coach.remedies import (
    and_rate,
    at_a_fitting_rate,
    largest_step,
    suitable_rate,
    with_smaller_rate,
)
from core.coach.start_rules import MUCH_LEARNED, starts_alike
from core.hyperparameters import Hyperparameters, derived, fitted
from core.insight.liveliness import worst_layer
from core.parts.activations import LeakyReLU, ReLU
from core.parts.initializers import He, LeCun, Xavier

DEAD, DEAD_OF_MANY = 1 / 3, 1 / 4
"""Part of a layer's neurons; the smaller one for a layer of MANY neurons in a network that is not DEEP. Of sound deep
networks up to 0.28 were seen, and of few neurons chance may kill as many."""
MANY = 32
"""Neurons of a layer."""
DEEP = 3
"""Hidden layers."""
VANISHED = 1 / 50
"""Of the slope at the outputs."""

LONG_FIRST_STEP = 0.1
"""Of the first weights: longer steps kill neurons."""

_LONG_STEP = 3e-3  # of the weights: some times what is healthy


def dead_share(settings: Hyperparameters) -> float:
    """Return from which part of a layer on dead neurons are told."""
    is_wide = len(settings.hidden) < DEEP and min(settings.hidden, default=0) >= MANY
    return DEAD_OF_MANY if is_wide else DEAD


def dead_neurons(known: Known) -> Finding | None:
    """Tell when a good part of a layer of ReLUs never fires."""
    settings = known.hyperparameters
    worst = worst_layer(known.learning, "is_dead", dead_share(settings))
    if worst is None or starts_alike(settings):
        return None
    advice, experiment, is_by_steps = _against_dying(known)
    return Finding(
        rule="dead",
        title="Dead neurons",
        evidence=f"{int(worst.is_dead.sum()):,} of the {len(worst.is_dead):,} neurons in hidden layer "
        f"{worst.layer + 1} are zero for all of {worst.images:,} images, and cannot learn any more."
        + (" Most likely a step was too large." if is_by_steps else ""),
        view=NEURONS,
        layer=worst.layer,
        advice=advice,
        experiment=experiment,
        begins_anew=True,
    )


def _against_dying(known: Known) -> tuple[str, Hyperparameters, bool]:
    """Return what to try against dead neurons, and whether it was large steps that killed them."""
    advice, experiment, is_ruined = with_smaller_rate(known)
    if is_ruined or diverging(known) is not None:  # chance does not kill most of a layer, large steps do
        return advice, experiment, True
    settings, suitable = known.hyperparameters, suitable_rate(known)
    if known.start is not None and suitable is not None:
        has_long_steps, rate = known.start.step > LONG_FIRST_STEP, suitable
    else:
        has_long_steps, rate = largest_step(known) > _LONG_STEP, float(f"{settings.learning_rate / 3:.1g}")
    experiment = derived(settings, learning_rate=rate)
    if has_long_steps and experiment != settings:
        advice = f"Try a learning rate of {experiment.learning_rate:g}, with fresh weights: the dead do not come back."
        return advice, experiment, True
    advice = "Try leaky ReLU, which lets a little through and so cannot die."
    each = tuple(LeakyReLU() if isinstance(kind, ReLU) else kind for kind in settings.hidden_activations)
    leaky = replace(settings, hidden_activations=each) if each else fitted(settings, activation=LeakyReLU())
    return advice, leaky, False


def saturated_neurons(known: Known) -> Finding | None:
    """Tell when a layer of sigmoids is mostly at the ends of its range, where it hardly learns."""
    worst, whole = worst_layer(known.learning, "ended", SATURATED), Course.of(known)
    if worst is None or not len(whole) or whole.train_accuracy[-1] > MUCH_LEARNED:  # many who learn well end there
        return None
    settings = known.hyperparameters
    if isinstance(settings.initializer, (LeCun, Xavier)) or len(settings.hidden) >= DEEP:
        experiment = at_a_fitting_rate(known, fitted(settings, activation=ReLU(), initializer=He()))
        advice = f"Try ReLU, which has only one end{and_rate(settings, experiment)}."
    else:
        experiment = at_a_fitting_rate(known, replace(settings, initializer=Xavier()))
        rate = and_rate(settings, experiment)
        advice = f"Try Xavier's first weights, which keep the sums of sigmoid and tanh small{rate}."
    count = int(worst.is_saturated.sum())
    always = f", and {count:,} of its {len(worst.ended):,} neurons nearly always" if count else ""
    return Finding(
        rule="saturated",
        title="Saturated neurons",
        evidence=f"{100 * worst.ended.mean():.0f} % of the values in hidden layer {worst.layer + 1} are at an end "
        f"of their range{always}.",
        view=NEURONS,
        layer=worst.layer,
        advice=advice,
        experiment=experiment,
    )


def vanishing_slopes(known: Known) -> Finding | None:
    """Tell when next to nothing of the cost's slope comes back to the first layer.

    Hochreiter (1991); Glorot and Bengio (2010).
    """
    settings = known.hyperparameters
    if known.statistics is None or len(known.statistics.layers) < 3 or not Course.of(known).is_under_way:
        return None
    if 1 in settings.frozen:  # it is not to learn
        return None
    if settings.batch_size == 0:  # with a step an epoch, it is of few steps that little is learned
        return None
    first, last = (known.statistics.layers[index].bias_slopes.size for index in (0, -1))
    if not (last > 0 and first < VANISHED * last):
        return None
    are_rectified = all(isinstance(kind, ReLU) for kind in settings.layer_activations)
    if are_rectified and isinstance(settings.initializer, He):
        advice = "Try one hidden layer less."
        experiment = fitted(settings, hidden=settings.hidden[:-1])
    else:
        experiment = at_a_fitting_rate(known, fitted(settings, activation=ReLU(), initializer=He()))
        rate = and_rate(settings, experiment)
        advice = f"Try ReLU with He's first weights, which hand slopes back in full{rate}."
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
