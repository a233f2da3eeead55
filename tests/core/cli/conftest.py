"""What the tests of the commands share: a data set as files, a network as a file, and a way to run a command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core import cli
from core.data import idx
from core.data.dataset import Dataset

Run = Callable[..., "Said"]


class Said:
    """What a command left behind: its exit status, and what it wrote."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def write_idx(folder: Path, dataset: Dataset, *, with_test: bool = True) -> Path:
    folder.mkdir(parents=True)
    splits = {"train": dataset.train, "t10k": dataset.test} if with_test else {"train": dataset.train}
    for name, split in splits.items():
        idx.write(folder / f"{name}-images-idx3-ubyte", split.images)
        idx.write(folder / f"{name}-labels-idx1-ubyte", split.labels)
    return folder


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs a command in this process; wrong usage is a status as well."""

    def call(*arguments: object) -> Said:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        written = capsys.readouterr()
        return Said(status, written.out, written.err)

    return call


@pytest.fixture
def folder(tmp_path: Path, tiny_dataset: Dataset) -> Path:
    """Return a folder with the tiny data set."""
    return write_idx(tmp_path / "figures", tiny_dataset)


@pytest.fixture
def untested_folder(tmp_path: Path, tiny_dataset: Dataset) -> Path:
    """Return a folder with training images only."""
    return write_idx(tmp_path / "untested", tiny_dataset, with_test=False)


@pytest.fixture
def trained(run: Run, folder: Path, tmp_path: Path) -> Path:
    """Return a weight file after two epochs on the tiny data set."""
    path = tmp_path / "trained.npz"
    said = run("train", "--dataset", folder, "--hidden", 12, "--epochs", 2, "--schedule", "constant", "--save", path)
    assert said.status == 0, said.err
    return path
