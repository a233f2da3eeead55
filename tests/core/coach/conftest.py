"""What is known of small runs that were trained to their end."""

from collections.abc import Callable

import pytest

from core.coach.finding import Known
from core.data.classes import DIGITS
from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.insight.confusion import read
from core.insight.liveliness import liveliness
from core.insight.statistics import statistics
from core.training.trainer import Trainer

Try = Callable[..., Known]


def known_of(trainer: Trainer, dataset: Dataset, *, has_failed: bool = False) -> Known:
    """Return all that can be known of a run."""
    settings, now = trainer.hyperparameters, trainer.snapshot()
    return Known(
        class_names=DIGITS,
        hyperparameters=settings,
        curves=now.curves,
        has_failed=has_failed,
        ended=now.end_of_run,
        reading=read(now.network, dataset.test.images, dataset.test.labels),
        liveliness=liveliness(now.network, dataset.test.images),
        statistics=statistics(now.network, settings.cost, dataset.train.images, dataset.train.labels),
        update_ratios=now.updates,
    )


@pytest.fixture
def tried(tiny_dataset: Dataset) -> Try:
    """Return a function that trains to the end, or to where training fails, and tells what is known then."""

    def run(settings: Hyperparameters, dataset: Dataset = tiny_dataset) -> Known:
        trainer = Trainer(settings, dataset)
        try:
            while not trainer.is_finished:
                trainer.advance(100)
        except TrainingError:
            return known_of(trainer, dataset, has_failed=True)
        return known_of(trainer, dataset)

    return run
