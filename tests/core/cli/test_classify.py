"""Many pictures are read side by side and told in their order, and several digits as a number."""

import json
from collections.abc import Callable
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image, ImageDraw

from core.cli import main
from core.data.ink import many, pictures
from core.data.ink.part import Part
from core.data.ink.strokes import Ink, prepare
from core.files import pretrained
from core.insight.reasons import JOINED

RING = np.array([[0.3 + 0.16 * np.sin(angle), 0.5 - 0.32 * np.cos(angle)] for angle in np.linspace(0, 6.4, 30)])
Classify = Callable[..., list[dict[str, object]]]


@pytest.fixture
def classify(capsys: pytest.CaptureFixture[str]) -> Classify:
    """Return a function that classifies pictures with the network that comes along, and returns what was said."""

    def run(*paths: Path, status: int = 0) -> list[dict[str, object]]:
        assert main(["classify", str(pretrained.PATH), *map(str, paths), "--json"]) == status
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def a_one(path: Path, size: tuple[int, int] = (60, 80)) -> Path:
    picture = Image.new("L", size, 255)
    picture.paste(0, (28, 15, 33, 65))
    picture.save(path)
    return path


def test_many_are_told_in_their_order_and_bad_ones_stop_none(classify: Classify, tmp_path: Path) -> None:
    paths = [a_one(tmp_path / f"{number}.png") for number in range(40)]
    paths[17].write_bytes(b"no picture")
    told = classify(*paths, status=1)
    assert [each["image"] for each in told] == [str(path) for path in paths if path != paths[17]]
    assert {each["digit"] for each in told} == {1}


def test_one_that_needs_all_the_memory_gets_it(
    classify: Classify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [a_one(tmp_path / name, (400, 400)) for name in ("a.png", "b.png")]
    monkeypatch.setattr("core.data.ink.picture_file.MOST_PIXELS", 10**9)
    monkeypatch.setattr("core.workers.MOST", 10**6)
    assert len(classify(*paths)) == 2


def test_processes_tell_what_threads_would_in_the_same_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [a_one(tmp_path / f"{number}.png", (60, 80 + number)) for number in range(20)]
    paths[3].write_bytes(b"no picture")
    paths[9] = tmp_path / "none.png"
    # One for which a process has too little memory ends the processes, and is read all the same.
    a_one(paths[14], (400, 400))
    command = ["classify", str(pretrained.PATH), *map(str, paths), "--json"]
    assert main(command) == 1
    by_threads = capsys.readouterr()
    started = spawned(monkeypatch)
    for name, value in {"MANY": 2, "_PROCESSES": 2, "_MEMORY": 100_000}.items():
        monkeypatch.setattr(many, name, value)
    assert main(command) == 1
    assert capsys.readouterr() == by_threads
    assert len(started) == 2
    assert not any(each.is_alive() for each in started)
    told = [json.loads(line)["image"] for line in by_threads.out.splitlines()]
    assert told == [str(path) for path in paths if path not in (paths[3], paths[9])]
    assert by_threads.err.count("\n") == 2


def spawned(monkeypatch: pytest.MonkeyPatch) -> list[SpawnProcess]:
    """Return a list of the processes that are started from now on."""
    started: list[SpawnProcess] = []
    start = SpawnProcess.start

    def begin(process: SpawnProcess) -> None:
        start(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", begin)
    return started


def test_several_digits_come_with_their_boxes_in_the_pictures_pixels(
    classify: Classify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = pictures.read(a_one(tmp_path / "one.png"))
    pair = prepare(Ink(tuple(RING + [right, 0] for right in (0, 0.28))))
    parts = Part((0.1, 0.2, 0.05, 0.5), one), Part((0.5, 0.2, 0.2, 0.5), pair)
    monkeypatch.setattr(pictures, "parts", lambda shades, name: parts)
    path = tmp_path / "lying.jpg"
    lying = Image.new("L", (400, 200), 255)  # upright it is 200 wide and 400 high
    exif = lying.getexif()
    exif[ExifTags.Base.Orientation] = 6
    lying.save(path, exif=exif)
    (told,) = classify(path)
    assert told["digit"] is None
    first, second = np.array(told["digits"]).tolist()
    assert (first["digit"], first["box"]) == (1, [20, 80, 10, 200])
    assert (second["digit"], second["why"]) == (None, JOINED)
    assert second["guess"] in range(10)
    assert main(["classify", str(pretrained.PATH), str(path)]) == 0


def test_in_words_they_are_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = pictures.read(a_one(tmp_path / "one.png"))
    parts = tuple(Part((0.1 * place, 0.2, 0.05, 0.5), one) for place in range(3))
    monkeypatch.setattr(pictures, "parts", lambda shades, name: parts)
    assert main(["classify", str(pretrained.PATH), str(tmp_path / "one.png")]) == 0
    assert "  111  each read on its own: 1 " in capsys.readouterr().out


def test_two_digits_that_touch_are_held_back_with_the_reason(classify: Classify, tmp_path: Path) -> None:
    picture = Image.new("L", (360, 240), 255)
    pen = ImageDraw.Draw(picture)
    for left in (90, 164):  # two zeros, one line wide one over the other
        pen.ellipse((left, 60, left + 80, 180), outline=0, width=8)
    picture.save(tmp_path / "pair.png")
    (told,) = classify(tmp_path / "pair.png")
    assert (told["digit"], told["why"]) == (None, JOINED)
    assert told["guess"] in range(10)
