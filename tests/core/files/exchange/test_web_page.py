"""The web page: its script prepares ink and reads as the window does, and it asks for nothing from elsewhere."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Bytes
from core.data.ink.strokes import Ink, prepare
from core.files.exchange.exporting import export, format_called
from core.insight.answer import mean_answer
from core.training.snapshot import Snapshot

_PROGRAM = """
const drawings = JSON.parse(require("fs").readFileSync(0, "utf8"));
const told = drawings.map((strokes) => {
  const image = prepare(strokes);
  const outputs = outputsOf(image, LAYERS);
  const mean = meanOutputsOf(image, LAYERS);
  return { image: [...image], outputs: [...outputs], mean: [...mean], answer: answerOf(mean) };
});
console.log(JSON.stringify({ names: NAMES, told }));
"""


@pytest.fixture(scope="module")
def drawings() -> list[Any]:
    """Return 200 drawings as a hand makes them: strokes of some points, dots, a scribble, and nothing at all."""
    chance = np.random.default_rng(8)

    def stroke(points: int) -> Any:
        return (chance.random(2) + np.cumsum(chance.normal(0, 0.05, (points, 2)), axis=0)).tolist()

    made = [[stroke(int(chance.integers(1, 30))) for _ in range(int(chance.integers(1, 4)))] for _ in range(196)]
    return [*made, [], [[[0.5, 0.5]]], [[[0.0, 0.0], [1e-4, 1e-4]]], [chance.random((1000, 2)).tolist()]]


@pytest.fixture(scope="module")
def prepared(drawings: list[Any]) -> Bytes:
    """Return the images that the window makes of them."""
    return np.array([prepare(Ink(tuple(np.array(stroke) for stroke in strokes))) for strokes in drawings])


def page_of(snapshot: Snapshot, folder: Path) -> str:
    export(folder / "page.html", snapshot, format_called("html"))
    return (folder / "page.html").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node to run the script with")
def test_it_reads_drawings_as_the_window_does(
    snapshot: Snapshot, drawings: list[Any], prepared: Bytes, tmp_path: Path
) -> None:
    page = page_of(snapshot, tmp_path)
    (tmp_path / "reading.js").write_text(page.split('<script id="reading">')[1].split("</script>")[0] + _PROGRAM)
    run = ["node", tmp_path / "reading.js"]
    said = json.loads(
        subprocess.run(run, input=json.dumps(drawings), capture_output=True, text=True, check=True).stdout
    )

    assert tuple(said["names"]) == snapshot.class_names
    np.testing.assert_array_equal([one["image"] for one in said["told"]], prepared.reshape(-1, 784))
    outputs = snapshot.network.outputs(prepared)
    np.testing.assert_allclose([one["outputs"] for one in said["told"]], outputs, atol=1e-5, rtol=1e-5)
    means = [mean_answer(snapshot.network, image) for image in prepared]
    np.testing.assert_allclose([one["mean"] for one in said["told"]], [mean.outputs for mean in means], atol=1e-5)
    assert [one["answer"] for one in said["told"]] == [mean.digit for mean in means]


def test_what_it_shows_is_what_the_pad_shows_and_it_says_so(snapshot: Snapshot, tmp_path: Path) -> None:
    page = page_of(snapshot, tmp_path)
    assert "= isEmpty ? null : meanOutputsOf(image, LAYERS);" in page
    assert "The mean of five looks: as drawn, and moved by a pixel to each side." in page


def test_it_is_whole_in_itself(make_snapshot: Callable[..., Snapshot], tmp_path: Path) -> None:
    names = ("</script><script>alert(1)</script>", "<b>", *"23456789")
    page = page_of(make_snapshot(3, class_names=names), tmp_path)
    assert page.count("</script>") == 2  # its own two
    assert "<b>" not in page
    assert "@" not in re.sub(r"@media|data:", "", page.split("<script")[0])  # no placeholder is left
    assert not re.search(r"https?:|src=|href=|fetch\(|import\b|XMLHttpRequest", page)
    assert "default-src 'none'" in page
