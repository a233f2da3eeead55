"""Again: the runs of a page of answers trained once more, and their figures compared with those handed in."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.data import catalog
from core.data.dataset import Dataset
from core.errors import InklingError, TrainingError
from core.lessons.facts import known_of
from core.lessons.progress import LessonProgress
from core.lessons.record import Record
from core.lessons.seen import Seen
from core.network.processors import limit_blas
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

MOST_STEPS = 10_000_000
MOST_SECONDS = 900.0
COMPARED = {"test_accuracy": 0.005, "test_cost": 0.03, "train_cost": 0.03}
"""The figures that are compared, and by how much they may differ: a share by that much, a cost by that part of it.

The same processor gives the same figures to the last digit; others add in another order.
"""

_WAY = "one process"


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of training a run again.

    Attributes
    ----------
    lesson, run : str
        Which.
    is_reproduced : bool or None
        Whether its figures came out again; none where it could not be trained again.
    words : str
        What is said of it.
    """

    lesson: str
    run: str
    is_reproduced: bool | None
    words: str


def train_again(
    lesson: str, progress: LessonProgress, load: Callable[[str], Dataset] = lambda name: catalog.load(name)
) -> Iterator[Compared]:
    """Train every run of a lesson again, one after the other.

    Parameters
    ----------
    lesson : str
        Its id.
    progress : LessonProgress
        What was handed in; it may come from anywhere.
    load : callable
        Returns the images of a name.
    """
    moments: dict[str, Snapshot] = {}
    for name, facts in progress.runs.items():
        record = progress.records.get(name)
        try:
            yield Compared(lesson, name, *_again(name, facts, record, moments, load))
        except InklingError as error:
            yield Compared(lesson, name, None, str(error))


def _again(
    name: str,
    facts: dict[str, float],
    record: Record | None,
    moments: dict[str, Snapshot],
    load: Callable[[str], Dataset],
) -> tuple[bool | None, str]:
    hindrance = _hindrance(facts, record, moments)
    if hindrance or record is None:
        return None, hindrance
    dataset = load(record.images)
    if dataset.fingerprint != record.fingerprint:
        return None, f"it was trained on other images than the {dataset.title} that is here"
    moment = _trained(record, int(facts["step"]), dataset, moments.get(record.goes_on_from))
    if moment is None:
        return record.is_stopped, "Inkling stops it: its cost cannot be counted any more"
    if record.is_stopped:
        return False, "it was stopped, and is not stopped now"
    moments[name] = moment
    return _compare(facts, known_of(Seen(moment, dataset)))


def _hindrance(facts: dict[str, float], record: Record | None, moments: dict[str, Snapshot]) -> str:
    if record is None:
        return "what it was trained with was not written down"
    if not record.images:
        return "it was trained on images of the person's own"
    if record.is_changed:
        return "its settings were changed on its way"
    if record.goes_on_from and record.goes_on_from not in moments:
        return f'the run "{record.goes_on_from}", from which it goes on, was not trained again'
    steps = facts.get("step", math.nan)
    return "" if 0 <= steps <= MOST_STEPS else "how far it was trained was not written down"


def _trained(record: Record, steps: int, dataset: Dataset, start: Snapshot | None) -> Snapshot | None:
    """Train up to a step, and return that moment; none where the cost cannot be counted on the way.

    Raises
    ------
    InklingError
        When it takes longer than any lesson may, or the settings do not fit the images.
    """
    began = time.perf_counter()
    with limit_blas():
        trainer = Trainer(record.settings, dataset, start=start, way=_WAY)
        try:
            while not trainer.is_finished and trainer.step < steps:
                trainer.advance(min(steps - trainer.step, trainer.batches_in(0.2)))
                if time.perf_counter() - began > MOST_SECONDS:
                    raise InklingError(f"It takes longer than {MOST_SECONDS / 60:.0f} minutes here.", "")
            trainer.measure()
            return trainer.snapshot()
        except TrainingError:
            return None
        finally:
            trainer.close()


def _compare(handed_in: dict[str, float], found: dict[str, float]) -> tuple[bool | None, str]:
    """Return whether the figures are those handed in, and say both."""
    said, is_same, count = [], handed_in.get("step") == found.get("step"), 0
    for name, tolerance in COMPARED.items():
        before, now = handed_in.get(name, math.nan), found.get(name, math.nan)
        if math.isnan(before):
            continue
        count += 1
        allowed = tolerance if name.endswith("accuracy") else tolerance * abs(now)
        is_same = is_same and abs(before - now) <= allowed
        said.append(f"{name} {before:.4f}, now {now:.4f}")
    if not count:
        return None, "it has no figure to compare"
    return is_same, ", ".join(said)
