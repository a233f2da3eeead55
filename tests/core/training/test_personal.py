"""A person's own digits are mixed among the others, often enough to be learned and not so often that the rest goes."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Unchanged
from core.data.dataset import Dataset, Split
from core.errors import TrainingError
from core.hyperparameters import MOST_EPOCHS, Hyperparameters
from core.insight.evaluation import evaluate
from core.parts.schedules import Constant, Cosine, Linear
from core.training import personal
from core.training.personal import HandTraining
from core.training.trainer import Trainer
from core.training.validation import validation_of


@pytest.fixture
def own(tiny_dataset: Dataset) -> Split:
    """Return twenty digits in a hand that is like no other: every figure upside down."""
    return Split(tiny_dataset.test.images[:20, ::-1].copy(), tiny_dataset.test.labels[:20])


def test_own_digits_are_the_share_asked_for_and_evenly_often(tiny_dataset: Dataset, own: Split) -> None:
    mixed = personal.mix(tiny_dataset, own, 1, share=0.25, augmentation=Unchanged())
    assert len(mixed.train) == 400
    assert np.array_equal(mixed.train.images[:300], tiny_dataset.train.images)
    for number in range(20):
        assert np.array_equal(mixed.train.images[300 + number :: 20][0], own.images[number])
        assert (mixed.train.labels[300 + number :: 20] == own.labels[number]).all()


def test_own_digits_are_mixed_among_those_that_were_trained_on(
    tiny_dataset: Dataset, own: Split, quick: Hyperparameters
) -> None:
    mixed = personal.mix(tiny_dataset, own, 1, train_images=60, share=0.25, augmentation=Unchanged())
    assert len(mixed.train) == 80
    assert np.array_equal(mixed.train.images[:60], tiny_dataset.train.spread(60).images)
    few = replace(quick, train_images=60)
    further = personal.further(few, 2.0)
    assert further.train_images == 0, "all of the mixed ones are used, else the person's own would be left out"
    hand = HandTraining(tiny_dataset.fingerprint, few, further)
    assert hand.usual(further).train_images == 60
    assert hand.usual(replace(further, train_images=90)).train_images == 90


def test_many_own_digits_are_each_there_once(tiny_dataset: Dataset, own: Split) -> None:
    mixed = personal.mix(tiny_dataset, own, 1, share=0.01)
    assert len(mixed.train) == 320


def test_the_test_images_stay_and_the_name_tells_what_is_in_it(tiny_dataset: Dataset, own: Split) -> None:
    mixed = personal.mix(tiny_dataset, own, 1)
    assert mixed.test is tiny_dataset.test
    assert mixed.title == "Tiny figures and my handwriting"
    assert personal.is_mixed(mixed.name)
    assert not personal.is_mixed(tiny_dataset.name)
    assert mixed.fingerprint != tiny_dataset.fingerprint


def test_every_showing_is_bent_differently_and_the_same_seed_bends_the_same(tiny_dataset: Dataset, own: Split) -> None:
    one, same, other = (personal.mix(tiny_dataset, own, seed, share=0.5).train.images[300:] for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)
    assert len(np.unique(one[::20].reshape(-1, 784), axis=0)) == len(one[::20])


def test_without_own_digits_there_is_nothing_to_mix(tiny_dataset: Dataset) -> None:
    with pytest.raises(TrainingError, match="no handwriting") as caught:
        personal.mix(tiny_dataset, Split.empty(), 1)
    assert caught.value.remedy == "Write some digits first."


def test_digits_are_not_mixed_among_clothes(tiny_dataset: Dataset, own: Split) -> None:
    clothes = replace_names(tiny_dataset, ("Shirt", *"123456789"))
    with pytest.raises(TrainingError, match="not made of digits"):
        personal.mix(clothes, own, 1)


def replace_names(dataset: Dataset, names: tuple[str, ...]) -> Dataset:
    return Dataset("clothes", "Clothes", dataset.train, dataset.test, names)


def test_training_goes_on_slowly_for_a_few_epochs(quick: Hyperparameters) -> None:
    further = personal.further(quick, 3.2)
    assert further == replace(quick, learning_rate=0.002, schedule=Constant(), epochs=4 + personal.EPOCHS)
    again = personal.further(further, 7.0, is_again=True)
    assert again.learning_rate == further.learning_rate
    assert again.epochs == 7 + personal.EPOCHS


def test_what_a_lesson_changed_goes_back_and_what_the_person_changed_since_stays(quick: Hyperparameters) -> None:
    before = replace(quick, train_images=60, schedule=Cosine())
    taught = personal.further(before, 3.2)
    hand = HandTraining("0" * 64, before, taught)
    assert hand.usual(taught) == before
    assert hand.usual(replace(taught, hidden=(5,), seed=7)) == replace(before, hidden=(5,), seed=7)
    changes = {"learning_rate": 0.3, "schedule": Linear(), "train_images": 90, "epochs": 9}
    for name, value in changes.items():
        since = replace(taught, **{name: value})
        assert hand.usual(since) == replace(before, **{name: value})
    since = replace(taught, **changes)
    assert hand.usual(since) == since


@pytest.mark.parametrize("is_again", [False, True])
@pytest.mark.parametrize("rate", [1e-6, 2e-6, 1000.0])
@pytest.mark.parametrize("epoch", [0.1, MOST_EPOCHS - 1.5, MOST_EPOCHS])
def test_training_goes_on_at_the_ends_of_what_the_settings_allow(
    rate: float, epoch: float, quick: Hyperparameters, *, is_again: bool
) -> None:
    further = personal.further(replace(quick, learning_rate=rate), epoch, is_again=is_again)
    assert 1e-6 <= further.learning_rate <= rate
    assert epoch <= further.epochs <= MOST_EPOCHS


def test_a_strange_hand_is_learned_and_the_others_are_not_forgotten(
    train, quick: Hyperparameters, tiny_dataset: Dataset, own: Split
) -> None:
    start = train(replace(quick, epochs=12)).snapshot()
    unseen = Split(tiny_dataset.test.images[50:, ::-1].copy(), tiny_dataset.test.labels[50:])
    mixed = personal.mix(tiny_dataset, own, 1, share=0.3)
    # Three epochs of 300 images are few steps: at the full rate.
    trainer = Trainer(replace(personal.further(quick, start.epoch, is_again=True), epochs=24), mixed, start=start)
    while not trainer.is_finished:
        trainer.advance()
    after = trainer.snapshot()

    def accuracy(snapshot, split: Split) -> float:
        return evaluate(snapshot.network, quick.cost, split.images, split.labels).accuracy

    assert accuracy(start, unseen) < 0.5
    assert accuracy(after, unseen) > accuracy(start, unseen) + 0.3
    assert accuracy(after, tiny_dataset.test) > accuracy(start, tiny_dataset.test) - 0.03


def test_what_ends_a_run_and_keeps_its_best_is_not_meant_for_further_training(quick: Hyperparameters) -> None:
    before = replace(quick, patience=2, target_accuracy=90.0, minutes=1.0, keep_best=True)
    taught = personal.further(before, 3.2)
    assert (taught.patience, taught.target_accuracy, taught.minutes, taught.keep_best) == (0, 0, 0, False)
    assert HandTraining("0" * 64, before, taught).usual(taught) == before


def test_only_the_first_images_are_mixed_where_only_those_were_used(tiny_dataset: Dataset) -> None:
    own = tiny_dataset.test.spread(3)
    mixed = personal.mix(tiny_dataset, own, 1, train_images=60, first_images=True)
    assert mixed.train.images[:60].tobytes() == tiny_dataset.train.images[:60].tobytes()


def test_what_is_held_out_is_not_mixed_in_and_held_out_again_by_a_new_network(tiny_dataset: Dataset) -> None:
    own, settings = tiny_dataset.test.only(np.arange(3)), Hyperparameters(validation_split=20.0)
    held = validation_of(tiny_dataset.train, settings)
    assert held is not None
    mixed = personal.mix(tiny_dataset, own, 1, validation_split=20.0)
    assert {image.tobytes() for image in held.images}.isdisjoint(image.tobytes() for image in mixed.train.images)
    taught = personal.further(settings, 2.0)
    assert taught.validation_split == 0, "they are not in the mixed data set"
    assert personal.HandTraining("", settings, taught).usual(taught).validation_split == 20
