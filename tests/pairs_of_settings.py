"""Settings in which every two parts meet, with every two values of some numbers: for what is to hold of all of them.

All pairs take some sixty settings; all combinations would take millions.
"""

from dataclasses import replace
from itertools import combinations, product
from typing import Any

import numpy as np

from core.hyperparameters import Hyperparameters
from core.knob import knobs_of
from core.parts.activations import activations
from core.parts.costs import costs
from core.parts.initializers import initializers
from core.parts.optimizers import optimizers
from core.parts.outputs import outputs
from core.parts.schedules import schedules
from core.registry import Part

_RATES = {"gradient-descent": 0.2, "momentum": 0.02, "nesterov": 0.02}  # rates that suit, else 0.002
CHOICES: dict[str, tuple[Any, ...]] = {
    "activation": tuple(part() for part in activations),
    "measured": tuple((o(), c()) for o, c in product(outputs, costs) if c().fits(o())),
    "initializer": tuple(part() for part in initializers),
    "optimizer": tuple(part() for part in optimizers),
    "schedule": tuple(part() for part in schedules),
    "hidden": ((16,), (12, 9), ()),
    "weight_decay": (0.0, 0.01),
    "dropout": (0.0, 0.4),
    "l1": (0.0, 0.001),
    "clip_norm": (0.0, 0.1),
    "shuffle": (True, False),
    "train_images": (0, 1250),
}


def pairwise() -> list[dict[str, Any]]:
    """Return combinations in which every two values of two choices meet; the same at each call."""
    places = [range(len(values)) for values in CHOICES.values()]
    missing = {(i, a, j, b) for i, j in combinations(range(len(places)), 2) for a, b in product(places[i], places[j])}
    chance = np.random.default_rng(2)
    rows = []
    while missing:
        i, a, j, b = min(missing)
        found = [tuple(int(chance.integers(len(places[k]))) for k in range(len(places))) for _ in range(200)]
        tries = [tuple({i: a, j: b}.get(k, at) for k, at in enumerate(row)) for row in found]
        best = max(tries, key=lambda row: len(pairs_of(row) & missing))
        missing -= pairs_of(best)
        rows.append({name: values[at] for (name, values), at in zip(CHOICES.items(), best, strict=True)})
    return rows


def pairs_of(row: tuple[int, ...]) -> set[tuple[int, int, int, int]]:
    """Return each two places of a row, with which of their values it has there."""
    return {(i, row[i], j, row[j]) for i, j in combinations(range(len(row)), 2)}


def _moved(part: Any) -> Any:
    """Return a part with its knobs elsewhere than at first."""
    knobs = {name: type(f.default)((f.default + declared.low) / 2) for name, (declared, f) in knobs_of(part).items()}
    return replace(part, **knobs)


def settings_for(row: dict[str, Any], seed: int = 3) -> Hyperparameters:
    """Return the settings of a row, with a rate that suits; in every second row knobs are turned as well."""
    output, cost = row["measured"]
    chosen = {name: value for name, value in row.items() if name != "measured"}
    if ROWS.index(row) % 2:
        chosen = {name: _moved(value) if isinstance(value, Part) else value for name, value in chosen.items()}
    rate = _RATES.get(row["optimizer"].name, 0.002)
    rate *= 1 if row["hidden"] else 0.1  # linear outputs of all pixels diverge at what suits hidden layers
    size = 50 if row["train_images"] else 80  # 25 steps of 2,000 images
    return Hyperparameters(output=output, cost=cost, learning_rate=rate, batch_size=size, epochs=1, seed=seed, **chosen)


ROWS = pairwise()
"""A choice of each kind, by the names of the settings; ``measured`` is an output with a cost that fits it."""
