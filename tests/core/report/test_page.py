"""The lab report is one sound page with the run's own figures in it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from core import notebook
from core.data.dataset import Dataset, Split
from core.errors import FileError
from core.files import weights
from core.hyperparameters import Hyperparameters
from core.insight.confusion import read
from core.report.page import report, save_report
from core.training import training
from core.training.history import COLUMNS, NO_CURVES, Curves, Mark
from core.training.plot import ticks as _ticks
from core.training.run import Parent, Run
from core.training.snapshot import Snapshot
from core.training.trainer import Trainer

Train = Callable[..., Trainer]
WHEN = datetime(2026, 11, 21, 12, 0)


class Reader(HTMLParser):
    """Checks that every tag is closed, and collects what the page refers to."""

    _ALONE = frozenset({"meta", "img", "br", "line", "polyline"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attributes if name in ("src", "href")]
        if tag not in self._ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert tag in self._ALONE

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(content: str) -> Reader:
    reader = Reader()
    reader.feed(content)
    reader.close()
    assert not reader.open
    return reader


def test_a_report_holds_the_runs_figures_and_refers_to_nothing_outside(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    snapshot = train(quick).snapshot()
    page = page_of(report(snapshot, tiny_dataset, WHEN))
    reading = read(snapshot.network, tiny_dataset.test.images, tiny_dataset.test.labels)
    assert f"{100 * reading.accuracy:.2f} %" in page.text
    assert "784-12-10" in page.text
    assert "Learning rate" in page.text
    assert "2026-11-21 12:00" in page.text
    assert page.addresses
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
    assert ("taken for" in page.text) == bool((reading.digits != reading.labels).any())


def test_every_count_of_the_matrix_is_there(quick: Hyperparameters, train: Train, tiny_dataset: Dataset) -> None:
    snapshot = train(quick, 3).snapshot()
    content = report(snapshot, tiny_dataset, WHEN)
    counts = read(snapshot.network, tiny_dataset.test.images, tiny_dataset.test.labels).counts
    page_of(content)
    for count in counts[counts > 0]:
        assert f">{count}</td>" in content


def test_names_cannot_break_the_page(quick: Hyperparameters, train: Train, tiny_dataset: Dataset) -> None:
    hostile = replace(tiny_dataset, title="<script>alert(1)</script>")
    content = report(train(quick, 2).snapshot(), hostile, WHEN, name='"><b>')
    page_of(content)
    assert "<script>" not in content
    assert "<b>" not in content


def test_a_network_without_curves_test_images_or_hidden_layer_still_has_a_page(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    snapshot = replace(train(replace(quick, hidden=()), 2).snapshot(), curves=NO_CURVES)
    none = Split(tiny_dataset.test.images[:0], tiny_dataset.test.labels[:0])
    page = page_of(report(snapshot, replace(tiny_dataset, test=none), WHEN))
    assert "no test images" in page.text
    assert "Nothing was measured yet" in page.text


def test_a_report_is_written_and_a_place_that_is_none_is_told(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    snapshot = train(quick, 2).snapshot()
    save_report(tmp_path / "run.html", snapshot, tiny_dataset)
    assert (tmp_path / "run.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    with pytest.raises(FileError):
        save_report(tmp_path / "run.html" / "run.html", snapshot, tiny_dataset)


def test_curves_with_gaps_are_drawn(quick: Hyperparameters, train: Train, tiny_dataset: Dataset) -> None:
    snapshot = train(quick, 5).snapshot()
    table = snapshot.curves.table.copy()
    table[4:8, 1] = np.nan
    page = report(replace(snapshot, curves=replace(snapshot.curves, table=table)), tiny_dataset, WHEN)
    assert "nan," not in page
    assert "polyline" in page


def run_of(snapshot: Snapshot, name: str, color: int, begins_at: float = 0.0) -> Run:
    parent = Parent(None, 0, begins_at) if begins_at else None
    return replace(Run.of(snapshot, name).curves_only(), color=color, marks=(), parent=parent)


def test_runs_are_compared_by_what_differs_and_a_branch_grows_out_of_its_point(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    one = train(quick).snapshot()
    other = train(replace(quick, learning_rate=0.05)).snapshot()
    kept = (run_of(one, "One & only", 0), run_of(other, "Faster", 6, begins_at=2.0))
    content = report(one, tiny_dataset, WHEN, runs=kept)
    page = page_of(content)
    assert "The runs compared" in page.text
    assert "One & only" in page.text
    assert "Learning rate0.010.05" not in page.text
    assert "0.05" in page.text
    assert "The same in all: hidden layers 12, seed 1" in page.text
    whole, branch = (re.search(rf'<polyline class="{look}" points="(\d[^"]*)"', content) for look in ("run-0", "run-6"))
    assert whole is not None
    assert branch is not None
    assert len(branch[1].split()) < len(whole[1].split())
    assert "The runs compared" not in report(one, tiny_dataset, WHEN, runs=kept[:1]), "there is nothing to compare"


def test_the_best_is_measured_on_all_test_images_and_estimates_are_marked(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    snapshot = train(quick).snapshot()
    table = snapshot.curves.table.copy()
    table[COLUMNS.index("test_accuracy")] = 0.9  # estimates
    table[COLUMNS.index("whole")] = 0
    table[COLUMNS.index("test_accuracy"), 2] = 0.8
    table[COLUMNS.index("whole"), 2] = 1
    page = page_of(report(replace(snapshot, curves=Curves(table)), tiny_dataset, WHEN))
    assert re.search(r"best accuracy, epoch [\d.]+80\.00 %", page.text)
    assert re.search(r"accuracy, at last≈ [\d.]+ %≈ 90\.0 %", page.text)
    assert "≈: estimated from 500 images" in page.text


def test_a_setting_changed_on_the_way_is_told_in_the_comparison(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    snapshot = train(quick).snapshot()
    settings = replace(quick, learning_rate=0.0025)
    changed = replace(
        run_of(snapshot, "Changed", 0),
        settings=settings,
        marks=(Mark(1.0, f"learning rate {quick.learning_rate:g} → 0.0025"),),
        first_settings=quick,
        first_epoch=0.0,
    )
    constant = replace(run_of(snapshot, "Constant", 1), settings=settings)
    assert changed.setting("learning_rate") == f"{quick.learning_rate:g} → 0.0025"
    assert (changed.setting("seed"), constant.setting("learning_rate")) == (str(quick.seed), "0.0025")
    text = page_of(report(snapshot, tiny_dataset, WHEN, runs=(changed, constant))).text
    assert f"{quick.learning_rate:g} → 0.0025" in text
    assert "Epochs done" in text


def test_what_the_coach_finds_is_told(quick: Hyperparameters, train: Train, tiny_dataset: Dataset) -> None:
    snapshot = train(quick).snapshot()
    table = snapshot.curves.table.copy()
    table[COLUMNS.index("train_cost")] = np.linspace(1.0, 9.0, len(snapshot.curves))  # training does harm
    page = page_of(report(replace(snapshot, curves=Curves(table)), tiny_dataset, WHEN))
    assert "What the coach says" in page.text
    untrained = page_of(report(train(quick, 0).snapshot(), tiny_dataset, WHEN))
    assert "What the coach says" not in untrained.text


def test_of_a_saved_best_moment_it_is_told_that_the_test_images_chose_it(
    quick: Hyperparameters, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    run = training.train(replace(quick, learning_rate=0.003, epochs=60, patience=1, keep_best=True), tiny_dataset)
    saved = weights.load(notebook.save(run, tmp_path / "best.npz"))
    assert saved.step < run.step
    assert "Chosen by its test images" in page_of(report(saved, tiny_dataset, WHEN)).text


def test_every_hidden_layer_is_shown_and_every_picture_is_told_in_words(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    content = report(train(replace(quick, hidden=(6, 3)), 3).snapshot(), tiny_dataset, WHEN)
    assert 'alt="Weight images of the 6 neurons of layer 1"' in content
    assert 'alt="Weight images of the 3 neurons of layer 2"' in content
    assert content.count("<img ") == content.count(' alt="')
    assert re.search(r'role="img" aria-label="cost, by epoch: training images ends at [\d.]+', content)


def test_it_is_dark_where_the_reader_likes_it_dark_and_can_be_printed(
    quick: Hyperparameters, train: Train, tiny_dataset: Dataset
) -> None:
    content = report(train(quick, 2).snapshot(), tiny_dataset, WHEN)
    assert "@media screen and (prefers-color-scheme: dark)" in content
    assert "@media print" in content
    assert content.count("{") == content.count("}")


@pytest.mark.parametrize(
    ("end", "ticks"),
    [
        (1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (100.0, [0, 20, 40, 60, 80, 100]),
        (2.17, [0, 0.5, 1, 1.5, 2]),
        (11.6, [0, 5, 10]),
        (1e-9, [0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9]),
    ],
)
def test_the_axes_have_round_numbers(end: float, ticks: list[float]) -> None:
    assert _ticks(end) == pytest.approx(ticks)


def test_what_was_measured_of_images_held_out_is_told_and_drawn(
    train: Train, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    held = train(replace(quick, validation_split=20.0)).snapshot()
    page = report(held, tiny_dataset, WHEN)
    text = page_of(page).text
    known = held.curves.column("validation_accuracy")[-1]
    assert "validation images" in text
    assert f"{100 * known:.2f} %" in text
    assert 'polyline class="validation"' in page
    plain = report(train(quick).snapshot(), tiny_dataset, WHEN)
    assert "validation images" not in page_of(plain).text
    assert 'polyline class="validation"' not in plain


def test_without_test_images_the_page_tells_what_is_read_of_those_held_out(
    train: Train, quick: Hyperparameters, tiny_dataset: Dataset
) -> None:
    data = replace(tiny_dataset, test=Split.empty())
    held = Trainer(replace(quick, validation_split=20.0), data)
    while not held.is_finished:
        held.advance(100)
    page = report(held.snapshot(), data, WHEN)
    text = page_of(page).text
    known = held.snapshot().curves.column("validation_accuracy")[-1]
    assert f"It reads {100 * known:.2f} % of the validation images" in text
    assert re.findall(r'<th scope="col">(.*?)</th>', page)[:2] == ["training images", "validation images"]
    best = held.snapshot().curves.best()
    assert f"best accuracy, epoch {best.epoch:.4g}</th><td></td><td>{100 * best.value:.2f} %</td></tr>" in page
