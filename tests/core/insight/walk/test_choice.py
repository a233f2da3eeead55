"""What is followed: the largest slope where nothing was asked for, and else what was, through the whole walk."""

from collections.abc import Callable

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.walk.choice import Chosen
from core.insight.walk.frame import NAMES
from core.insight.walk.walk import Walk, walk
from core.training.snapshot import Snapshot

Look = Callable[..., Walk]


@pytest.fixture
def look(make_snapshot: Callable[..., Snapshot], tiny_dataset: Dataset) -> Look:
    def look(hidden: tuple[int, ...], **chosen: object) -> Walk:
        snapshot = make_snapshot(4, Hyperparameters(hidden=hidden))
        train = tiny_dataset.train
        return walk(snapshot, train.images[:1], train.labels[:1], Chosen(**chosen))  # type: ignore[arg-type]  # its fields

    return look


def test_at_first_it_is_the_right_digit_and_its_link_with_the_largest_slope(look: Look, tiny_dataset: Dataset) -> None:
    found = look((9,)).passage
    label = int(tiny_dataset.train.labels[0])
    slopes = np.abs(found.slopes[1].weights[:, label])
    assert found.followed.output == label
    assert found.followed.link == (1, int(slopes.argmax()), label)
    assert found.followed.neuron == found.followed.first == (0, int(slopes.argmax()))


@pytest.mark.parametrize(
    ("chosen", "output", "neuron", "link"),
    [
        ({"output": 7}, 7, None, (None, 7)),
        ({"neuron": (0, 3), "output": 2}, 2, (0, 3), (3, 2)),
        ({"link": (1, 5, 8)}, 8, (0, 5), (5, 8)),
        ({"link": (1, 5, 8), "output": 2}, 8, (0, 5), (5, 8)),
        ({"link": (0, 400, 6), "output": 1}, 1, (0, 6), (400, 6)),
    ],
)
def test_another_choice_is_followed_by_the_whole_walk(
    chosen: dict[str, object], output: int, neuron: tuple[int, int] | None, link: tuple[int | None, int], look: Look
) -> None:
    found = look((9,), **chosen)
    followed = found.passage.followed
    assert followed.output == output
    assert neuron is None or followed.neuron == followed.first == neuron
    assert followed.link[2] == link[1]
    assert link[0] is None or followed.link[1] == link[0]
    by_name = dict(zip(NAMES, found.frames, strict=True))
    assert f"[{output}]" in by_name["output sums"].numbers[0]
    assert f"[{output}]" in by_name["slope at the outputs"].numbers[0]
    assert followed.neuron is not None
    assert followed.neuron in by_name["sums"].lit.neurons
    assert f"Neuron {followed.neuron[1] + 1} " in by_name["sums"].title
    assert by_name["slope of a weight"].lit.links == by_name["update"].lit.links == (followed.link,)


def test_in_a_deep_network_the_way_goes_through_the_neuron_asked_for(look: Look) -> None:
    found = look((8, 7, 6), neuron=(1, 4)).passage
    assert found.followed.neuron == (1, 4)
    assert found.followed.link[:2] == (2, 4)
    assert found.followed.link[2] == np.abs(found.slopes[2].weights[4]).argmax()
    assert found.followed.first == (0, np.abs(found.slopes[0].d[0]).argmax())


@pytest.mark.parametrize(
    "chosen",
    [
        {"output": 10},
        {"neuron": (0, 9)},
        {"neuron": (1, 0)},
        {"neuron": (-1, 0)},
        {"link": (1, 9, 0)},
        {"link": (2, 0, 0)},
    ],
)
def test_what_is_not_there_is_refused(chosen: dict[str, object], look: Look) -> None:
    with pytest.raises(ValueError, match=r"no such|outputs are"):
        look((9,), **chosen)


def test_without_a_hidden_layer_links_begin_at_pixels(look: Look) -> None:
    found = look((), link=(0, 300, 4)).passage.followed
    assert (found.neuron, found.output, found.first) == (None, 4, (0, 4))
