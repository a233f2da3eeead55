"""Counterfactual: a small change of the ink that really changes the answer."""

from collections.abc import Callable

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.dataset import Dataset
from core.insight.counterfactual import fewest_pixels, smallest_change
from core.insight.flips import Counterfactual, leads_and_slopes
from core.network.network import Network, as_inputs, for_plain_pixels
from core.network.scaling import Scaling

Find = Callable[..., Counterfactual | None]
both = pytest.mark.parametrize("find", [smallest_change, fewest_pixels])


def digit(network: Network, image: Bytes) -> int:
    return int(network.outputs(image[np.newaxis]).argmax())


def test_slopes_are_per_ink_where_pixels_are_standardized(learned: Network, tiny_dataset: Dataset) -> None:
    network = Network(learned.layers, Scaling(0.2, 0.35))
    x = as_inputs(tiny_dataset.test.images[:1])
    for found, plain in zip(
        leads_and_slopes(network, x, [1, 2]), leads_and_slopes(for_plain_pixels(network), x, [1, 2]), strict=True
    ):
        np.testing.assert_allclose(found, plain, rtol=1e-3, atol=1e-4)


@both
@pytest.mark.parametrize("scaling", [None, Scaling(0.2, 0.35)], ids=["plain", "standardized"])
def test_the_answer_is_another_one_afterwards(
    find: Find, scaling: Scaling | None, learned: Network, tiny_dataset: Dataset
) -> None:
    learned = Network(learned.layers, scaling)
    for image in tiny_dataset.test.images[:10]:
        found = find(learned, image)
        assert found is not None
        assert found.before == digit(learned, image)
        assert found.after == digit(learned, found.image) != found.before
        change = (found.image.astype(float) - image) / 255
        assert found.pixels == np.count_nonzero(change)
        assert found.added == pytest.approx(change.clip(0).sum(), rel=1e-4, abs=1e-6)
        assert found.removed == pytest.approx(-change.clip(max=0).sum(), rel=1e-4, abs=1e-6)
        assert found.distance == pytest.approx(np.linalg.norm(change), rel=1e-4)


def test_one_spreads_out_and_the_other_takes_few_pixels(learned: Network, tiny_dataset: Dataset) -> None:
    for image in tiny_dataset.test.images[:10]:
        spread, few = smallest_change(learned, image), fewest_pixels(learned, image)
        assert spread is not None
        assert few is not None
        assert few.pixels < spread.pixels
        assert spread.distance < few.distance


def test_two_pixels_by_hand(pixel_reader: Network) -> None:
    image = np.zeros((28, 28), np.uint8)
    image[0, 3], image[0, 5] = 204, 102  # 0.8 and 0.4 are 0.4 apart; the border is 0.2 from either
    found = smallest_change(pixel_reader, image)
    assert found is not None
    assert (found.before, found.after) == (3, 5)
    assert found.pixels == 2
    assert found.distance == pytest.approx(0.4 / np.sqrt(2), abs=0.02)
    few = fewest_pixels(pixel_reader, image)
    assert few is not None
    assert few.pixels == 1
    assert few.distance < 0.9


@both
def test_a_certain_digit_can_be_asked_for(find: Find, learned: Network, tiny_dataset: Dataset) -> None:
    image = tiny_dataset.test.images[0]
    others = set(range(10)) - {digit(learned, image)}
    found = {target: find(learned, image, target) for target in others}
    flips = {target: flip for target, flip in found.items() if flip is not None}
    assert len(flips) >= 6, "a far digit may be out of reach"
    for target, flip in flips.items():
        assert flip.after == digit(learned, flip.image) == target
    assert find(learned, image, digit(learned, image)) is None, "it is read so already"


@both
def test_what_answers_the_same_to_everything_cannot_be_flipped(find: Find, pixel_reader: Network) -> None:
    stubborn = pixel_reader.working_copy()
    stubborn.layers[0].weights[:] = 0
    stubborn.layers[0].biases[4] = 1
    assert find(stubborn, np.zeros((28, 28), np.uint8)) is None


@both
def test_weights_that_are_not_numbers_cannot_be_flipped(find: Find, pixel_reader: Network) -> None:
    broken = pixel_reader.working_copy()
    broken.layers[0].weights[:] = np.nan
    assert find(broken, np.zeros((28, 28), np.uint8)) is None


@both
def test_a_search_that_is_called_off_ends(find: Find, learned: Network, tiny_dataset: Dataset) -> None:
    asked = []

    def goes_on() -> bool:
        asked.append(True)
        return len(asked) < 2

    assert find(learned, tiny_dataset.test.images[0], goes_on=lambda: False) is None
    find(learned, tiny_dataset.test.images[0], goes_on=goes_on)
    assert asked
