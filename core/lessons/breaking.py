"""The block that breaks: what is done to the network on screen, and what is left of what it had learned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.data.dataset import Dataset
from core.insight.damage import KINDS, MOST_NOISE, Damage, damaged
from core.insight.evaluation import evaluate
from core.lessons.block import Block, block, fields_of
from core.lessons.table import Table
from core.training.snapshot import Snapshot

_DEEPEST = 100  # layers


@block("break", waits=True)
@dataclass(frozen=True, slots=True)
class Break(Block):
    """Damages the network on screen, as it is looked at; training goes on with the sound one.

    Attributes
    ----------
    name : str
        What it is called in facts: ``run.NAME.broken.test_accuracy``.
    damage : Damage
        What is done; the fields are its own.
    watch : str
        What to look at, one line.
    tab : str
        Which panel is in front then.
    """

    name: str
    damage: Damage
    watch: str
    tab: str

    @classmethod
    def read(cls, table: Table) -> Break:
        """Take it."""
        if not any(table.has(kind) for kind in KINDS):
            table.fault("The break block does no damage.", f"Write one of: {', '.join(KINDS)}.")
        shares: dict[str, Any] = {
            kind: table.number(kind, 0.0, 0.0, MOST_NOISE if kind == "noise" else 1.0) for kind in KINDS
        }
        damage = Damage(layer=table.whole("layer", 0, 0, _DEEPEST), **shares)
        found = cls(table.line, table.identifier("name"), damage, table.text("watch"), table.text("tab"))
        table.end((*KINDS, "layer", *(name for name in fields_of(cls) if name != "damage")))
        return found

    @property
    def texts(self) -> tuple[str, ...]:
        """What to watch."""
        return (self.watch,) if self.watch else ()


def known_of_broken(snapshot: Snapshot, dataset: Dataset, damage: Damage) -> dict[str, float]:
    """Return the facts about a damaged network; NaN without test images is left out. It takes a tenth of a second."""
    network, test = damaged(snapshot.network, damage), dataset.test
    with np.errstate(over="ignore", invalid="ignore"):
        found = evaluate(network, snapshot.hyperparameters.cost, test.images, test.labels)
    return {"broken.test_accuracy": found.accuracy} if found.images else {}
