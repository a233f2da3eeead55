"""What the table of runs says of them, and what its rows are sorted by."""

import math
from dataclasses import replace

import pytest

from core.data.dataset import Dataset
from core.files.runs import EPOCHS_DONE
from core.hyperparameters import Hyperparameters
from core.training.history import Figure
from core.training.run import Run
from core.training.trainer import Trainer
from desktop.views.runs.words import about, epochs_of, plain_epochs, plain_figure, same_in_all, sort_key


def run_of(dataset: Dataset, steps: int = 0, **settings: object) -> Run:
    trainer = Trainer(Hyperparameters(hidden=(4,), batch_size=30, **settings), dataset)
    for _ in range(steps):
        trainer.advance()
    return Run.of(trainer.snapshot(), "a < b")


def test_a_figure_has_the_digits_it_deserves() -> None:
    assert plain_figure(Figure(0.98765, 1.0, is_estimate=False)) == 98.77
    assert plain_figure(Figure(0.98765, 1.0, is_estimate=True)) == 98.8
    assert plain_figure(Figure(math.nan, 1.0, is_estimate=False)) == ""


def test_how_far_a_run_was_trained(tiny_dataset: Dataset) -> None:
    run = run_of(tiny_dataset, steps=5)  # of ten batches
    assert (epochs_of(run), plain_epochs(run)) == ("0.50", 0.5)
    assert sort_key(EPOCHS_DONE, run) == (0.5, "")


def test_figures_are_sorted_by_size_and_words_by_the_alphabet(tiny_dataset: Dataset) -> None:
    small, large = (run_of(tiny_dataset, seed=seed) for seed in (9, 10))
    assert sort_key("Seed", small) < sort_key("Seed", large)
    assert sort_key("Run", small) == (0.0, "a < b")


def test_what_all_runs_share_is_one_sentence(tiny_dataset: Dataset) -> None:
    run = run_of(tiny_dataset)
    other = replace(run, name="other")
    assert same_in_all([run, other], ["seed"]) == "The same in all: seed 1."
    assert same_in_all([run], ["seed"]) == "One run so far: seed 1."
    assert same_in_all([run, other], []) == ""


@pytest.mark.parametrize("is_at_hand", [True, False])
def test_a_tooltip_tells_every_setting_and_no_name_breaks_it(tiny_dataset: Dataset, is_at_hand: bool) -> None:
    text = about(run_of(tiny_dataset), is_at_hand=is_at_hand)
    assert "a &lt; b" in text
    assert text.count("<tr>") == len(Hyperparameters.__dataclass_fields__)
    assert ("The run at hand" in text) is is_at_hand
