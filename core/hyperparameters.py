"""Hyperparameters: the frozen description of one experiment.

Everything that decides how a network is built and trained, and nothing else: the
same hyperparameters on the same data give the same weights. It is changed only by
``dataclasses.replace``; each change is a new object, checked as it is made. What is
worked out from other settings, as a tenth of a rate, goes through :func:`derived`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from core.data.augment import Augmentation, Unchanged, augmentations
from core.errors import KnobError
from core.knob import check_knobs, knob, knobs_of
from core.parts.activations import Activation, ReLU, activations
from core.parts.adaptive import Adam
from core.parts.costs import Cost, CrossEntropy, costs
from core.parts.initializers import He, Initializer, initializers
from core.parts.optimizers import Optimizer, optimizers
from core.parts.outputs import Output, Softmax, outputs
from core.parts.schedules import Cosine, Schedule, schedules
from core.registry import Part, choice, choices_of

MOST_LAYERS = 50
MOST_NEURONS = 100_000
MOST_EPOCHS = 100_000

_NEWER = (
    "first_biases",
    "first_images",
    "validation_split",
    "dropout",
    "target_accuracy",
    "patience",
    "minutes",
    "keep_best",
    "l1",
    "clip_norm",
    "hidden_activations",
    "frozen",
    "standardize",
)  # settings that version 0.1 does not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Hyperparameters:
    """Everything that decides how a network is built and trained.

    Attributes
    ----------
    hidden : tuple of int
        How many neurons each hidden layer has, first layer first; empty for a network without one.
    hidden_activations : tuple of Activation
        What each hidden layer does, first layer first; empty where all do what ``activation`` says.
    frozen : tuple of int
        Numbers of the layers that stay as they are, from 1, in their order; the outputs are the last layer.

    Raises
    ------
    KnobError
        When a value is out of its range, or the cost has no meaning for the output.
    """

    hidden: tuple[int, ...] = field(
        default=(128,),
        metadata={
            "label": "Hidden layers",
            "help": "How many neurons each hidden layer has, such as 128 or 64, 32. Empty: no hidden layer.",
        },
    )
    activation: Activation = choice(
        ReLU(),
        activations,
        label="Activation",
        help="What a hidden neuron does with the sum of its inputs.",
        live=False,
    )
    hidden_activations: tuple[Activation, ...] = field(
        default=(),
        metadata={
            "label": "Activations",
            "help": "One activation for each hidden layer, first layer first, such as tanh, relu for two layers. "
            "Empty: all hidden layers have the one chosen as Activation.",
        },
    )
    output: Output = choice(
        Softmax(),
        outputs,
        label="Output",
        help="What the output neurons do with their sums.",
        live=False,
    )
    cost: Cost = choice(
        CrossEntropy(),
        costs,
        label="Cost",
        help="How a wrong answer is measured; training makes it small.",
        live=False,
    )
    initializer: Initializer = choice(
        He(), initializers, label="First weights", help="Where the weights start before training.", live=False
    )
    first_biases: float = knob(
        0.0,
        label="First biases",
        help="How far the first biases spread around zero, as on a bell curve. 0: all begin at zero, as is usual. "
        "Nielsen's book begins with 1.",
        low=0.0,
        high=10.0,
        live=False,
        logarithmic=True,
    )
    seed: int = knob(
        1,
        label="Seed",
        help="Where chance starts: the same seed gives the same weights again, another one another run.",
        low=0,
        high=2**31 - 1,
        live=False,
    )
    validation_split: float = knob(
        0.0,
        label="Validation, %",
        help="Which percentage of the training images is held out for validation, spread evenly over all classes: the "
        "network never trains on them, it is only judged by them. Then Target accuracy, Patience and Keep the best go "
        "by these; going by the test images makes the test accuracy look better than it is. Of the rest, Training "
        "images says how many are used. 10 is usual. 0: none.",
        low=0.0,
        high=50.0,
        live=False,
    )
    train_images: int = knob(
        0,
        label="Training images",
        help="How many of the training images are used, spread evenly over them. With few, the network learns them "
        "by heart and reads others worse: overfitting. 0 stands for all of them, as does more than there are.",
        low=0,
        high=10_000_000,
        live=False,
        logarithmic=True,
    )
    optimizer: Optimizer = choice(
        Adam(),
        optimizers,
        label="Optimizer",
        help="The rule by which a batch's slopes move the weights.",
        live=True,
    )
    frozen: tuple[int, ...] = field(
        default=(),
        metadata={
            "label": "Frozen layers",
            "help": "Layers whose weights and biases stay as they are while the others learn, by their numbers: 1 is "
            "the first hidden layer; the outputs come last, so they are 2 after one hidden layer. Empty: all learn.",
            "live": True,
        },
    )
    learning_rate: float = knob(
        0.002,
        label="Learning rate",
        help="How far each step goes. Too small learns slowly; too large overshoots, and the cost rises.",
        low=1e-6,
        high=1000.0,
        logarithmic=True,
    )
    schedule: Schedule = choice(
        Cosine(),
        schedules,
        label="Schedule",
        help="How the learning rate changes in the course of the run.",
        live=True,
    )
    batch_size: int = knob(
        64,
        label="Batch size",
        help="How many images are looked at before each step. Small: many rough steps. Large: few exact ones. "
        "0 stands for all of them.",
        low=0,
        high=10_000_000,
        logarithmic=True,
    )
    epochs: int = knob(
        20,
        label="Epochs",
        help="How often all training images are shown before the run ends.",
        low=1,
        high=MOST_EPOCHS,
    )
    weight_decay: float = knob(
        0.0,
        label="Weight decay",
        help="Pulls all weights a little towards zero, against learning the training images by heart.",
        low=0.0,
        high=10.0,
        logarithmic=True,
    )
    dropout: float = knob(
        0.0,
        label="Dropout",
        help="Which part of the hidden neurons is left out while training, such as 0.2 for a fifth: others for each "
        "image of each batch, so that none can rely on the others, against learning by heart. The trained network "
        "reads with all of them. 0.2 to 0.5 is usual, with larger layers and more epochs. 0: none.",
        low=0.0,
        high=0.95,
    )
    l1: float = knob(
        0.0,
        label="L1 decay",
        help="Pulls all weights towards zero by the same amount, small ones as hard as large ones, so that most end "
        "close to zero and a few remain that matter. 0.0001 is usual. 0: none.",
        low=0.0,
        high=1.0,
        logarithmic=True,
    )
    clip_norm: float = knob(
        0.0,
        label="Largest gradient",
        help="How long a batch's gradient, all slopes taken together, may be: a longer one is shortened to this, which "
        "is called gradient clipping, so that one bad batch cannot throw the weights far off. 1 is usual. 0: no limit.",
        low=0.0,
        high=1000.0,
        logarithmic=True,
    )
    shuffle: bool = knob(
        True, label="Shuffle", help="Whether the training images come in a new random order in each epoch."
    )
    augmentation: Augmentation = choice(
        Unchanged(),
        augmentations,
        label="Augmentation",
        help="Changes the training images a little at each showing, so that the network sees more than there are.",
        live=True,
    )
    target_accuracy: float = knob(
        0.0,
        label="Target accuracy",
        help="The run ends once this percentage of the test images is read correctly, looked at after each epoch; of "
        "the validation images, where some are held out. 0: never before its epochs are done.",
        high=100.0,
    )
    patience: int = knob(
        0,
        label="Patience",
        help="The run ends after this many epochs in which the test accuracy was not better than before, or the "
        "validation accuracy, where images are held out; counted anew after a change of settings. 0: never.",
        low=0,
        high=MOST_EPOCHS,
    )
    minutes: float = knob(
        0.0,
        label="Minutes at most",
        help="The run ends after so many minutes of training, measuring left out. How far it comes in them depends "
        "on the machine. 0: without a limit.",
        high=100_000.0,
    )
    keep_best: bool = knob(
        False,
        label="Keep the best",
        help="At its end the run goes back to the moment with the best accuracy: that network is shown and saved. The "
        "timeline keeps what came after.",
    )
    first_images: bool = knob(
        False,
        label="First ones only",
        help="Whether the training images used are the first so many, as in published experiments, and not spread "
        "evenly over all. It matters where Training images says how many. Of a file in the order of its classes "
        "the first ones lack some.",
        live=False,
    )
    standardize: bool = knob(
        False,
        label="Standardize",
        help="Whether the pixels are moved and stretched before the network sees them, all alike, so that those of the "
        "training images have a mean of 0 and a standard deviation of 1: paper is below zero then, ink above. Often "
        "learns sooner.",
        live=False,
    )

    def __post_init__(self) -> None:
        check_knobs(self)
        _check_hidden(self.hidden)
        _check_activations(self.hidden_activations, len(self.hidden))
        _check_frozen(self.frozen, len(self.hidden) + 1)
        for name, (declared, _) in choices_of(self).items():
            if getattr(self, name).__class__ not in tuple(declared.registry):
                raise ValueError(f"{name} is not a registered {declared.registry.family}: {getattr(self, name)!r}")
        if not self.cost.fits(self.output):
            raise KnobError(
                f"{self.cost.label} has no meaning for {in_sentence(self.output.label)} outputs, "
                "which are not probabilities.",
                "Choose softmax or sigmoid outputs, or squared error as the cost.",
            )

    @property
    def layer_activations(self) -> tuple[Activation, ...]:
        """What each hidden layer does, first layer first."""
        return self.hidden_activations or (self.activation,) * len(self.hidden)

    @property
    def moving_layers(self) -> tuple[int, ...]:
        """Which layers learn, counted from 0: all that are not frozen."""
        return tuple(layer for layer in range(len(self.hidden) + 1) if layer + 1 not in self.frozen)

    def rate_at(self, epoch: float, costs: Sequence[float] = ()) -> float:
        """Return the learning rate in force at a place of the run: 1.5 is the middle of the second epoch.

        A schedule that watches the cost is to be told what it was, as :meth:`core.parts.schedules.Schedule.factor` is.
        """
        return self.learning_rate * self.schedule.factor(epoch, self.epochs, costs)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values (numbers, lists, dictionaries) for a file.

        A setting that version 0.1 does not know is left out where it is at its default, so that this version reads
        what was made without it, and refuses what it could not go on with.
        """
        values = {declaration.name: getattr(self, declaration.name) for declaration in fields(self)}
        unused = {d.name for d in fields(self) if d.name in _NEWER and values[d.name] == d.default}
        return {name: plain_value(value) for name, value in values.items() if name not in unused}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Hyperparameters":
        """Make hyperparameters from what :meth:`to_dict` returned; what is missing is at its default.

        Raises
        ------
        KnobError
            When a name is unknown, or a value is of the wrong kind or out of range.
        """
        declared_choices = choices_of(cls)
        known = {declaration.name for declaration in fields(cls)}
        arguments: dict[str, Any] = {}
        for name, value in values.items():
            if name not in known:
                raise KnobError(f"There is no setting called {name!r}.", "It may come from a newer Inkling.")
            if name in declared_choices:
                if not isinstance(value, dict):
                    raise KnobError(f"The setting {name!r} is not a choice with a name.", "The file is damaged.")
                value = declared_choices[name][0].registry.from_dict(value)
            elif name in ("hidden", "frozen"):
                value = _numbers_from_file(name, value)
            elif name == "hidden_activations":
                value = _activations_from_file(value)
            arguments[name] = value
        return cls(**arguments)


def derived(settings: Hyperparameters, **changes: Any) -> Hyperparameters:
    """Return settings with changes that were worked out, not typed: what is beyond a knob's range is at its end.

    A person who types what cannot be is told so; nobody is to be told of a tenth or a double that Inkling came to
    by itself.

    Parameters
    ----------
    settings : Hyperparameters
        What to start from.
    **changes
        New values by the names of their fields; those that are no knobs are taken as they are.
    """
    declared = knobs_of(settings)
    clipped = {name: declared[name][0].clip(value) for name, value in changes.items() if name in declared}
    return replace(settings, **(changes | clipped))


def fitted(settings: Hyperparameters, **changes: Any) -> Hyperparameters:
    """Return settings with changes, and what is said of each layer fitted to them where it is not among them.

    Of fewer hidden layers the first ones keep their activations, and what is new gets that of ``activation``; one that
    is chosen for all takes the place of one for each. Frozen layers that are no more are forgotten; the outputs stay
    frozen under their new number, unless nothing would learn then.

    Parameters
    ----------
    settings : Hyperparameters
        What to start from.
    **changes
        New values by the names of their fields.

    Raises
    ------
    KnobError
        When a value cannot be.
    """
    layers = len(changes.get("hidden", settings.hidden))
    each = () if "activation" in changes else settings.hidden_activations
    if each:
        each = (*each, *[settings.activation] * (layers - len(each)))[:layers]
    outputs = len(settings.hidden) + 1  # whose number is another one beside more hidden layers, or fewer
    frozen = tuple(layer for layer in settings.frozen if layer <= layers and layer != outputs)
    if outputs in settings.frozen and len(frozen) < layers:
        frozen += (layers + 1,)
    of_layers = {"hidden_activations": each, "frozen": frozen}
    return replace(settings, **(of_layers | changes))


def is_live(name: str) -> bool:
    """Return whether a change of the field ``name`` acts on the next batch, without a new network."""
    if name in (declared_knobs := knobs_of(Hyperparameters)):
        return declared_knobs[name][0].live
    if name in (declared_choices := choices_of(Hyperparameters)):
        return declared_choices[name][0].live
    return any(declared.name == name and declared.metadata.get("live", False) for declared in fields(Hyperparameters))


def changed_fields(old: Hyperparameters, new: Hyperparameters) -> tuple[str, ...]:
    """Return the names of the fields in which two experiments differ, in the order declared."""
    return tuple(f.name for f in fields(Hyperparameters) if getattr(old, f.name) != getattr(new, f.name))


def needs_new_network(old: Hyperparameters, new: Hyperparameters) -> bool:
    """Return whether going from ``old`` to ``new`` throws the trained weights away."""
    return any(not is_live(name) for name in changed_fields(old, new))


def describe_change(old: Hyperparameters, new: Hyperparameters) -> str:
    """Return what changed, for a mark on the curves: ``learning rate 0.1 → 0.01``."""
    lines = []
    for name in changed_fields(old, new):
        before, after = describe_value(getattr(old, name)), describe_value(getattr(new, name))
        lines.append(f"{label_of(name).lower()} {before} → {after}")
    return ", ".join(lines)


def plain_value(value: Any) -> Any:
    """Return a setting's value for a file: a number, a list or a dictionary."""
    if isinstance(value, Part):
        return value.to_dict()
    return [plain_value(each) for each in value] if isinstance(value, tuple) else value


def describe_value(value: Any) -> str:
    """Return a setting's value as a person would write it."""
    if isinstance(value, Part):
        inner = [
            f"{declared.label.lower()} {getattr(value, name):g}" for name, (declared, _) in knobs_of(value).items()
        ]
        return value.label + (f" ({', '.join(inner)})" if inner else "")
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(describe_value(each) for each in value) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)


def in_sentence(label: str) -> str:
    """Return a label as it stands in the middle of a sentence: softmax, but ReLU and L1 decay."""
    return label[:1].lower() + label[1:] if label[1:2].isalpha() and label[1:].islower() else label


def label_of(name: str) -> str:
    """Return the name on screen of the field ``name``."""
    declaration = next(f for f in fields(Hyperparameters) if f.name == name)
    for kind in ("knob", "choice"):
        if kind in declaration.metadata:
            return str(declaration.metadata[kind].label)
    return str(declaration.metadata["label"])


def _check_hidden(hidden: tuple[int, ...]) -> None:
    if len(hidden) > MOST_LAYERS:
        raise KnobError(
            f"{len(hidden)} hidden layers are more than the {MOST_LAYERS} that Inkling allows.",
            "Use fewer layers.",
        )
    for size in hidden:
        if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= MOST_NEURONS:
            raise KnobError(
                f"A hidden layer must have between 1 and {MOST_NEURONS:,} neurons, not {size!r}.",
                "Give each hidden layer a whole number, such as 128 or 64, 32, or have no hidden layer.",
            )


def _check_activations(given: tuple[Activation, ...], layers: int) -> None:
    if any(each.__class__ not in tuple(activations) for each in given):
        raise ValueError(f"hidden_activations are not registered activations: {given!r}")
    if given and len(given) != layers:
        raise KnobError(
            f"{_counted(len(given), 'activation')} {'is' if len(given) == 1 else 'are'} given for "
            f"{_counted(layers, 'hidden layer')}.",
            "Give one for each hidden layer, or none: then all use the one of Activation.",
        )


def _check_frozen(frozen: tuple[int, ...], layers: int) -> None:
    for number in frozen:
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= layers:
            raise KnobError(
                f"There is no layer {number!r} to freeze: this network has {_counted(layers, 'layer')}, "
                "outputs counted.",
                "Give numbers of layers from 1, the first, or none.",
            )
    if list(frozen) != sorted(set(frozen)):
        raise KnobError("The frozen layers are not in their order, each once.", "Write them such as 1, 2.")
    if len(frozen) == layers:
        raise KnobError("All layers are frozen, so nothing would learn.", "Leave at least one layer out.")


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count or 'no'} {what}s"


def _numbers_from_file(name: str, value: Any) -> tuple[int, ...]:
    if not isinstance(value, (list, tuple)):
        raise KnobError(f"The {label_of(name).lower()} are not a list of numbers.", "The file is damaged.")
    return tuple(value)


def _activations_from_file(value: Any) -> tuple[Activation, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(each, dict) for each in value):
        raise KnobError("The activations are not a list of choices with names.", "The file is damaged.")
    return tuple(activations.from_dict(each) for each in value)
