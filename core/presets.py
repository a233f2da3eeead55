"""Named hyperparameters to start from: what a new user gets, and the steps of the diary.

The diary is a learner's account of a first network in numpy: half the sum of
squared errors, learning rate 1, images in the order of the file.
"""

from dataclasses import dataclass

from core.data.augment import Elastic, Shift
from core.errors import KnobError
from core.hyperparameters import Hyperparameters
from core.parts.activations import ReLU, Sigmoid
from core.parts.costs import SquaredError
from core.parts.initializers import Normal, Uniform, Xavier
from core.parts.optimizers import GradientDescent
from core.parts.outputs import LinearOutput, ReLUOutput, SigmoidOutput
from core.parts.schedules import Constant, Linear


@dataclass(frozen=True, slots=True)
class Preset:
    """A named experiment.

    Attributes
    ----------
    name : str
        The word used on the command line.
    label : str
        The name on screen.
    story : str
        What to expect of it, a sentence or two.
    hyperparameters : Hyperparameters
        The experiment.
    """

    name: str
    label: str
    story: str
    hyperparameters: Hyperparameters


def _diary(**changes: object) -> Hyperparameters:
    settings: dict[str, object] = {
        "hidden": (128,),
        "activation": Sigmoid(),
        "output": SigmoidOutput(),
        "cost": SquaredError(),
        "initializer": Xavier(),
        "optimizer": GradientDescent(),
        "learning_rate": 1.0,
        "schedule": Constant(),
        "batch_size": 1000,
        "epochs": 100,
        "shuffle": False,
    }
    return Hyperparameters(**(settings | changes))  # type: ignore[arg-type]  # the names are those of the fields


# What a new user gets, then the diary in its order, then what goes beyond it.
PRESETS: tuple[Preset, ...] = (
    Preset(
        "default",
        "Quick and good",
        "128 neurons that read 98 % of MNIST within seconds, from images moved by a pixel at each showing.",
        Hyperparameters(batch_size=128, learning_rate=0.0025, augmentation=Shift(pixels=1)),
    ),
    Preset(
        "diary-random",
        "Diary: huge outputs",
        "First weights twenty times too large: before training the outputs are dozens where they should be 0 or 1. One "
        "step at this learning rate, and all ten are 0 for good.",
        _diary(hidden=(16, 16), activation=ReLU(), output=ReLUOutput(), initializer=Normal(deviation=1.0)),
    ),
    Preset(
        "one-image-at-a-time",
        "Diary: one by one",
        "A step after every single image, as in the diary's first program: watch the images per second.",
        _diary(hidden=(16, 16), batch_size=1, learning_rate=0.1, epochs=5, shuffle=True),
    ),
    Preset(
        "all-at-once",
        "Diary: all at once",
        "The same network with one step for all images together: many times the images per second, and hardly a step.",
        _diary(hidden=(16, 16), batch_size=0, epochs=20),
    ),
    Preset(
        "diary-16-16",
        "Diary: stuck",
        "Two layers of 16, one step for all images at once: the cost falls to 0.45, the accuracy stays near 11 %.",
        _diary(hidden=(16, 16), initializer=Uniform(limit=0.05), batch_size=0),
    ),
    Preset(
        "diary-16-16-batches",
        "Diary: unstuck",
        "The same small network with sixty steps an epoch instead of one: it reads 93 %. It was never too small.",
        _diary(hidden=(16, 16)),
    ),
    Preset(
        "diary-128",
        "Diary: 128 neurons",
        "One wide layer and sixty steps an epoch: about 90 % after 20 epochs, 94 % after 100.",
        _diary(),
    ),
    Preset(
        "diary-relu-constant",
        "Diary: ReLU overshoots",
        "ReLU in place of the sigmoid at the same learning rate: learns faster, but the cost rises in some of the "
        "first twenty epochs and in about half of the last fifty.",
        _diary(activation=ReLU(), output=LinearOutput(), initializer=Uniform(limit=0.05)),
    ),
    Preset(
        "diary-relu-falling",
        "Diary: ReLU, rate falls",
        "The same with a learning rate that falls to zero: large steps first, fine ones last, and hardly a rise.",
        _diary(activation=ReLU(), output=LinearOutput(), initializer=Uniform(limit=0.05), schedule=Linear()),
    ),
    Preset(
        "overfitting",
        "Learned by heart",
        "Only 1,000 training images: all of them are soon right, the test images stop at 89 %, and their cost rises.",
        Hyperparameters(train_images=1000, schedule=Constant(), epochs=60),
    ),
    Preset(
        "best",
        "The best, with patience",
        "800 neurons and images bent anew at each showing: about 99.3 % after some minutes.",
        Hyperparameters(hidden=(800,), learning_rate=0.0015, batch_size=128, epochs=120, augmentation=Elastic()),
    ),
)


def preset(name: str) -> Preset:
    """Return the preset called ``name``.

    Raises
    ------
    KnobError
        When there is none: it lists the names there are.
    """
    for candidate in PRESETS:
        if candidate.name == name:
            return candidate
    raise KnobError(f"There is no preset called {name!r}.", f"Choose one of: {', '.join(p.name for p in PRESETS)}.")
