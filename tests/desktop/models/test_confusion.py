"""What the network shown reads in every test image, read in a job."""

from dataclasses import replace

import numpy as np
from pytestqt.qtbot import QtBot

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.insight import confusion
from core.network.network import Network
from desktop.background.jobs import Jobs
from desktop.models.confusion import ConfusionModel, ReadMoment


def network(seed: int) -> Network:
    return Network.create(Hyperparameters(hidden=(5,)), np.random.default_rng(seed)).frozen_copy()


def test_all_test_images_are_read(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset):
    model, someone = ConfusionModel(jobs, jobs), network(1)
    assert model.current is None
    with qtbot.waitSignal(model.changed) as told:
        model.ask(someone, tiny_dataset)
    moment: ReadMoment = told.args[0]
    assert model.current is moment
    assert moment.network is someone
    expected = confusion.read(someone, tiny_dataset.test.images, tiny_dataset.test.labels)
    assert np.array_equal(moment.reading.counts, expected.counts)


def test_the_same_network_is_read_once(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset):
    model, someone, told = ConfusionModel(jobs, jobs), network(1), []
    model.changed.connect(told.append)
    for _ in range(3):
        model.ask(someone, tiny_dataset, is_urgent=True)
    qtbot.waitUntil(lambda: not model._latest.is_busy)
    assert len(told) == 1


def test_the_newest_of_many_requests_is_the_last_that_is_told(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset):
    model, told = ConfusionModel(jobs, jobs), []
    model.changed.connect(told.append)
    networks = [network(seed) for seed in range(6)]
    for someone in networks:
        model.ask(someone, tiny_dataset, is_urgent=True)
    qtbot.waitUntil(lambda: bool(told) and told[-1].network is networks[-1])
    assert len(told) <= 2


def test_a_reading_of_other_data_is_dropped(qtbot: QtBot, jobs: Jobs, tiny_dataset: Dataset):
    model, told, someone = ConfusionModel(jobs, jobs), [], network(1)
    model.changed.connect(told.append)
    other = replace(tiny_dataset, title="Others")
    model.ask(someone, tiny_dataset)
    model.ask(someone, other)
    qtbot.waitUntil(lambda: bool(told))
    assert [moment.dataset for moment in told] == [other]
