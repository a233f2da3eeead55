"""The lab report is one sound page with the run's own figures in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from core.data.dataset import Dataset, Split
from core.errors import FileError
from core.files.report import _ticks, report, save_report
from core.hyperparameters import Hyperparameters
from core.insight.confusion import read
from core.training.history import NO_CURVES
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
