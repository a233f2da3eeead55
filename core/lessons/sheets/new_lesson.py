"""A new lesson from a run: its settings, a question and a check with its figures as bounds. A teacher edits words."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields

from core.errors import InklingError
from core.hyperparameters import Hyperparameters, describe_value, in_sentence, label_of, plain_value
from core.lessons.block import IMAGES
from core.lessons.figures import written
from core.lessons.reading import FORMAT
from core.lessons.record import record_of
from core.presets import PRESETS
from core.training.run import Run
from core.training.snapshot import Snapshot

MARGIN = 0.2
"""By which part of a figure another run may differ from it."""

_RUN = "trained"
_MOST_EPOCHS, _MOST_STEPS = 1000, 10_000_000
_SECONDS, _MOST_SECONDS, _TIMES_SLOWER = 90, 600, 4
_REMEDY = "Train a network from its start on MNIST or on the built-in digits, and try again."
_LINE = 64  # letters of a name of a lesson


def lesson_from(run: Run, title: str = "") -> str:
    """Return a lesson's file that trains as a run was trained, asks what comes of it, and checks that it does.

    Parameters
    ----------
    run : Run
        Trained from its start, with the same settings all the way, with its latest moment.
    title : str
        What the lesson is called; the run's name without one.

    Raises
    ------
    InklingError
        When a lesson cannot train that run again.
    """
    record, moment = record_of(run), run.latest
    if moment is None or not moment.step:
        raise InklingError("There is no trained network to make a lesson from.", _REMEDY)
    if record.is_changed:
        raise InklingError("Settings were changed while this run was trained, so a lesson cannot repeat it.", _REMEDY)
    if record.images not in IMAGES:
        raise InklingError("A lesson is played on MNIST or on the built-in digits, and this run has others.", _REMEDY)
    curves = moment.curves
    figures = {name: float(curves.latest(name).value) for name in ("test_accuracy", "test_cost")}
    if not all(map(math.isfinite, figures.values())):
        raise InklingError("The cost of this run can no longer be counted, so there is no figure to check.", _REMEDY)
    if moment.step > _MOST_STEPS or moment.epoch > _MOST_EPOCHS:
        raise InklingError(f"The run is longer than the {_MOST_EPOCHS} epochs that a lesson may train.", _REMEDY)
    title = " ".join((title or run.name).split())[:_LINE]
    return _text(title, record.images, moment.hyperparameters, _length(moment), figures, moment.seconds)


def name_of(title: str) -> str:
    """Return the id of a lesson with a title: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "lesson"


def _length(moment: Snapshot) -> str:
    """Return the line that says how far: epochs where it was trained to their end, else steps."""
    is_whole = moment.position == 0 and moment.whole_epochs == moment.hyperparameters.epochs
    return f"epochs = {moment.whole_epochs}" if is_whole else f"steps = {moment.step}"


def _text(
    title: str, images: str, settings: Hyperparameters, length: str, figures: Mapping[str, float], seconds: float
) -> str:
    base = min(PRESETS, key=lambda known: len(_differing(settings, known.hyperparameters)))
    changes = [
        f"{name} = {_toml(plain_value(getattr(settings, name)))}" for name in _differing(settings, base.hyperparameters)
    ]
    longest = min(max(_SECONDS, math.ceil(_TIMES_SLOWER * seconds)), _MOST_SECONDS)
    conditions = ", ".join(f'"run.{_RUN}.{condition}"' for condition in _conditions(figures))
    return f"""+++
inkling_lesson = {FORMAT}
id = {_toml(name_of(title))}
title = {_toml(title)}
minutes = 3
images = [{_toml(images)}]
panels = ["network", "mistakes"]
knobs = ["hidden", "learning_rate", "batch_size", "epochs"]
+++
## Your guess {{#guess}}
{_described(settings)}
```set
preset = {_toml(base.name)}
{"".join(f"{line}{chr(10)}" for line in changes)}```
```ask
id = "accuracy"
kind = "number"
question = "How many percent of the test images will it read right?"
low = 0
high = 100
unit = "%"
fact = "run.{_RUN}.test_accuracy"
near = 5
hint = "By chance it would be about ten percent."
says = "You are near: it reads {{run.{_RUN}.test_accuracy:%}} right."
otherwise = "It reads {{run.{_RUN}.test_accuracy:%}} right. What did you expect to be different?"
```
```run
name = "{_RUN}"
{length}
seconds = {longest}
watch = "The cost. When does it fall fastest?"
```
```check
all = [{conditions}]
failed = "This run came out differently. Set the settings back, and run it again."
retry = true
```
It reads {{run.{_RUN}.test_accuracy:%%}} of the test images right. Its cost is {{run.{_RUN}.test_cost:3}}.

## Why is that? {{#why}}
```ask
id = "why"
kind = "words"
question = "Why does it come out like this? Write a sentence or two."
says = "Compare it with what your neighbor wrote."
```
"""


def _differing(settings: Hyperparameters, base: Hyperparameters) -> list[str]:
    """Return the names of settings that differ; epochs where a run has them are the run's own."""
    return [f.name for f in fields(Hyperparameters) if getattr(settings, f.name) != getattr(base, f.name)]


def _conditions(figures: Mapping[str, float]) -> Iterator[str]:
    accuracy, cost = figures["test_accuracy"], figures["test_cost"]
    yield f"test_accuracy > {100 * (1 - MARGIN) * accuracy:.4g}%"
    if accuracy * (1 + MARGIN) < 1:
        yield f"test_accuracy < {100 * (1 + MARGIN) * accuracy:.4g}%"
    for sign, factor in ((">", 1 - MARGIN), ("<", 1 + MARGIN)):
        yield f"test_cost {sign} {factor * cost:.4g}"


def _described(settings: Hyperparameters) -> str:
    hidden = describe_value(settings.hidden)
    layers = "No hidden layer" if not settings.hidden else f"Hidden layers: {hidden}"
    batch = "all images" if not settings.batch_size else f"{settings.batch_size:,} images"
    rate = in_sentence(label_of("learning_rate"))
    return f"{layers}. Each step looks at {batch}. The {rate} is {written(settings.learning_rate, '2')}."


def _toml(value: object) -> str:
    """Return a setting's plain value as TOML writes it."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name} = {_toml(one)}' for name, one in value.items())}}}"
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, (bool, str)):
        return json.dumps(value, ensure_ascii=False)  # as TOML writes both
    return repr(value)
