"""``inkling report``: the page of a weight file, and of a file of runs, which are compared."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.files import runs, weights
from core.training.run import Run as KnownRun

Run = Callable[..., Any]


def run_of(path: Path, name: str, *, is_bare: bool = False) -> KnownRun:
    known = weights.load_run(path).renamed(name)
    return known.curves_only() if is_bare else known


def test_a_weight_file_becomes_a_page_beside_it(run: Run, folder: Path, trained: Path) -> None:
    (said,) = run("report", trained, "--dataset", folder, "--json").events
    page = trained.with_suffix(".html")
    assert said["report"] == str(page)
    assert f"<h1>{trained.stem}</h1>" in page.read_text(encoding="utf-8")


def test_of_a_file_of_runs_the_last_is_reported_on_and_all_are_compared(
    run: Run, folder: Path, trained: Path, tmp_path: Path
) -> None:
    kept = (run_of(trained, "First"), run_of(trained, "Second"), run_of(trained, "Third", is_bare=True))
    runs.save(tmp_path / "all.runs.npz", kept)
    said = run("report", tmp_path / "all.runs.npz", "--dataset", folder, "--save", tmp_path / "page.html")
    assert said.status == 0
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<h1>Second</h1>" in page, "of the third only the curves are there"
    assert "The runs compared" in page
    assert all(f"</svg> {name}</th>" in page for name in ("First", "Second", "Third"))


def test_runs_without_weights_are_told(run: Run, folder: Path, trained: Path, tmp_path: Path) -> None:
    runs.save(tmp_path / "all.runs.npz", (run_of(trained, "First", is_bare=True),))
    said = run("report", tmp_path / "all.runs.npz", "--dataset", folder)
    assert said.status == 1
    assert "holds only curves" in said.err
