"""Facts: what a lesson may ask about a run, by name.

A new fact is one line here; conditions, figures in the text, the check of a lesson file and the list in the help all
read this table.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.data.classes import DIGITS
from core.hyperparameters import Hyperparameters
from core.knob import knobs_of
from core.lessons.seen import Column, Seen

SHARE, COUNT, NUMBER = "share", "count", "number"
"""The units: a part of one, told in percent; a whole number; any number."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a moment.

    Attributes
    ----------
    name : str
        As lessons write it.
    unit : str
        ``SHARE``, ``COUNT`` or ``NUMBER``.
    help : str
        What it is, for who writes a lesson.
    of : callable or None
        Returns it, NaN where it is not known; none for what only who plays the lesson knows.
    """

    name: str
    unit: str
    help: str
    of: Callable[[Seen], float] | None = None


def _first(values: Column) -> float:
    return float(values[0]) if len(values) else math.nan


def _lowest(values: Column) -> float:
    return float(values.min()) if len(values) else math.nan


def _highest(values: Column) -> float:
    return float(values.max()) if len(values) else math.nan


def _measured(name: str, unit: str, help: str, best: Callable[[Column], float]) -> Iterable[Fact]:
    """Return the facts about one measurement, of which only those count that looked at all test images."""
    yield Fact(name, unit, f"{help}; of test and validation images, all are looked at", lambda seen: seen.latest(name))
    yield Fact(f"first.{name}", unit, f"{help}, before training", lambda seen: _first(seen.thorough(name)))
    yield Fact(f"lowest.{name}", unit, f"{help}, the lowest of the run", lambda seen: _lowest(seen.thorough(name)))
    yield Fact(f"best.{name}", unit, f"{help}, the best of the run", lambda seen: best(seen.thorough(name)))


def _output(digit: int) -> Fact:
    def value(seen: Seen) -> float:
        return float(seen.outputs[digit]) if digit < len(seen.outputs) else math.nan

    return Fact(f"output.{digit}", NUMBER, f"output {digit} for the image shown", value)


def _setting(name: str, label: str) -> Fact:
    value = lambda seen: getattr(seen.snapshot.hyperparameters, name)  # noqa: E731  # a line of the table below
    return Fact(f"setting.{name}", NUMBER, f"the setting {label.lower()}", value)


_TABLE: tuple[Fact, ...] = (
    # Where the run stands
    Fact("epoch", NUMBER, "epochs trained", lambda seen: seen.snapshot.epoch),
    Fact("step", COUNT, "mini-batches trained", lambda seen: seen.snapshot.step),
    Fact("steps_per_epoch", COUNT, "mini-batches of an epoch", lambda seen: seen.steps_per_epoch),
    Fact("seconds", NUMBER, "seconds of training", lambda seen: seen.snapshot.seconds),
    Fact("images_per_second", NUMBER, "speed of training", lambda seen: seen.snapshot.images_per_second),
    Fact("parameters", COUNT, "weights and biases", lambda seen: seen.snapshot.network.parameter_count),
    # What was measured
    *_measured("train_cost", NUMBER, "cost on training images", _lowest),
    *_measured("test_cost", NUMBER, "cost on test images", _lowest),
    *_measured("validation_cost", NUMBER, "cost on validation images", _lowest),
    *_measured("train_accuracy", SHARE, "training images read right", _highest),
    *_measured("test_accuracy", SHARE, "test images read right", _highest),
    *_measured("validation_accuracy", SHARE, "validation images read right", _highest),
    # How the cost went
    Fact("points", COUNT, "points of the curves", lambda seen: len(seen.snapshot.curves)),
    Fact("rises", COUNT, "points whose training cost is above that before", lambda seen: seen.rises),
    Fact("rises_late", COUNT, "rises in the second half of the epochs", lambda seen: seen.late_rises),
    Fact("epoch_rises", COUNT, "epochs that end with a higher training cost", lambda seen: seen.epoch_rises),
    Fact("all_right_at", NUMBER, "first epoch with every training image right", lambda seen: seen.all_right_at),
    # What it answers to the test images
    Fact("commonest_answer", COUNT, "the digit it says most often", lambda seen: int(seen.answers.argmax())),
    Fact(
        "commonest_share",
        SHARE,
        "how much of its answers is the digit it says most often",
        lambda seen: seen.commonest_share,
    ),
    Fact("answers_given", COUNT, "how many digits it ever says", lambda seen: int(np.count_nonzero(seen.answers))),
    Fact("output_spread", NUMBER, "how much an output varies over the test images", lambda seen: seen.output_spread),
    # Its first hidden layer
    Fact("dead_share", SHARE, "neurons that are dead", lambda seen: seen.dead_share),
    Fact("saturated_share", SHARE, "neurons at an end of their range", lambda seen: seen.saturated_share),
    Fact("different_neurons", COUNT, "neurons that differ from each other", lambda seen: seen.different_neurons),
    # The image that the lesson shows
    *(_output(digit) for digit in range(len(DIGITS))),
    Fact("answer", COUNT, "the digit it reads in the image shown", lambda seen: seen.answer),
    Fact("confidence", NUMBER, "the largest output for the image shown", lambda seen: seen.outputs.max()),
    Fact("image_cost", NUMBER, "what the image shown costs", lambda seen: seen.image_cost),
    # The data
    Fact("train_images", COUNT, "training images", lambda seen: seen.snapshot.train_images),
    Fact("test_images", COUNT, "test images", lambda seen: len(seen.dataset.test)),
    Fact("ink_share", SHARE, "pixels of the training images with ink", lambda seen: seen.ink_share),
    # The settings
    *(_setting(name, declared.label) for name, (declared, _) in knobs_of(Hyperparameters).items()),
    Fact("frozen_layers", COUNT, "layers that are frozen", lambda seen: len(seen.snapshot.hyperparameters.frozen)),
    # What only who plays the lesson knows
    Fact("pad.answer", COUNT, "the digit read on the pad"),
    Fact("pad.confidence", NUMBER, "the largest output for the pad"),
    Fact("pad.ink", COUNT, "strokes on the pad"),
    # What a break block finds
    Fact("broken.test_accuracy", SHARE, "test images that the damaged network reads right"),
    Fact("right_answers", COUNT, "questions of this lesson answered right"),
    Fact("questions", COUNT, "questions of this lesson"),
)

FACTS: dict[str, Fact] = {fact.name: fact for fact in _TABLE}
"""All facts, by name."""


def fact_named(name: str) -> Fact | None:
    """Return the fact of that name, also one of a run of the lesson (``run.NAME.FACT``); none where there is none."""
    return FACTS.get(split(name)[1])


def split(name: str) -> tuple[str, str]:
    """Return which run a fact is of, empty for the one on screen, and the fact's own name."""
    if not name.startswith("run."):
        return "", name
    _, run, *rest = name.split(".", 2)
    return run, rest[0] if rest else ""


def of_runs(runs: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return the facts about a lesson's runs under the names by which it speaks of them, ``run.NAME.FACT``."""
    return {f"run.{run}.{fact}": value for run, facts in runs.items() for fact, value in facts.items()}


def known_of(seen: Seen) -> dict[str, float]:
    """Return all facts about a moment; one that is not known there is left out.

    Of a network with 10,000 test images it takes some tenths of a second: a job.
    """
    found = {fact.name: float(fact.of(seen)) for fact in _TABLE if fact.of is not None}
    return {name: value for name, value in found.items() if not math.isnan(value)}
