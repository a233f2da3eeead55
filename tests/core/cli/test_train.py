"""`inkling train`: what it says, what it saves, and how it goes on."""

import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data import own
from core.files import weights
from core.network.engine import FastEngine

Run = Callable[..., Any]

EVENT = {"epoch", "train_cost", "train_accuracy", "test_cost", "test_accuracy", "seconds", "images_per_second"}


def test_json_tells_start_epochs_and_end(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "w.npz"
    said = run("train", "--dataset", folder, "--hidden", 12, 5, "--epochs", 3, "--json", "--save", path)
    assert said.status == 0
    start, *epochs, end = said.events
    assert start["event"] == "start"
    assert start["layers"] == [784, 12, 5, 10]
    assert start["parameters"] == 785 * 12 + 13 * 5 + 6 * 10
    assert (start["dataset"], start["train_images"], start["test_images"]) == ("figures", 300, 100)
    assert start["preset"] == "default"
    assert 0 <= start["test_accuracy"] < 0.5
    assert [event["epoch"] for event in epochs] == [1, 2, 3]
    assert all(event.keys() >= EVENT | {"event", "elapsed", "learning_rate"} for event in epochs)
    assert all(event["elapsed"] >= event["seconds"] > 0 for event in epochs)
    assert end["event"] == "end"
    assert (end["epochs"], end["weights"], end["interrupted"]) == (3, str(path), False)
    assert end["test_accuracy"] == epochs[-1]["test_accuracy"]
    assert said.err == ""


def test_text_is_a_table_of_aligned_lines(run: Run, folder: Path) -> None:
    said = run("train", "--dataset", folder, "--hidden", 12, "--epochs", 11)
    lines = said.out.splitlines()
    head = next(index for index, line in enumerate(lines) if "train cost" in line)
    table = lines[head : head + 12]
    assert len({len(line) for line in table}) == 1
    assert table[-1].split()[0] == "11/11"
    assert "11 epochs" in lines[-1]


def test_hidden_without_a_number_is_a_network_without_a_hidden_layer(run: Run, folder: Path) -> None:
    said = run("train", "--dataset", folder, "--epochs", 1, "--json", "--hidden")
    assert said.events[0]["layers"] == [784, 10]


def test_a_flag_wins_over_the_preset(run: Run, folder: Path) -> None:
    said = run(
        *("train", "--dataset", folder, "--preset", "diary-16-16", "--epochs", 1, "--learning-rate", 0.5),
        *("--optimizer", "momentum:momentum=0.5", "--hidden", 8, "--json"),
    )
    settings = said.events[0]["hyperparameters"]
    assert said.events[0]["preset"] == "diary-16-16"
    assert settings["hidden"] == [8]
    assert settings["optimizer"] == {"name": "momentum", "momentum": 0.5}
    assert settings["cost"] == {"name": "squared-error"}
    assert (settings["learning_rate"], settings["batch_size"]) == (0.5, 0)


def test_batch_size_all_is_every_image_at_once(run: Run, folder: Path) -> None:
    said = run("train", "--dataset", folder, "--batch-size", "all", "--epochs", 1, "--hidden", 4, "--json")
    assert said.events[0]["hyperparameters"]["batch_size"] == 0


@pytest.mark.parametrize(("count", "used"), [(40, 40), ("all", 300)])
def test_few_training_images_can_be_asked_for(
    run: Run, folder: Path, tmp_path: Path, count: int | str, used: int
) -> None:
    few = ("train", "--dataset", folder, "--epochs", 1, "--batch-size", 20, "--train-images", count, "--json")
    said = run(*few, "--save", tmp_path / "few.npz")
    assert said.events[0]["train_images"] == used
    assert weights.load(tmp_path / "few.npz").train_images == used
    further = run("train", "--from", tmp_path / "few.npz", "--dataset", folder, "--epochs", 2, "--json")
    assert further.events[0]["train_images"] == used


def test_ways_are_known_by_their_former_names_and_what_troubles_the_processes_is_told_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FastEngine, "trouble", "No helper came.")
    said = run("train", "--dataset", folder, "--epochs", 3, "--hidden", 4, "--json", "--way", "two threads")
    assert said.status == 0
    assert said.err.count("Note: No helper came.") == 1


def test_what_was_not_measured_is_null(run: Run, untested_folder: Path) -> None:
    said = run("train", "--dataset", untested_folder, "--epochs", 1, "--hidden", 4, "--json")
    assert "NaN" not in said.out
    assert all(event["test_accuracy"] is None and event["test_cost"] is None for event in said.events)


def test_without_test_images_the_table_has_dashes(run: Run, untested_folder: Path) -> None:
    said = run("train", "--dataset", untested_folder, "--epochs", 1, "--hidden", 4)
    assert said.status == 0
    assert "nan" not in said.out
    assert "–" in said.out


def test_the_suffix_is_added_where_it_is_missing(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("train", "--dataset", folder, "--epochs", 1, "--hidden", 4, "--save", tmp_path / "v1.2", "--json")
    assert said.events[-1]["weights"] == str(tmp_path / "v1.2.npz")
    assert weights.load(tmp_path / "v1.2.npz").whole_epochs == 1


def test_going_on_gives_the_weights_of_an_unbroken_run(run: Run, folder: Path, trained: Path, tmp_path: Path) -> None:
    said = run("train", "--dataset", folder, "--from", trained, "--epochs", 4, "--save", tmp_path / "on.npz", "--json")
    assert said.status == 0, said.err
    assert said.events[0]["epoch"] == 2
    assert said.events[0]["from"] == str(trained)
    assert [event["epoch"] for event in said.events[1:-1]] == [3, 4]
    assert said.events[-1]["elapsed"] >= said.events[-1]["seconds"]
    run(
        *("train", "--dataset", folder, "--hidden", 12, "--epochs", 4, "--schedule", "constant"),
        *("--save", tmp_path / "whole.npz"),
    )
    on, whole = weights.load(tmp_path / "on.npz"), weights.load(tmp_path / "whole.npz")
    for one, other in zip(on.network.parameters + on.memory, whole.network.parameters + whole.memory, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_setting_that_changes_on_going_on_leaves_a_mark(
    run: Run, folder: Path, trained: Path, tmp_path: Path
) -> None:
    changes = ("--learning-rate", 0.0005, "--optimizer", "rmsprop", "--epochs", 3)
    said = run("train", "--dataset", folder, "--from", trained, *changes, "--save", tmp_path / "on.npz")
    assert said.status == 0, said.err
    (mark,) = weights.load(tmp_path / "on.npz").marks
    assert mark.epoch == 2
    assert "→ 0.0005" in mark.text


def test_going_on_with_other_data_starts_from_what_it_makes_of_that(
    run: Run, trained: Path, untested_folder: Path
) -> None:
    said = run("train", "--dataset", untested_folder, "--from", trained, "--epochs", 3, "--json")
    assert said.events[0]["test_accuracy"] is None


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        (("--hidden", "4", "--seed", "3"), 2, "A change of hidden layers and seed needs a new network"),
        (("--preset", "default"), 2, "both bring settings"),
        ((), 1, "has all the 2 epochs"),
    ],
)
def test_what_cannot_go_on_is_told(
    run: Run, folder: Path, trained: Path, more: tuple[str, ...], status: int, told: str
) -> None:
    said = run("train", "--dataset", folder, "--from", trained, *more)
    assert said.status == status
    assert told in said.err
    assert said.out == ""


def test_a_network_whose_data_has_no_known_name_asks_for_it(run: Run, trained: Path) -> None:
    own._path().unlink()  # nobody remembers it
    said = run("train", "--from", trained, "--epochs", 3)
    assert said.status == 1
    assert "'figures'" in said.err
    assert "--dataset" in said.err


DIVERGING = (
    *("--learning-rate", "1000", "--optimizer", "gradient-descent", "--schedule", "constant"),
    *("--batch-size", "10", "--epochs", "9"),
)


def test_a_run_that_diverges_saves_the_last_sound_weights(run: Run, folder: Path, tmp_path: Path) -> None:
    path, network = tmp_path / "w.npz", ("--cost", "squared-error", "--output", "linear", "--hidden", "4")
    calm = ("--learning-rate", "0.001", "--optimizer", "gradient-descent", "--epochs", "1")
    assert run("train", "--dataset", folder, *network, *calm, "--save", path).status == 0
    before = weights.load(path)
    said = run("train", "--dataset", folder, "--from", path, *DIVERGING, "--save", tmp_path / "sound.npz")
    assert said.status == 1
    assert "no longer a finite number" in said.err
    assert f"are in {tmp_path / 'sound.npz'}" in said.err
    saved = weights.load(tmp_path / "sound.npz")
    assert saved.step == before.step
    np.testing.assert_array_equal(saved.network.parameters[0], before.network.parameters[0])


def test_a_run_that_diverges_at_once_saves_nothing_and_says_so(run: Run, folder: Path, tmp_path: Path) -> None:
    network = ("--cost", "squared-error", "--output", "linear", "--hidden", "4")
    said = run("train", "--dataset", folder, *network, *DIVERGING, "--save", tmp_path / "w.npz")
    assert said.status == 1
    assert "Nothing was saved" in said.err
    assert not (tmp_path / "w.npz").exists()


def test_an_optimizer_that_overflowed_is_left_out_and_it_is_said(run: Run, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "u.npz"
    network = (
        "--hidden",
        *[64] * 6,
        "--initializer",
        "uniform:limit=10",
        "--output",
        "relu",
        "--cost",
        "squared-error",
    )
    command = ("train", "--dataset", folder, "--learning-rate", 1e-6, "--epochs")
    said = run(*command, 1, *network, "--save", path)
    assert said.status == 0
    assert f"Note: what the optimizer had learned is not in {path}" in said.err
    assert run("evaluate", path, "--dataset", folder).status == 0
    on = run(*command, 2, "--from", path)
    assert on.status == 0
    assert f"Note: the optimizer starts afresh, because what it had learned is not in {path}." in on.err


def test_going_on_with_all_that_was_learned_there_is_nothing_to_note(run: Run, folder: Path, trained: Path) -> None:
    assert "optimizer" not in run("train", "--dataset", folder, "--from", trained, "--epochs", 3).err


def test_the_place_to_save_is_checked_before_training(run: Run, folder: Path, tmp_path: Path) -> None:
    said = run("train", "--dataset", folder, "--save", tmp_path / "missing" / "w.npz")
    assert said.status == 1
    assert "cannot be written" in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--dataset", "mnits"), "'mnits'"),
        (("--dataset", "mnist"), "inkling data fetch mnist"),
        (("--from", "missing.npz"), "missing.npz"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(run: Run, arguments: tuple[str, ...], told: str) -> None:
    said = run("train", *arguments)
    assert said.status == 1
    assert told in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_a_progress_bar(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    said = run("train", "--dataset", folder, "--hidden", 4, "--epochs", 2)
    assert "Training" in terminal.getvalue()
    assert "Training" not in said.out


def test_json_needs_no_progress_bar(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("train", "--dataset", folder, "--hidden", 4, "--epochs", 1, "--json").status == 0
    assert terminal.getvalue() == ""
