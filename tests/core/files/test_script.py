"""Scripts of numpy train what Inkling trains: every two parts met in one of them, and the numbers compared."""

import ast
import gzip
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.arrays import Arrays
from core.data import export
from core.data.augment import Unchanged
from core.data.dataset import Dataset, Split
from core.data.writer.synthetic import make_images
from core.files.script import BLOCKS, script
from core.hyperparameters import Hyperparameters
from core.parts.activations import GELU, LeakyReLU, Sigmoid, Tanh
from core.parts.adaptive import Adam, AdamW
from core.parts.costs import costs
from core.parts.initializers import Xavier
from core.parts.optimizers import GradientDescent
from core.parts.outputs import outputs
from core.parts.schedules import Constant, Cosine, Plateau
from core.presets import PRESETS, preset
from core.training.measuring import LARGE_SAMPLE
from core.training.trainer import Trainer
from core.training.training import train
from tests.pairs_of_settings import CHOICES, ROWS, settings_for

Check = Callable[[Hyperparameters, str], None]


@pytest.fixture(scope="module")
def digits() -> Dataset:
    """Return 2,000 built-in images to train on and 300 to test with."""
    images, labels = make_images(2300, np.random.default_rng(1))
    return Dataset("digits", "Digits", Split(images[:2000], labels[:2000]), Split(images[2000:], labels[2000:]))


@pytest.fixture(scope="module")
def folder(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("scripts") / "digits"
    export.to_folder(digits, made)
    return made


def trained(settings: Hyperparameters, dataset: Dataset) -> tuple[Arrays, list[tuple[float, float]]]:
    """Return the plain engine's weights, and its two costs at the beginning and after each epoch."""
    trainer = Trainer(settings, dataset, way="plain")
    while not trainer.is_finished:
        trainer.advance(1000)
    snapshot = trainer.snapshot()
    trainer.close()
    curves = snapshot.curves
    whole = curves.column("whole") == 1
    return snapshot.network.parameters, list(
        zip(curves.column("train_cost")[whole].tolist(), curves.column("test_cost")[whole].tolist(), strict=True)
    )


def run_here(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Arrays:
    """Run a script in this process, and return its weights."""
    monkeypatch.setattr(sys, "argv", ["train.py", str(folder)])
    names: dict[str, Any] = {}
    with np.errstate():  # what the script sets ends with it
        exec(compile(text, "train.py", "exec"), names)
    layers = range(1, 1 + sum(bool(re.fullmatch(r"w\d+", name)) for name in names))
    found = tuple(names[f"{kind}{layer}"] for layer in layers for kind in "wb")
    assert {id(moved) for moved in names["parameters"]} <= {id(array) for array in found}
    return found


def costs_in(printed: str) -> list[tuple[float, float]]:
    found = re.findall(r"^epoch +\d+   train cost (\S+) .* test cost (\S+) ", printed, re.MULTILINE)
    return [(float(first), float(second)) for first, second in found]


def assert_same(settings: Hyperparameters, dataset: Dataset, weights: Arrays, printed: str) -> None:
    expected, told = trained(settings, dataset)
    assert len(told) == settings.epochs + 1
    assert len(weights) == len(expected)
    for found, plain in zip(weights, expected, strict=True):
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, plain, rtol=0, atol=1e-5)
    np.testing.assert_allclose(costs_in(printed), told, rtol=0, atol=1e-6)


@pytest.fixture
def check(digits: Dataset, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Return what runs a script here, and fails unless it trains what the plain engine trains with the settings."""

    def check(settings: Hyperparameters, text: str) -> None:
        weights = run_here(text, folder, monkeypatch)
        assert_same(settings, digits, weights, capsys.readouterr().out)

    return check


def test_every_two_parts_meet() -> None:
    assert 36 <= len(ROWS) <= 80
    met = {(a, repr(row[a]), b, repr(row[b])) for row in ROWS for a, b in combinations(CHOICES, 2)}
    for a, b in combinations(CHOICES, 2):
        assert {(a, repr(x), b, repr(y)) for x, y in product(CHOICES[a], CHOICES[b])} <= met


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{ROWS.index(row)}-{row['optimizer'].name}")
def test_a_script_trains_what_the_plain_engine_trains(row: dict[str, Any], check: Check) -> None:
    settings = settings_for(row)
    check(settings, script(settings).text)


@pytest.mark.parametrize(
    "changes",
    [
        {"epochs": 2, "schedule": Cosine()},
        {"batch_size": 0, "optimizer": GradientDescent(), "schedule": Constant(), "epochs": 3, "learning_rate": 1},
        {"hidden": (8,) * 20, "activation": Tanh(), "initializer": Xavier()},
        {"train_images": 5000, "batch_size": 300},
        {"train_images": 500, "first_images": True},
        {"optimizer": AdamW(), "weight_decay": 0.5, "seed": 0},
        {"optimizer": AdamW(), "l1": 0.01, "seed": 0},
        {"optimizer": GradientDescent(), "learning_rate": 50.0, "clip_norm": 0.01},
        {"first_biases": 0.3},
        {"validation_split": 12.5},
        {"validation_split": 20.0, "train_images": 300},
        {"hidden": (9, 8, 7), "hidden_activations": (Tanh(), LeakyReLU(leak=0.3), Sigmoid())},
        {"hidden": (9, 8), "frozen": (1,), "optimizer": AdamW(), "weight_decay": 0.5},
        {"hidden": (9, 8), "frozen": (2,), "optimizer": Adam(), "weight_decay": 0.1},
        {"hidden": (9, 8), "frozen": (2, 3), "hidden_activations": (Tanh(), GELU()), "keep_best": True},
        {"frozen": (1,), "optimizer": GradientDescent(), "learning_rate": 0.1},
        {"standardize": True, "train_images": 300},
        {"schedule": Plateau(patience=1), "optimizer": GradientDescent(), "learning_rate": 2.0, "epochs": 6},
    ],
    ids=[
        "epochs in other orders",
        "all images at once",
        "twenty layers",
        "more than there are",
        "the first ones",
        "decay of its own",
        "L1 of its own",
        "clipped",
        "biases",
        "some held out",
        "some of those not held out",
        "an activation for each layer",
        "first layer frozen",
        "one in the middle frozen",
        "all but the first frozen",
        "nothing hidden learns",
        "standardized",
        "plateau",
    ],
)
def test_what_pairs_do_not_show(changes: dict[str, Any], check: Check) -> None:
    settings = Hyperparameters(**{"hidden": (16,), "batch_size": 80, "epochs": 1} | changes)
    check(settings, script(settings).text)


def test_of_many_training_images_those_are_measured_that_inkling_measures(
    tmp_path: Path, generator: np.random.Generator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    noise = [
        Split(generator.integers(0, 256, (count, 28, 28), np.uint8), generator.integers(0, 10, count, np.uint8))
        for count in (LARGE_SAMPLE + 500, 50)
    ]
    dataset = Dataset("noise", "Noise", *noise)
    export.to_folder(dataset, tmp_path)
    settings = Hyperparameters(hidden=(4,), batch_size=500, epochs=1)
    weights = run_here(script(settings).text, tmp_path, monkeypatch)
    assert_same(settings, dataset, weights, capsys.readouterr().out)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        ("m *= 0.9 ", "m *= 0.901 "),
        ("min(now / epochs, 1)", "min((now + 0.01) / epochs, 1)"),
        ("return [dw1, db1, dw2, db2]", "return [dw1, db1, dw2, 0 * db2]"),
    ],
    ids=["optimizer", "schedule", "backward"],
)
def test_another_arithmetic_is_found(line: str, other: str, check: Check) -> None:
    settings = Hyperparameters(hidden=(16,), batch_size=80, epochs=1)
    text = script(settings).text
    assert text.count(line) == 1
    with pytest.raises(AssertionError, match="Not equal to tolerance"):
        check(settings, text.replace(line, other))


# As a program


@pytest.mark.parametrize("name", ["diary-128", "default"])
def test_a_script_needs_nothing_but_numpy_and_runs_by_itself(name: str, digits: Dataset, tmp_path: Path) -> None:
    settings = replace(preset(name).hyperparameters, augmentation=Unchanged(), epochs=2, batch_size=80)
    folder, path = tmp_path / "digits", tmp_path / "train.py"
    compressed(export.to_folder(digits, folder))
    path.write_text(script(settings).text, encoding="utf-8")
    kept = f"import numpy, runpy; numpy.savez('w.npz', *runpy.run_path({str(path)!r})['parameters'])"
    run = subprocess.run(
        [sys.executable, "-c", kept, str(folder)], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    with np.load(tmp_path / "w.npz") as file:
        assert_same(settings, digits, tuple(file.values()), run.stdout)


def compressed(paths: tuple[Path, ...]) -> None:
    """Put files compressed in the place of plain ones."""
    for path in paths[:2]:
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()


@pytest.mark.parametrize("settings", [settings_for(row) for row in ROWS] + [p.hyperparameters for p in PRESETS])
def test_a_script_imports_numpy_and_what_comes_with_python(settings: Hyperparameters) -> None:
    text = script(settings).text
    assert text.isascii()  # so no terminal's or shell's encoding can spoil it on its way into a file
    made = ast.walk(ast.parse(text))
    imported = {name.name for node in made if isinstance(node, ast.Import) for name in node.names}
    assert imported == {"gzip", "math", "sys", "numpy"}


def test_a_script_without_a_folder_says_what_it_needs(
    tmp_path: Path, digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = script(Hyperparameters()).text
    monkeypatch.setattr(sys, "argv", ["train.py"])
    with pytest.raises(SystemExit, match="Usage: python train.py FOLDER"):
        exec(text, {})
    with pytest.raises(SystemExit, match="has no file train-images-idx3-ubyte"):
        run_here(text, tmp_path, monkeypatch)
    export.to_folder(replace(digits, test=Split.empty()), tmp_path)
    with pytest.raises(SystemExit, match="has no file t10k-images-idx3-ubyte"):
        run_here(text, tmp_path, monkeypatch)


def test_a_script_whose_cost_is_no_number_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = replace(preset("diary-relu-constant").hyperparameters, learning_rate=1000.0, batch_size=50)
    with pytest.raises(SystemExit, match="no longer a finite number"):
        run_here(script(settings).text, folder, monkeypatch)


# What it says of itself


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda preset: preset.name)
def test_the_head_says_what_is_left_out(chosen: Any) -> None:
    head = ast.get_docstring(ast.parse(script(chosen.hyperparameters).text)) or ""
    for what in ("images of your own", "changed in the middle of a run", "switched off"):
        assert what in head
    augmentation = chosen.hyperparameters.augmentation
    assert ("augmentation" in head) == (not isinstance(augmentation, Unchanged))
    assert isinstance(augmentation, Unchanged) or augmentation.label in head


def test_the_head_names_the_data() -> None:
    assert "inkling data export mnist FOLDER" in script(Hyperparameters(), "mnist").text


@pytest.mark.parametrize("chosen", PRESETS, ids=lambda preset: preset.name)
def test_the_five_blocks_stand_one_below_the_other(chosen: Any) -> None:
    made = script(chosen.hyperparameters)
    lines = made.text.splitlines()
    assert lines == [line.text for line in made.lines]
    assert [line.text for line in made.lines if len(line.text) > 120] == []
    last = 0
    for block in BLOCKS:
        places = made.places(block)
        assert places.start > last
        assert lines[places.start - 1] == f"# {block.capitalize()}"
        assert {line.block for line in made.lines[places.start - 1 : places.stop - 1]} == {block}
        last = places.stop - 1
    further = max(len(chosen.hyperparameters.hidden) - 1, 0)  # hidden layers, of which each has lines of its own
    assert sum(1 for line in made.lines if line.block and line.text) <= 62 + 4 * further


SETTINGS = [f.name for f in fields(Hyperparameters) if f.name not in ("augmentation", "minutes", "first_images")]
OTHERS: dict[str, Any] = {
    "hidden": (20,),
    "activation": Tanh(),
    "output": outputs.create("sigmoid"),
    "cost": costs.create("squared-error"),
    "initializer": Xavier(),
    "first_biases": 0.5,
    "seed": 2,
    "train_images": 100,
    "validation_split": 10.0,
    "optimizer": GradientDescent(),
    "learning_rate": 0.5,
    "schedule": Constant(),
    "batch_size": 7,
    "epochs": 3,
    "hidden_activations": (Tanh(),),
    "frozen": (1,),
    "weight_decay": 0.1,
    "dropout": 0.5,
    "l1": 0.1,
    "clip_norm": 0.5,
    "shuffle": False,
    "target_accuracy": 98.0,
    "patience": 2,
    "keep_best": True,
    "standardize": True,
}


def test_a_script_ends_where_the_settings_end_a_run_and_goes_back_to_the_best(
    digits: Dataset, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Hyperparameters(hidden=(8,), batch_size=200, epochs=12, learning_rate=0.05, schedule=Constant())
    # By the test images it would end earlier.
    judged = {"patience": 1, "keep_best": True, "validation_split": 20.0, "learning_rate": 0.2}
    left_out = {"patience": 1, "keep_best": True, "dropout": 0.3, "learning_rate": 0.5}
    for rules in ({"patience": 1, "keep_best": True}, {"target_accuracy": 40.0}, judged, left_out):
        ending = replace(settings, **rules)  # type: ignore[arg-type]  # each is of its knob's kind
        run = train(ending, digits, way="plain")
        assert run.epoch < 12, "the rule ends it"
        assert run.outcome is not None
        weights = run_here(script(ending).text, folder, monkeypatch)
        assert len(costs_in(capsys.readouterr().out)) == run.epoch + 1
        for found, plain in zip(weights, run.outcome.network.parameters, strict=True):
            np.testing.assert_allclose(found, plain, rtol=0, atol=1e-5)
    assert "here: 2.5" in script(replace(settings, minutes=2.5)).text


@pytest.mark.parametrize("name", SETTINGS)
def test_a_line_that_a_setting_changes_is_marked_as_its_own(name: str) -> None:
    before = Hyperparameters()
    after = replace(before, **{name: OTHERS[name]})
    lines = {(line.text, line.setting) for line in script(after).lines if line.block}
    new = lines - {(line.text, line.setting) for line in script(before).lines if line.block}
    assert name in {setting for _, setting in new}
    shapes = {"hidden": {"initializer"}, "seed": {"shuffle"}, "output": {"cost"}}  # whose lines ask for it
    assert {setting for _, setting in new} <= {name, *shapes.get(name, set())}
