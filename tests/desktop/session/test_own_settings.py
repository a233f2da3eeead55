"""OwnSettings: a few drawings have settings of their own, which nothing else is trained with."""

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.hyperparameters import Hyperparameters
from core.training.own_classes import PREFIX, settings_for
from core.training.run import Run
from desktop.session.own_settings import OwnSettings

USUAL = Hyperparameters(hidden=(12,), epochs=7, batch_size=500)


def dataset(name: str, images: int) -> Dataset:
    labels = (np.arange(images) % 2).astype(np.uint8)
    return Dataset(name, name, Split(np.full((images, 28, 28), 9, np.uint8), labels), Split.empty(), ("a", "b"))


OWN, MORE, OTHER = dataset(f"{PREFIX}symbols", 60), dataset(f"{PREFIX}symbols", 600), dataset("other", 40)


@pytest.fixture
def own() -> OwnSettings:
    return OwnSettings(USUAL)


def run_on(data: Dataset, settings: Hyperparameters) -> Run:
    return Run.begin(settings, data, "run", 10**6)


def test_a_few_drawings_have_settings_of_their_own(own: OwnSettings) -> None:
    assert own.fitting(OWN, USUAL, run_on(OTHER, USUAL)) == settings_for(60, USUAL)
    assert own.fitting(OTHER, USUAL, None) == USUAL


def test_after_them_everything_else_has_what_it_had(own: OwnSettings) -> None:
    changed = replace(USUAL, epochs=9)
    fitting = own.fitting(OWN, changed, run_on(OTHER, USUAL))
    on_own = run_on(OWN, fitting)
    assert own.usual(fitting, on_own) == changed
    assert own.fitting(OTHER, fitting, on_own) == changed


def test_a_run_of_another_day_leaves_what_the_day_began_with(own: OwnSettings) -> None:
    fitting = settings_for(60)
    assert own.fitting(OTHER, fitting, run_on(OWN, fitting)) == USUAL


def test_what_is_changed_between_two_trainings_stays_and_the_epochs_follow_the_count(own: OwnSettings) -> None:
    fitting = own.fitting(OWN, USUAL, None)
    again = own.fitting(MORE, replace(fitting, hidden=(200,)), run_on(OWN, fitting))
    assert again == replace(settings_for(600, USUAL), hidden=(200,))
    assert again.epochs < fitting.epochs
    chosen = own.fitting(MORE, replace(fitting, epochs=3), run_on(OWN, fitting))
    assert chosen.epochs == 3


def test_a_batch_is_never_larger_than_what_there_is(own: OwnSettings) -> None:
    fitting = own.fitting(MORE, USUAL, None)
    few = dataset(f"{PREFIX}symbols", 4)
    assert own.fitting(few, replace(fitting, batch_size=300), run_on(MORE, fitting)).batch_size == 4
