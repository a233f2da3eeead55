"""Inkling from a notebook: five lines, and what shows itself there."""

from pathlib import Path

import inkling
import numpy as np
import pytest

from core.data.dataset import Dataset
from core.errors import DataError, InklingError, KnobError
from core.parts.activations import LeakyReLU, Tanh
from core.training.run import Run


@pytest.fixture(scope="module")
def run(tiny_dataset: Dataset) -> Run:
    return inkling.train(tiny_dataset, hidden=(6,), epochs=1, batch_size=50, optimizer="momentum")


def test_five_lines_train_look_and_save(run: Run, tiny_dataset: Dataset, tmp_path: Path) -> None:
    assert run.settings.optimizer.name == "momentum"
    assert run.settings.hidden == (6,)
    saved = inkling.save(run, tmp_path / "mine.npz")
    again = inkling.load(saved)
    images = tiny_dataset.test.images[:5]
    assert inkling.read(again, images) == inkling.read(run, images)
    assert inkling.read(run, images[0]) == inkling.read(run, images)[:1]
    assert set(inkling.read(run.latest, images)) <= set("0123456789")


def test_it_goes_on_from_a_run(run: Run, tiny_dataset: Dataset) -> None:
    assert inkling.train(tiny_dataset, start=run, epochs=2).epoch == 2


def test_a_run_a_moment_a_network_and_a_data_set_show_themselves_in_a_line(run: Run, tiny_dataset: Dataset) -> None:
    assert run.latest is not None
    for shown in (run, run.latest, run.latest.network, tiny_dataset):
        assert len(repr(shown)) < 200
        assert "\n" not in repr(shown)
    assert "784-6-10" in repr(run)
    assert "784-6-10" in repr(run.latest)
    assert "test accuracy" in repr(run)


def test_a_run_has_a_picture(run: Run) -> None:
    page = run._repr_html_()
    assert page.count("<svg") >= 2
    assert "<script" not in page
    assert repr(run)[6:-1].replace("'", "&#x27;") in page


def test_what_is_said_of_each_layer_is_written_as_names(tiny_dataset: Dataset) -> None:
    run = inkling.train(
        tiny_dataset, epochs=1, hidden=(9, 8), hidden_activations=("tanh", LeakyReLU(leak=0.2)), frozen=(1,)
    )
    assert run.settings.hidden_activations == (Tanh(), LeakyReLU(leak=0.2))
    assert run.settings.frozen == (1,)


def test_what_is_wrong_is_said_in_a_sentence(run: Run, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="28 × 28"):
        inkling.read(run, np.zeros((3, 8, 8), np.uint8))
    with pytest.raises(KnobError, match="Learning rate"):
        inkling.settings(learning_rate=1e9)
    with pytest.raises(InklingError, match="speed"):
        inkling.settings(speed=3)
    with pytest.raises(AttributeError, match="nothing"):
        inkling.nothing  # noqa: B018  # asking is what is tested
    assert {"train", "data", "read"} <= set(dir(inkling))
