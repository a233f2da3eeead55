"""The pictures of the report show what they say: all neurons up to a number, every count, the surest mistake first."""

import base64
import io
import re
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight.confusion import Confusion, read
from core.network.network import Network
from core.report.pictures import matrix, mistakes, weights


@pytest.fixture
def untaught(tiny_dataset: Dataset, generator: np.random.Generator) -> Confusion:
    """Return what a network reads that has learned nothing."""
    network = Network.create(Hyperparameters(hidden=(6,)), generator)
    return read(network, tiny_dataset.test.images, tiny_dataset.test.labels)


@pytest.mark.parametrize(
    ("hidden", "told", "size"),
    [
        ((), "The 10 outputs", (10, 1)),
        ((45,), "The 45 neurons of layer 1", (20, 3)),
        ((201,), "The first 200 of 201 are shown.", (20, 10)),
    ],
)
def test_each_neuron_has_its_place_on_the_wall(
    hidden: tuple[int, ...], told: str, size: tuple[int, int], generator: np.random.Generator
) -> None:
    page = weights(Network.create(Hyperparameters(hidden=hidden), generator))
    assert told in page
    (address,) = re.findall(r"data:image/png;base64,([^\"]+)", page)
    picture = Image.open(io.BytesIO(base64.b64decode(address)))
    assert picture.size == tuple(2 * (30 * count - 2) for count in size)


def test_weights_that_are_no_numbers_are_told_and_not_painted(generator: np.random.Generator) -> None:
    network = Network.create(Hyperparameters(hidden=(3,)), generator)
    network.layers[0].weights[0, 0] = np.nan
    page = weights(network)
    assert "no longer numbers" in page
    assert "<img" not in page


def test_the_matrix_has_every_count_in_its_row_and_recall_behind_it(untaught: Confusion, tiny_dataset: Dataset) -> None:
    rows = re.findall(r"<tr>(.*?)</tr>", matrix(untaught, tiny_dataset))[1:11]
    for digit, row in enumerate(rows):
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        assert cells[0] == str(digit)
        expected = [str(count) if count or place == digit else "" for place, count in enumerate(untaught.counts[digit])]
        assert cells[1:11] == expected
        assert cells[11] == f"{100 * untaught.recall[digit]:.1f}"


def test_the_surest_mistakes_come_first(untaught: Confusion, tiny_dataset: Dataset) -> None:
    page = mistakes(untaught, tiny_dataset)
    sure = [int(percent) for percent in re.findall(r"<br>(\d+) %", page)]
    assert len(sure) == 30
    assert sure == sorted(sure, reverse=True)
    wrong = untaught.digits != untaught.labels
    assert sure[0] == round(100 * float(untaught.confidence[wrong].max()))
    assert f"Of {int(wrong.sum())}, those the network was surest of." in page


def test_where_all_was_read_rightly_there_are_no_mistakes_to_show(untaught: Confusion, tiny_dataset: Dataset) -> None:
    assert "There are none" in mistakes(replace(untaught, digits=untaught.labels), tiny_dataset)


def test_of_many_classes_the_most_frequent_mistakes_are_told_in_words_and_long_names_are_cut_short(
    tiny_dataset: Dataset,
) -> None:
    names = (*"ABCDEFGHIJKLMNOPQRSTUVWXY", "a name of thirty characters <b>")
    counts = np.diag(np.full(26, 9))
    counts[25, 3], counts[0, 1] = 7, 2
    labels = np.zeros(1, np.uint8)
    page = matrix(Confusion(labels, labels, np.ones(1, np.float32), counts), replace(tiny_dataset, class_names=names))
    assert "images of a class were read as it" in page
    assert "Most often: a name of thirty characters &lt;b&gt; taken for D (7); A taken for B (2)." in page
    assert ">a name …</th>" in page
    assert "<b>" not in page
    assert "Most often" not in matrix(
        Confusion(labels, labels, np.ones(1, np.float32), np.eye(10, dtype=np.int64)), tiny_dataset
    )
