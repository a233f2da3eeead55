"""Runs for the coach to judge, failing and healthy ones, described as data."""

from dataclasses import dataclass, replace

from core.data.augment import Shift
from core.hyperparameters import Hyperparameters
from core.parts.activations import LeakyReLU, Sigmoid, Tanh
from core.parts.adaptive import RMSProp
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.initializers import Normal, Uniform, Xavier, Zeros
from core.parts.optimizers import GradientDescent, Momentum
from core.parts.outputs import LinearOutput, SigmoidOutput
from core.parts.schedules import Constant
from core.presets import preset

HEALTHY = ""
"""The rule that is expected of a run about which nothing is to be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A run, and what the coach is to find first.

    Attributes
    ----------
    name : str
        What it is, a few words.
    settings : Hyperparameters
        The experiment.
    rule : str
        The rule that is to come first; ``HEALTHY`` for none.
    seeds : tuple of int
        The seeds it is tried with; what is expected is expected of each.
    labels : str
        What is done to the labels: nothing, ``shifted`` (each image has that of the next one) or ``renamed`` (the test
        labels count from another number).
    raised_to : float
        A learning rate that is set halfway; 0 for none.
    """

    name: str
    settings: Hyperparameters
    rule: str
    seeds: tuple[int, ...] = (1,)
    labels: str = ""
    raised_to: float = 0.0


_THREE = (1, 2, 3)
_FEW = 10_000


def _run(**changes: object) -> Hyperparameters:
    """Return ReLU, softmax and cross-entropy with plain gradient descent."""
    settings: dict[str, object] = {
        "hidden": (64,),
        "optimizer": GradientDescent(),
        "learning_rate": 0.1,
        "schedule": Constant(),
        "batch_size": 32,
        "epochs": 3,
        "train_images": _FEW,
    }
    return Hyperparameters(**(settings | changes))  # type: ignore[arg-type]  # the names are those of the fields


def _preset(name: str, **changes: object) -> Hyperparameters:
    """Return the settings of a preset, with others that make it shorter."""
    return replace(preset(name).hyperparameters, **changes)  # type: ignore[arg-type]  # the names are those of the fields


def _adam(**changes: object) -> Hyperparameters:
    settings: dict[str, object] = {"hidden": (128,), "schedule": Constant(), "epochs": 4, "train_images": _FEW}
    return Hyperparameters(**(settings | changes))  # type: ignore[arg-type]  # the names are those of the fields


def _book(**changes: object) -> Hyperparameters:
    """Return the first recipe of a well-known book: sigmoids, half the sum of squares, first weights of size 1."""
    settings: dict[str, object] = {
        "hidden": (30,),
        "activation": Sigmoid(),
        "output": SigmoidOutput(),
        "cost": SquaredError(),
        "initializer": Normal(deviation=1.0),
        "learning_rate": 3.0,
        "batch_size": 10,
        "epochs": 3,
        "train_images": 0,
    }
    return _run(**(settings | changes))


CASES: tuple[Case, ...] = (
    # The steps
    Case(name="Adam at 100", settings=_adam(learning_rate=100.0), rule="diverging", seeds=_THREE),
    Case(name="Adam at 1", settings=_adam(learning_rate=1.0), rule="diverging"),
    Case(name="Adam at 0.1", settings=_adam(learning_rate=0.1), rule="diverging"),
    Case(
        name="Adam at 0.0025, raised to 0.1",
        settings=_adam(learning_rate=0.0025, epochs=6),
        rule="diverging",
        seeds=_THREE,
        raised_to=0.1,
    ),
    Case(name="descent at 3", settings=_run(learning_rate=3.0), rule="diverging"),
    Case(name="descent at 30", settings=_run(learning_rate=30.0), rule="diverging"),
    Case(name="momentum at 1", settings=_run(optimizer=Momentum(), learning_rate=1.0), rule="diverging"),
    Case(name="RMSProp at 0.3", settings=_run(optimizer=RMSProp(), learning_rate=0.3), rule="diverging"),
    Case(
        name="linear outputs at 1",
        settings=_run(hidden=(), output=LinearOutput(), cost=SquaredError(), learning_rate=1.0),
        rule="diverging",
    ),
    Case(name="book at 100", settings=_book(learning_rate=100.0), rule="diverging", seeds=_THREE),
    Case(name="descent at 0.00003", settings=_run(learning_rate=3e-5), rule="slow"),
    Case(name="descent at 0.001", settings=_run(learning_rate=1e-3), rule="slow"),
    Case(name="Adam at 0.000003", settings=_adam(learning_rate=3e-6), rule="slow"),
    # The first weights
    Case(name="all zero", settings=_run(initializer=Zeros()), rule="start"),
    Case(name="far too large", settings=_run(initializer=Uniform(limit=10.0)), rule="start"),
    Case(name="too large, Adam", settings=_adam(initializer=Normal(deviation=2.0), epochs=2), rule="start"),
    Case(
        name="ten ReLU layers from 0.125",
        settings=_adam(hidden=(64,) * 10, initializer=Uniform(limit=0.125)),
        rule="start",
    ),
    Case(
        name="ten ReLU layers from 0.125, descent",
        settings=_run(hidden=(64,) * 10, initializer=Uniform(limit=0.125)),
        rule="start",
        seeds=_THREE,
    ),
    # The layers
    Case(
        name="five layers of sigmoids",
        settings=_run(hidden=(200,) * 5, activation=Sigmoid(), initializer=Xavier(), epochs=2),
        rule="vanishing",
        seeds=_THREE,
    ),
    Case(
        name="five layers of sigmoids, 60 each",
        settings=_run(hidden=(60,) * 5, activation=Sigmoid(), initializer=Xavier(), epochs=2),
        rule="vanishing",
    ),
    Case(
        name="five layers of sigmoids from He",
        settings=_run(hidden=(200,) * 5, activation=Sigmoid(), epochs=2),
        rule="vanishing",
        seeds=_THREE,
    ),
    Case(
        name="five layers of sigmoids from 1",
        settings=_run(hidden=(200,) * 5, activation=Sigmoid(), initializer=Normal(deviation=1.0), epochs=2),
        rule="saturated",
    ),
    Case(
        name="sigmoids from 2",
        settings=_adam(activation=Sigmoid(), initializer=Normal(deviation=2.0), epochs=2),
        rule="start",
    ),
    Case(
        name="tanh from 1",
        settings=_run(activation=Tanh(), initializer=Normal(deviation=1.0), epochs=2),
        rule="saturated",
    ),
    Case(name="one neuron", settings=_run(hidden=(1,)), rule="narrow", seeds=_THREE),
    Case(name="mostly dead by long steps", settings=_adam(learning_rate=0.05, epochs=3), rule="diverging"),
    Case(
        name="some dead by long steps",
        settings=_adam(learning_rate=0.03, train_images=0),
        rule="dead",
        seeds=_THREE,
    ),
    # The answers
    Case(name="book, no hidden layer", settings=_book(hidden=()), rule="lost-digits", seeds=_THREE),
    Case(name="book, 100 neurons", settings=_book(hidden=(100,)), rule="lost-digits", seeds=_THREE),
    Case(name="labels shifted", settings=_run(), rule="labels", seeds=_THREE, labels="shifted"),
    Case(name="labels shifted, Adam", settings=_adam(), rule="labels", labels="shifted"),
    Case(name="test labels renamed", settings=_run(), rule="labels", labels="renamed"),
    Case(
        name="diary: stuck",
        settings=_preset("diary-16-16", epochs=25, train_images=_FEW),
        rule="one-digit",
    ),
    Case(name="a strong decay", settings=_run(weight_decay=1.0), rule="decay"),
    Case(name="a strong dropout", settings=_adam(hidden=(64, 32), dropout=0.95, epochs=6), rule="dropout"),
    # Learned by heart
    Case(
        name="a thousand images",
        settings=_preset("overfitting", epochs=30),
        rule="overfitting",
    ),
    Case(
        name="a thousand images, shifted",
        settings=_preset("overfitting", epochs=30, augmentation=Shift(pixels=1)),
        rule="overfitting",
    ),
    Case(
        name="the test cost rises, the accuracy is flat",
        settings=_adam(train_images=0, epochs=20),
        rule="overfitting",
        seeds=_THREE,
    ),
    # All is well
    Case(
        name="the default preset",
        settings=_preset("default", epochs=4),
        rule=HEALTHY,
        seeds=_THREE,
    ),
    Case(name="descent", settings=_run(), rule=HEALTHY, seeds=_THREE),
    Case(name="momentum", settings=_run(optimizer=Momentum(), learning_rate=0.01), rule=HEALTHY),
    Case(name="RMSProp", settings=_run(optimizer=RMSProp(), learning_rate=0.001), rule=HEALTHY),
    Case(name="no hidden layer", settings=_adam(hidden=(), epochs=3), rule=HEALTHY),
    Case(name="tanh", settings=_run(activation=Tanh(), initializer=Xavier()), rule=HEALTHY),
    Case(name="leaky ReLU", settings=_adam(activation=LeakyReLU()), rule=HEALTHY),
    Case(name="ten ReLU layers from He", settings=_adam(hidden=(64,) * 10, learning_rate=0.001), rule=HEALTHY),
    Case(
        name="book, cross-entropy",
        settings=_book(cost=CrossEntropy(), learning_rate=0.5, initializer=Xavier()),
        rule=HEALTHY,
        seeds=_THREE,
    ),
    Case(
        name="diary: 128 neurons",
        settings=_preset("diary-128", epochs=10),
        rule=HEALTHY,
    ),
    Case(name="Adam, moved", settings=_adam(augmentation=Shift(pixels=1)), rule=HEALTHY),
)
"""All of them."""
