"""How reasons and counterfactuals are told."""

from dataclasses import replace

import numpy as np
import pytest

from core.hyperparameters import Hyperparameters
from core.insight.attribution import attribute
from core.insight.flips import Counterfactual
from core.network.network import Network
from core.network.scaling import Scaling
from desktop.views.why.words import change_of, exactness, flip_in_words, one_pass, reasons_in_words


@pytest.fixture
def image() -> np.ndarray:
    made = np.zeros((28, 28), np.uint8)
    made[4:24, 12:16] = 255
    return made


def network_of(*hidden: int) -> Network:
    return Network.create(Hyperparameters(hidden=hidden), np.random.default_rng(3))


@pytest.mark.parametrize(("hidden", "start"), [((), "Exact"), ((8,), "An estimate")])
def test_the_sum_is_exact_without_a_hidden_layer(image: np.ndarray, hidden: tuple[int, ...], start: str) -> None:
    network = network_of(*hidden)
    assert exactness(network, attribute(network, image)).startswith(start)


def test_what_bare_paper_speaks_for_is_told_where_pixels_are_standardized(image: np.ndarray) -> None:
    network = network_of()
    assert "difference of the two biases" in exactness(network, attribute(network, image))
    standardized = replace(network, scaling=Scaling(0.13, 0.31))
    assert "and the lead on bare paper (" in exactness(standardized, attribute(standardized, image))


def test_a_mistake_is_told_with_its_label(image: np.ndarray) -> None:
    why = attribute(network_of(8), image)
    assert reasons_in_words(why, "4", "9").startswith("4 is ahead of 9 by ")
    assert reasons_in_words(why, "4", "9", "9").startswith("This 9 is taken for a 4: ")
    assert reasons_in_words(why, "4", "9", "4").startswith("4 is ahead of 9 by ")


def test_a_change_is_told_as_ink_that_comes_and_goes(image: np.ndarray) -> None:
    after = image.copy()
    after[10, 20:22] = 255  # two pixels more
    after[4, 12] = 0  # one less
    flip = Counterfactual(after, 1, 7, 3, 2.0, 1.0, 3.0**0.5)
    change = change_of(image, flip)
    assert (change.max(), change.min(), np.count_nonzero(change)) == (1.0, -1.0, 3)
    words = flip_in_words(flip, image, "7")
    assert words.startswith("More ink ")
    assert "(2 pixels) and less " in words
    assert words.endswith("(1 pixel) would make this a 7. In full pixels of ink: 2.0 added and 1.0 removed.")


def test_where_one_pass_reads_another_class_than_the_verdict_both_are_named() -> None:
    assert one_pass("4") == "Explained is one pass, as drawn; the pad's verdict is the mean of five looks."
    words = one_pass("4", "9")
    assert words == "In one pass, as drawn, it is read as 4. The pad's verdict, 9, is the mean of five looks."
