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
    differs : str
        What is different from the default, or from the preset before it.
    watch : str
        What to look at while it trains.
    following : str
        What to try next.
    claims : tuple of str
        What the words above say of a whole run, in the conditions of lessons: ``inkling lessons verify --presets``
        holds them against real runs.
    mnist_claims : tuple of str
        The same, where it is so with MNIST only.
    """

    name: str
    label: str
    story: str
    hyperparameters: Hyperparameters
    differs: str = ""
    watch: str = ""
    following: str = ""
    claims: tuple[str, ...] = ()
    mnist_claims: tuple[str, ...] = ()


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
        differs="It is what a new window begins with: 128 ReLU neurons, Adam, and a step after every 128 images.",
        watch="How close the two accuracies stay: no training image is ever quite the same.",
        following="Set Augmentation to None and train again. How far do the two accuracies come apart?",
        claims=("test_accuracy > 94%", "train_accuracy < test_accuracy + 4%"),
        mnist_claims=("test_accuracy > 98%",),
    ),
    Preset(
        "diary-random",
        "Diary: huge outputs",
        "First weights twenty times too large: before training the outputs are dozens where they should be 0 or 1. One "
        "step at this learning rate, and all ten are 0 for good.",
        _diary(hidden=(16, 16), activation=ReLU(), output=ReLUOutput(), initializer=Normal(deviation=1.0)),
        differs="Two layers of 16, ReLU for the outputs as well, and first weights with a deviation of 1.",
        watch="Network, before training: the outputs are dozens. Press Step once and look again.",
        following="Diary: one by one. There the first weights are small, and every image makes a step.",
        claims=(
            "first.train_cost > 1000",
            "lowest.test_cost >= 0.49",
            "output_spread < 0.001",
            "commonest_share > 99%",
        ),
    ),
    Preset(
        "one-image-at-a-time",
        "Diary: one by one",
        "A step after every single image, as in the diary's first program: watch the images per second.",
        _diary(hidden=(16, 16), batch_size=1, learning_rate=0.1, epochs=5, shuffle=True),
        differs="Sigmoid and squared error as in the diary, and a batch of one image. So the rate has to be small.",
        watch="The images per second, at the foot of the window, and how rough the cost is.",
        following="Diary: all at once. It is the same network with one step for all images.",
        claims=("steps_per_epoch = train_images", "test_accuracy > 80%"),
    ),
    Preset(
        "all-at-once",
        "Diary: all at once",
        "The same network with one step for all images together: many times the images per second, and hardly a step.",
        _diary(hidden=(16, 16), batch_size=0, epochs=20),
        differs='Batch size "all": an epoch is one exact step, and the learning rate is ten times as large.',
        watch="The images per second, and how few steps are made of them.",
        following="Set Epochs to 100. Does patience help?",
        claims=("step = 20", "test_accuracy < 40%"),
    ),
    Preset(
        "diary-16-16",
        "Diary: stuck",
        "Two layers of 16, one step for all images at once: the cost falls to 0.45, the accuracy stays near 11 %.",
        _diary(hidden=(16, 16), initializer=Uniform(limit=0.05), batch_size=0),
        differs="Small, even first weights, and one step an epoch for a hundred epochs.",
        watch="The cost falls at once and then lies flat. Network: are the outputs the same for every image?",
        following="Diary: unstuck. Only the size of the batch and the first weights are others.",
        claims=("step = 100", "test_cost < 0.46", "output_spread < 0.01", "test_accuracy < 20%"),
        mnist_claims=("test_accuracy < 12%", "commonest_share > 99%"),
    ),
    Preset(
        "diary-16-16-batches",
        "Diary: unstuck",
        "The same small network with sixty steps an epoch instead of one: it reads 93 %. It was never too small.",
        _diary(hidden=(16, 16)),
        differs="Batches of 1,000 in place of all images at once, and first weights by Xavier's rule.",
        watch="When the accuracy begins to climb, and how the cost moves before that.",
        following="Diary: 128 neurons. Was the small network too small?",
        claims=("test_accuracy > 75%",),
        mnist_claims=("test_accuracy > 92%",),
    ),
    Preset(
        "diary-128",
        "Diary: 128 neurons",
        "One wide layer and sixty steps an epoch: about 90 % after 20 epochs, 94 % after 100.",
        _diary(),
        differs="One hidden layer of 128 in place of two of 16.",
        watch="Whether the cost ever rises, and how much less each epoch brings than the one before.",
        following="Set Batch size to 100. What do ten times the steps do to accuracy and time?",
        claims=("test_accuracy > 80%", "rises <= 10"),
        mnist_claims=("test_accuracy > 94%",),
    ),
    Preset(
        "diary-relu-constant",
        "Diary: ReLU overshoots",
        "ReLU in place of the sigmoid at the same learning rate: learns faster, but the cost rises in some of the "
        "first twenty epochs and in about half of the last fifty.",
        _diary(activation=ReLU(), output=LinearOutput(), initializer=Uniform(limit=0.05)),
        differs="ReLU in place of the sigmoid, plain sums as outputs, and the same learning rate of 1.",
        watch="The count of rises below the cost, in the second half of the run.",
        following="Diary: ReLU, rate falls. Only the schedule is another.",
        claims=("epoch_rises >= 10",),
        mnist_claims=("epoch_rises >= 25",),
    ),
    Preset(
        "diary-relu-falling",
        "Diary: ReLU, rate falls",
        "The same with a learning rate that falls to zero: large steps first, fine ones last, and hardly a rise.",
        _diary(activation=ReLU(), output=LinearOutput(), initializer=Uniform(limit=0.05), schedule=Linear()),
        differs="A learning rate that falls evenly to zero; all else is as in the preset before.",
        watch="The rate in force beside its field, and the rises: they go as the steps grow small.",
        following="Set Schedule to Cosine: which way of falling reads better at the end?",
        claims=("epoch_rises <= 25",),
    ),
    Preset(
        "overfitting",
        "Learned by heart",
        "Only 1,000 training images: all of them are soon right, the test images stop at 89 %, and their cost rises.",
        Hyperparameters(train_images=1000, schedule=Constant(), epochs=60),
        differs="1,000 training images, all of them shown sixty times as they are.",
        watch="The gap between the two accuracies, and the cost of the test images: it turns.",
        following="Set Augmentation to Shift: the same thousand images, never quite the same.",
        claims=("all_right_at < 60", "test_cost > lowest.test_cost * 1.1", "train_accuracy > test_accuracy + 5%"),
        mnist_claims=("test_accuracy < 91%",),
    ),
    Preset(
        "best",
        "The best, with patience",
        "Two large layers and images bent anew at each showing: about 99.4 % after some ten minutes.",
        Hyperparameters(hidden=(1000, 500), learning_rate=0.0015, batch_size=256, epochs=100, augmentation=Elastic()),
        differs="1,000 and 500 neurons in place of 128, images bent like rubber, and five times the epochs.",
        watch="How slowly the last tenths of a percent come: each takes longer than the one before.",
        following="Mistakes: the few images that are left. Would you read them?",
        claims=("test_accuracy > 96%",),
        mnist_claims=("test_accuracy > 99.2%",),
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
