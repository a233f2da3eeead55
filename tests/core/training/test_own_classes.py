"""A person's own classes: a few drawings, of which a fresh network learns to read the others."""

import numpy as np
import pytest

from core.data.dataset import Split
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters
from core.insight.evaluation import evaluate
from core.training import own_classes
from core.training.own_classes import dataset_of, settings_for
from core.training.training import train
from tests.benchmarks.symbol_writers import NAMES, SymbolWriter


def test_a_person_s_other_drawings_are_read_after_twenty_of_each() -> None:
    chance = np.random.default_rng(4)
    writer = SymbolWriter.draw(chance)
    dataset = dataset_of("symbols", writer.pages(20, chance), chance.random(100) < 0.2, NAMES)
    settings = settings_for(len(dataset.train))
    run = train(settings, dataset)
    others = writer.pages(20, chance)
    assert run.latest is not None
    read = evaluate(run.latest.network, settings.cost, others.images, others.labels).accuracy
    assert read >= 0.9  # 1.0 where this was written; the benchmark asks for 95 % of many people


def test_those_held_back_test_and_the_others_train() -> None:
    chance = np.random.default_rng(4)
    pages = SymbolWriter.draw(chance).pages(20, chance)
    held = np.arange(100) % 7 == 0
    dataset = dataset_of("symbols", pages, held, NAMES)
    assert np.array_equal(dataset.test.images, pages.images[held])
    assert np.array_equal(dataset.train.labels, pages.labels[~held])
    assert own_classes.is_own(dataset.name)
    assert not own_classes.is_own("symbols")


def test_a_class_of_which_all_are_held_back_is_trained_on_all_the_same() -> None:
    chance = np.random.default_rng(4)
    pages = SymbolWriter.draw(chance).pages(2, chance)
    dataset = dataset_of("symbols", pages, pages.labels <= NAMES.index("heart"), NAMES)
    assert len(dataset.train) == len(pages)
    held = np.arange(len(pages)) < len(NAMES) + 1  # one of each, and another arrow
    dataset = dataset_of("symbols", pages, held, NAMES)
    assert np.bincount(dataset.train.labels).tolist() == [2, 1, 1, 1, 1]


def test_a_class_without_a_drawing_is_told() -> None:
    chance = np.random.default_rng(4)
    pages = SymbolWriter.draw(chance).pages(2, chance)
    others = pages.only(pages.labels != NAMES.index("heart"))
    with pytest.raises(TrainingError, match="“heart”"):
        dataset_of("symbols", others, np.zeros(len(others), np.bool_), NAMES)


def test_one_class_is_nothing_to_tell_apart() -> None:
    some = Split(np.full((3, 28, 28), 9, np.uint8), np.zeros(3, np.uint8))
    with pytest.raises(TrainingError, match="nothing to tell apart"):
        dataset_of("symbols", some, np.zeros(3, np.bool_), ("heart",))


@pytest.mark.parametrize("images", [2, 30, 80, 400, 5000])
def test_few_drawings_are_shown_often_and_many_less_often(images: int) -> None:
    settings = settings_for(images, Hyperparameters(seed=7))
    assert settings.seed == 7
    assert settings.batch_size <= images
    assert own_classes.FEWEST_EPOCHS <= settings.epochs <= own_classes.MOST_EPOCHS
