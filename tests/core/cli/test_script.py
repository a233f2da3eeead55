"""`inkling script` and `inkling data export`: from settings to a program that trains, and the images for it."""

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from core.cli.arguments import parser
from core.data import catalog, dataset
from core.data.dataset import Dataset
from core.files import weights
from core.files.script import BLOCKS, script
from core.hyperparameters import Hyperparameters
from core.parts.activations import Tanh
from core.parts.schedules import Step
from core.presets import PRESETS, preset

Run = Callable[..., Any]


def test_without_flags_it_is_the_default_preset(run: Run) -> None:
    said = run("script")
    assert (said.status, said.err) == (0, "")
    assert said.out == script(preset("default").hyperparameters).text


@pytest.mark.parametrize("name", [preset.name for preset in PRESETS])
def test_a_preset_is_written(run: Run, name: str) -> None:
    assert run("script", "--preset", name).out == script(preset(name).hyperparameters).text


def test_flags_win_over_the_preset(run: Run) -> None:
    flags = ("--hidden", 20, 10, "--activation", "tanh", "--schedule", "step:every=3", "--no-shuffle", "--epochs", 4)
    settings = replace(
        preset("diary-relu-falling").hyperparameters,
        hidden=(20, 10),
        activation=Tanh(),
        schedule=Step(every=3),
        shuffle=False,
        epochs=4,
    )
    assert run("script", "--preset", "diary-relu-falling", *flags).out == script(settings).text


def test_it_takes_every_flag_of_train() -> None:
    names = {field.name for field in fields(Hyperparameters)} | {"dataset", "preset", "start", "save", "way"}
    train, written = (vars(parser().parse_args([command])) for command in ("train", "script"))
    assert names < set(written)
    assert set(train) == set(written)


def test_the_settings_of_a_file_count_and_a_new_network_is_no_hindrance(run: Run, trained: Path) -> None:
    settings = replace(weights.load(trained).hyperparameters, activation=Tanh())
    said = run("script", "--from", trained, "--activation", "tanh")
    assert said.status == 0
    assert said.out == script(settings).text
    assert "begins with new weights" in said.err


def test_the_data_set_is_the_example_where_it_has_a_name(run: Run, folder: Path) -> None:
    assert "inkling data export mnist FOLDER" in run("script", "--dataset", "mnist").out
    assert "inkling data export builtin FOLDER" in run("script", "--dataset", folder).out


def test_a_program_is_told_where_the_blocks_are(run: Run) -> None:
    (told,) = run("script", "--json").events
    lines = told["script"].splitlines()
    assert list(told["blocks"]) == list(BLOCKS)
    for block, (first, last) in told["blocks"].items():
        assert lines[first - 1].lower() == f"# {block}"
        assert lines[last - 1].strip()


@pytest.mark.parametrize(
    ("flags", "status"),
    [(["--preset", "none"], 2), (["--cost", "cross-entropy", "--output", "linear"], 2), (["--from", "no.npz"], 1)],
)
def test_what_cannot_be_trained_is_not_written(run: Run, flags: list[str], status: int) -> None:
    said = run("script", *flags)
    assert (said.status, said.out) == (status, "")
    assert said.err


def test_a_data_set_is_exported_by_name_or_from_a_folder(
    run: Run, folder: Path, tmp_path: Path, tiny_dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("data", "export", folder, tmp_path / "copy")
    assert said.status == 0
    assert said.out.startswith("figures: 300 images to train on and 100 to test with are in ")
    assert dataset.from_folder(tmp_path / "copy").fingerprint == tiny_dataset.fingerprint
    monkeypatch.setattr(catalog, "load", lambda name, **_: tiny_dataset if name == "builtin" else None)
    (event,) = run("data", "export", "builtin", tmp_path / "named", "--json").events
    assert event["event"] == "exported"
    assert [Path(path).parent for path in event["files"]] == [tmp_path / "named"] * 4


def test_an_export_replaces_nothing(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "load", lambda *_, **__: pytest.fail("a data set was made for nothing"))
    said = run("data", "export", "builtin", folder)
    assert said.status == 1
    assert "holds a data set already" in said.err


@pytest.mark.parametrize(("name", "told"), [("mnits", "mnits"), ("mnist", "inkling data fetch mnist")])
def test_a_data_set_that_is_not_here_is_told(run: Run, tmp_path: Path, name: str, told: str) -> None:
    said = run("data", "export", name, tmp_path / "new")
    assert said.status == 1
    assert told in said.err
    assert not (tmp_path / "new").exists()


def test_the_lines_have_as_many_outputs_as_the_data_set_has_classes(run: Run) -> None:
    assert "np.eye(26, " in run("script", "--dataset", "emnist-letters").out
    assert "np.eye(10, " in run("script", "--dataset", "mnist").out
