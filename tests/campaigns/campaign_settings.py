"""Random settings: each network trained for a few steps and saved opens again, and is evaluated as a person would.

What training makes of nonsense is not asked for here: only that what was sound can be had back.
"""

import io
import json
import math
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from core import cli
from core.data import export
from core.data.dataset import Dataset, Split
from core.errors import KnobError, TrainingError
from core.files import runs, weights
from core.hyperparameters import Hyperparameters
from core.knob import Knob, kind_of, knobs_of
from core.network.engine import WAYS
from core.registry import Registry, choices_of
from core.training.run import Run
from core.training.snapshot import Snapshot
from core.training.training import train
from tests.campaigns.campaign import Campaign, Trial, Wrong

_IMAGES = 120
_MOST_STEPS = 40
_MOST_NEURONS = 400  # in a layer: the time goes into arithmetic, not into what is tried here


def attempt(trial: Trial) -> None:
    """Train, save, open and evaluate one network, and keep its run and read that again."""
    dataset, chance = _dataset(), trial.chance
    settings = _random_settings(chance)
    try:
        run = _trained(settings, dataset, chance)
    except TrainingError:
        return  # it cannot begin, and says so
    moment = run.last_sound
    if moment is None:
        return
    path = trial.folder / "net.npz"
    weights.save(path, moment)
    _compare(moment, weights.load(path))
    _evaluate(path, trial.folder)
    _keep(run, trial.folder / "one.runs.npz")


def _random_settings(chance: np.random.Generator) -> Hyperparameters:
    """Return settings, every knob and every choice of them random; those that mean nothing together are drawn anew."""
    while True:
        values: dict[str, Any] = {name: _part(choice.registry, chance) for name, (choice, _) in _CHOICES.items()}
        values |= _knobs(Hyperparameters, chance)
        layers = chance.integers(0, 7 if chance.random() < 0.9 else 21)
        hidden = tuple(round(_between(1, _MOST_NEURONS, chance, logarithmic=True)) for _ in range(layers))
        values |= {"hidden": hidden, "batch_size": int(chance.choice([1, 7, 32, 100, 0])), "epochs": 2}
        try:
            return Hyperparameters(**values)
        except KnobError:
            continue


_CHOICES = choices_of(Hyperparameters)


def _part(registry: Registry[Any], chance: np.random.Generator) -> Any:
    kind = list(registry)[chance.integers(len(list(registry)))]
    while True:
        try:
            return kind(**_knobs(kind, chance))
        except KnobError:
            continue


def _knobs(kind: Any, chance: np.random.Generator) -> dict[str, Any]:
    """Return some of the knobs at any value that they can have, the ends above all; the others stay as they are."""
    values: dict[str, Any] = {}
    for name, (knob, declared) in knobs_of(kind).items():
        if chance.random() < 0.5:
            values[name] = _value(knob, kind_of(declared), chance)
    return values


def _value(knob: Knob, kind: type, chance: np.random.Generator) -> Any:
    if kind is bool:
        return bool(chance.random() < 0.5)
    ends = chance.random()
    found = knob.low if ends < 0.1 else knob.high if ends < 0.2 else None
    if found is None:
        found = _between(knob.low, knob.high, chance, logarithmic=knob.logarithmic)
    return kind(found)


def _between(low: float, high: float, chance: np.random.Generator, *, logarithmic: bool) -> float:
    if not logarithmic:
        return float(chance.uniform(low, high))
    return float(np.clip(math.exp(chance.uniform(math.log(max(low, 1e-8)), math.log(high))), low, high))


@cache
def _dataset() -> Dataset:
    chance = np.random.default_rng(7)

    def split() -> Split:
        images = chance.integers(0, 256, (_IMAGES, 28, 28)) * (chance.random((_IMAGES, 28, 28)) < 0.2)
        return Split(images.astype(np.uint8), np.resize(np.arange(10, dtype=np.uint8), _IMAGES))

    return Dataset("speckle", "Speckle", split(), split())


def _trained(settings: Hyperparameters, dataset: Dataset, chance: np.random.Generator) -> Run:
    left = int(chance.integers(0, _MOST_STEPS))

    def is_cancelled() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    with np.errstate(all="ignore"):  # what overflows is told in words, by the trainer
        return train(settings, dataset, way=WAYS[chance.integers(len(WAYS))], is_cancelled=is_cancelled)


def _compare(moment: Snapshot, loaded: Snapshot) -> None:
    pairs = zip(moment.network.parameters, loaded.network.parameters, strict=True)
    if any(one.tobytes() != other.tobytes() for one, other in pairs):
        raise Wrong("the weights that come back are others")
    if (loaded.hyperparameters, loaded.step) != (moment.hyperparameters, moment.step):
        raise Wrong(f"what comes back is of other settings or another step: {loaded.hyperparameters}")
    if loaded.memory and len(loaded.memory) != len(moment.memory):
        raise Wrong("a part of the optimizer's memory comes back")


def _evaluate(path: Path, folder: Path) -> None:
    images = folder / "images"
    export.to_folder(_dataset(), images)
    said = io.StringIO()
    with redirect_stdout(said), np.errstate(all="ignore"):
        status = cli.main(["evaluate", str(path), "--dataset", str(images), "--json"])
    if status:
        raise Wrong(f"inkling evaluate ended with {status}")
    told = json.loads(said.getvalue())
    if not 0 <= told["test_accuracy"] <= 1 or told["test_images"] != _IMAGES:
        raise Wrong(f"inkling evaluate says {told}")


def _keep(run: Run, path: Path) -> None:
    runs.keep(path, replace(run, name="any"))
    (read,) = runs.load(path)
    if (read.id, read.step, read.settings) != (run.id, run.step, run.settings):
        raise Wrong(f"another run comes back: step {read.step}, not {run.step}")


CAMPAIGN = Campaign(
    name="settings",
    things="random settings",
    attempt=attempt,
    count=400,
    quick=10,
    seconds=60.0,
)
