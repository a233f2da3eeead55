"""`inkling evaluate`, `classify`, `data` and `presets`."""

import math
import os
import re
import runpy
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from core.data import catalog
from core.data import own as own_data
from core.data.dataset import Dataset, Split
from core.data.ink import pictures
from core.data.ink.strokes import Ink, prepare
from core.disk import data_folder
from core.files import pretrained, weights
from core.insight.answer import mean_answer
from core.network.network import Network
from core.parts.costs import SquaredError
from core.parts.outputs import LinearOutput
from core.presets import PRESETS

Run = Callable[..., Any]


@pytest.fixture
def picture(tmp_path: Path, tiny_dataset: Dataset) -> Path:
    """Return a picture of a figure, dark on light."""
    path = tmp_path / "figure.png"
    Image.fromarray(255 - tiny_dataset.test.images[0]).resize((140, 140)).save(path)
    return path


def test_evaluate_tells_cost_and_accuracy_of_all_and_of_each_digit(run: Run, folder: Path, trained: Path) -> None:
    said = run("evaluate", trained, "--dataset", folder, "--json")
    (found,) = said.events
    assert said.status == 0
    assert (found["dataset"], found["test_images"]) == ("figures", 100)
    assert found["test_accuracy"] == pytest.approx(weights.load(trained).curves.last("test_accuracy"))
    assert found["test_cost"] == pytest.approx(weights.load(trained).curves.last("test_cost"))
    assert np.mean(found["digit_accuracy"]) == pytest.approx(found["test_accuracy"])  # ten images of each


def test_evaluate_has_a_line_for_each_digit(run: Run, folder: Path, trained: Path) -> None:
    lines = run("evaluate", trained, "--dataset", folder).out.splitlines()
    assert [line.split()[0] for line in lines[-10:]] == list("0123456789")


def test_evaluate_needs_test_images(run: Run, untested_folder: Path, trained: Path) -> None:
    said = run("evaluate", trained, "--dataset", untested_folder)
    assert said.status == 1
    assert "no test images" in said.err


@pytest.mark.parametrize("own", ["kmnist", "forgotten"])
def test_evaluate_takes_the_data_a_network_was_trained_on_where_it_has_a_name(
    run: Run, trained: Path, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch, own: str
) -> None:
    loaded = []

    def load(name: str, **_: object) -> Dataset:
        loaded.append(name)
        return tiny_dataset

    own_data._path().unlink()
    content = dict(np.load(trained, allow_pickle=False))
    content["inkling"] = np.array(str(content["inkling"]).replace('"figures"', f'"{own}"'))
    np.savez(trained, **content)
    monkeypatch.setattr(catalog, "load", load)
    assert run("evaluate", trained).status == 0
    assert loaded == ["kmnist" if own == "kmnist" else "builtin"]


def test_evaluate_finds_the_data_of_ones_own_again_that_a_network_was_trained_on(
    run: Run, trained: Path, folder: Path
) -> None:
    said = run("evaluate", trained, "--json")
    assert said.events[0]["dataset"] == "figures"
    folder.rename(folder.with_name("moved"))
    assert run("train", "--from", trained, "--epochs", 3).status == 1
    run("data", "open", folder.with_name("moved"))
    assert run("evaluate", trained, "--json").events[0]["dataset"] == "moved"


# Data sets of one's own


def test_data_open_says_what_it_is_and_what_is_wrong_and_puts_it_right_and_back(
    run: Run, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    inverted = Split(255 - tiny_dataset.train.images, tiny_dataset.train.labels)
    path = tmp_path / "mine.npz"
    np.savez(path, x_train=inverted.images, y_train=inverted.labels)
    said = run("data", "open", path).out.splitlines()
    assert said[0].startswith("mine.npz is a data set in one NPZ file: 300 images in 10 classes")
    assert said[1].startswith("To train on, 300 images were taken (mine.npz: x_train with y_train); there are none")
    assert [line.split(" --repair ")[1] for line in said[2:]] == ["invert", "hold-out"]
    (event,) = run("data", "open", path, "--repair", "invert", "--json").events
    assert event["repairs"] == ["invert"]
    assert [each["repair"] for each in event["findings"]] == ["hold-out"]
    assert run("data", "open", path, "--repair", "all", "--json").events[0]["repairs"] == ["invert", "hold-out"]
    trained_on = run("train", "--dataset", path, "--hidden", 4, "--epochs", 1, "--json")
    assert trained_on.events[0]["train_images"] == 250
    assert "Paper and ink changed places." in trained_on.err
    listed = run("data", "list", "--json").events[-1]
    assert (listed["name"], listed["state"], listed["folder"]) == ("mine.npz", "ready", str(path))
    assert listed["changes"][0] == "Paper and ink changed places."
    assert run("data", "open", path, "--repair", "none", "--json").events[0]["repairs"] == []
    path.unlink()
    assert "no longer there" in run("data", "list").out
    refused = run("data", "open", path)
    assert (refused.status, "no folder or file" in refused.err) == (1, True)


def test_a_data_set_of_other_classes_is_opened_listed_and_trained_on(
    run: Run, folder: Path, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    letters = np.array(list("ABCDEFGHIJK"))
    np.savez(tmp_path / "abc.npz", x=tiny_dataset.train.images, y=letters[np.arange(300) % 11])
    assert run("data", "open", tmp_path / "abc.npz", "--json").events[0]["classes"] == list("ABCDEFGHIJK")
    assert "11 classes" in run("data", "list").out
    saved = tmp_path / "abc-net.npz"
    said = run("train", "--dataset", tmp_path / "abc.npz", "--epochs", "1", "--hidden", "8", "--save", saved)
    assert said.status == 0
    assert weights.load(saved).class_names == tuple("ABCDEFGHIJK")
    refused = run("evaluate", saved, "--dataset", folder)
    assert refused.err.startswith("inkling: The network tells 11 classes apart, and figures has 10.")


def test_classify_says_what_the_network_says_to_the_prepared_picture(run: Run, trained: Path, picture: Path) -> None:
    said = run("classify", trained, picture, "--json")
    expected = mean_answer(weights.load(trained).network, pictures.read(picture))
    (found,) = said.events
    assert found.keys() == {"image", "digit", "guess", "why", "confidence", "outputs"}
    assert (found["image"], found["digit"], found["guess"]) == (str(picture), None, expected.digit)
    assert found["why"].startswith("Not sure: ")
    assert found["outputs"] == pytest.approx(expected.outputs.tolist(), abs=6e-5)
    assert found["confidence"] == max(found["outputs"])


def test_classify_holds_back_what_is_no_digit_and_says_why(run: Run, tmp_path: Path) -> None:
    seven, smiley = tmp_path / "seven.png", tmp_path / "smiley.png"
    ink = [(0.2, 0.2), (0.8, 0.2), (0.4, 0.85)]
    eyes = [[(x, y), (x + 0.02, y + 0.05)] for x, y in ((0.4, 0.38), (0.58, 0.38))]
    round_face = [(0.5 + 0.35 * math.cos(angle), 0.5 + 0.35 * math.sin(angle)) for angle in np.linspace(0, 6.3, 40)]
    mouth = [(0.5 + 0.2 * math.cos(angle), 0.55 + 0.14 * math.sin(angle)) for angle in np.linspace(0.3, 2.8, 20)]
    for path, strokes in ((seven, [ink]), (smiley, [round_face, *eyes, mouth])):
        Image.fromarray(255 - prepare(Ink(tuple(np.array(stroke) for stroke in strokes)))).resize((140, 140)).save(path)
    read, held_back = run("classify", pretrained.PATH, seven, smiley, "--json").events
    assert (read["digit"], "why" in read) == (7, False)
    assert held_back["digit"] is None
    assert held_back["guess"] in range(10)
    assert held_back["why"].startswith("Not sure: ")
    line, other = run("classify", pretrained.PATH, seven, smiley).out.splitlines()
    assert line.endswith("%")
    assert other.endswith(f"  ?  {held_back['why']}")


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4, 1e20])
def test_the_ten_outputs_are_plain_numbers_with_four_decimals(
    run: Run, trained: Path, picture: Path, tmp_path: Path, scale: float
) -> None:
    snapshot = weights.load(trained)
    settings = replace(snapshot.hyperparameters, output=LinearOutput(), cost=SquaredError())
    arrays = snapshot.network.parameters
    last = (*arrays[:-2], arrays[-2] * np.float32(scale), arrays[-1])
    network = Network.assemble(last[::2], last[1::2], settings.activation, settings.output)
    weights.save(tmp_path / "scaled.npz", replace(snapshot, hyperparameters=settings, network=network, memory=()))
    said = run("classify", tmp_path / "scaled.npz", picture, "--json").out
    numbers = re.search(r'"confidence": (\S+), "outputs": \[(.*)\]', said)
    assert numbers is not None
    written = [numbers[1], *numbers[2].split(", ")]
    assert len(written) == 11
    assert all(re.fullmatch(r"-?\d+\.\d{4}", number) for number in written)
    expected = mean_answer(network, pictures.read(picture)).outputs
    assert [float(number) for number in written[1:]] == pytest.approx(expected.tolist(), abs=6e-5, rel=1e-6)


def test_a_picture_that_cannot_be_read_does_not_stop_the_others(run: Run, trained: Path, picture: Path) -> None:
    said = run("classify", trained, "missing.png", picture, trained, picture, "--json")
    assert said.status == 1
    assert [found["image"] for found in said.events] == [str(picture)] * 2
    assert "missing.png" in said.err
    assert trained.name in said.err


def test_classify_in_words_is_a_line_a_picture(run: Run, trained: Path, picture: Path) -> None:
    said = run("classify", trained, picture, picture)
    assert said.status == 0
    assert all(line.startswith(f"{picture}  ?  Not sure: ") for line in said.out.splitlines())
    assert len(said.out.splitlines()) == 2


@pytest.mark.parametrize("command", ["classify", "evaluate"])
def test_a_weight_file_that_is_none_is_told(run: Run, picture: Path, command: str) -> None:
    said = run(command, picture, *([picture] if command == "classify" else []))
    assert said.status == 1
    assert "figure.png is not an Inkling network" in said.err


def test_data_list_tells_the_state_of_each(run: Run) -> None:
    found = {entry["name"]: entry for entry in run("data", "list", "--json").events}
    assert set(found) == set(catalog.names())
    assert (found["builtin"]["state"], found["mnist"]["state"]) == ("ready", "not downloaded")
    assert found["mnist"]["download_bytes"] > 0
    lines = run("data", "list").out.splitlines()
    assert [line.split()[0] for line in lines] == list(catalog.names())
    assert "inkling data fetch mnist" in lines[1]


def test_data_fetch_brings_a_data_set(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def fetch(name: str, *, progress: Callable[[int, int], None]) -> None:
        asked.append(name)
        progress(5, 10)
        progress(10, 10)

    monkeypatch.setattr(catalog, "fetch", fetch)
    said = run("data", "fetch", "mnist", "--json")
    assert (said.status, asked) == (0, ["mnist"])
    assert said.events[0]["name"] == "mnist"


def test_commands_sweep_what_killed_programs_left_unfinished(run: Run, folder: Path, trained: Path) -> None:
    left = data_folder() / "runs" / ".inkling-ab12cd34.part"
    left.parent.mkdir(parents=True)
    left.touch()
    os.utime(left, times=(0, 0))
    assert run("evaluate", trained, "--dataset", folder).status == 0
    assert not left.exists()


@pytest.mark.parametrize(("name", "told"), [("builtin", "needs no download"), ("mnits", "mnits")])
def test_data_fetch_refuses_what_cannot_be_downloaded(run: Run, name: str, told: str) -> None:
    said = run("data", "fetch", name)
    assert said.status == 1
    assert told in said.err


def test_presets_are_a_line_each(run: Run) -> None:
    names = [preset.name for preset in PRESETS]
    assert [line.split()[0] for line in run("presets").out.splitlines()] == names
    told = run("presets", "--json").events
    assert [preset["name"] for preset in told] == names
    assert told[0]["hyperparameters"] == PRESETS[0].hyperparameters.to_dict()


def test_the_commands_can_be_given_to_python_as_well(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["core", "presets"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("core.__main__", run_name="__main__")
    assert left.value.code == 0
    assert len(capsys.readouterr().out.splitlines()) == len(PRESETS)
