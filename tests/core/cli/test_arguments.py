"""Every declaration appears in the help, and what is wrong usage."""

import re
from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest

from core.cli import classify, data, evaluate, export, presets, report, train
from core.cli.arguments import parser
from core.cli.train import settings_of
from core.hyperparameters import Hyperparameters, label_of
from core.knob import knobs_of
from core.parts.activations import LeakyReLU, ReLU, Tanh
from core.presets import preset
from core.registry import choices_of

Run = Callable[..., Any]


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["train"],
        ["evaluate"],
        ["classify"],
        ["data"],
        ["data", "list"],
        ["data", "fetch"],
        ["data", "export"],
        ["presets"],
        ["script"],
        ["export"],
    ],
)
def test_every_command_explains_itself(run: Run, command: list[str]) -> None:
    said = run(*command, "--help")
    assert said.status == 0
    assert said.out.startswith("usage: inkling")


def test_help_names_every_setting_every_part_and_every_setting_of_a_part(run: Run) -> None:
    help_text = run("train", "--help").out
    for name in (*knobs_of(Hyperparameters), "hidden", "hidden_activations", "frozen"):
        assert f"--{name.replace('_', '-')}" in help_text
    for name, (choice, _) in choices_of(Hyperparameters).items():
        assert f"--{name} " in help_text
        for part_class in choice.registry:
            assert f"  {part_class.name} " in help_text
            assert all(f"{key}: " in help_text for key in knobs_of(part_class))


def test_help_calls_settings_by_their_flags_and_tells_how_a_list_is_left_empty(run: Run) -> None:
    help_text = re.sub(r"-\s+", "-", run("train", "--help").out.split("settings:")[1].split("Examples:")[0])
    help_text = re.sub(r"\s+", " ", help_text)
    assert "Without a value: all hidden layers have the one chosen as --activation." in help_text
    assert "Without a value: all learn." in help_text
    assert "Empty:" not in help_text
    assert "Then --target-accuracy, --patience and --keep-best go by these" in help_text
    assert "Of the rest, --train-images says how many are used." in help_text
    named = [label for label in map(label_of, knobs_of(Hyperparameters)) if re.search(rf"[a-z,] {label}\b", help_text)]
    assert named == []
    # A value of each that is off at first, and what turns it off, are told to a newcomer.
    for usual in (
        "10 is usual. 0: none.",
        "0.2 to 0.5 is usual",
        "0.0001 is usual. 0: none.",
        "1 is usual. 0: no limit.",
    ):
        assert usual in help_text


def test_help_names_the_defaults_that_are_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "500")
    help_text = re.sub(r"\s+", " ", run("train", "--help").out.split("settings:")[1].split("Examples:")[0])
    told = dict(re.findall(r"--([a-z0-9-]+)(?:,| (?:N|X|NAME|\[N \.\.\.\]) ).*?default ([^)]+)\)", help_text))
    used = preset("default").hyperparameters
    per_layer = ("hidden_activations", "frozen")  # whose default is none
    names = [field.name for field in fields(Hyperparameters) if field.name not in per_layer]
    asked = {name: told[name.replace("_", "-")] for name in names}
    flags = [
        f"--{name.replace('_', '-')}={text}"
        for name, text in asked.items()
        if name not in ("shuffle", "keep_best", "first_images", "standardize")
    ]
    options = parser().parse_args(["train", *flags])
    assert {name: getattr(options, name) for name in asked} == {
        **{name: getattr(used, name) for name in asked},
        "hidden": [used.hidden],
        "shuffle": None,
        "keep_best": None,
        "first_images": None,
        "standardize": None,
    }
    assert (asked["shuffle"], asked["keep_best"]) == ("on", "off")


@pytest.mark.parametrize("arguments", [["64", "32"], ["64,32"], ["64, 32"], ["64x32"], ["64,", "32"]], ids=str)
def test_layers_are_read_as_in_the_window(arguments: list[str]) -> None:
    options = parser().parse_args(["train", "--hidden", *arguments])
    assert [size for sizes in options.hidden for size in sizes] == [64, 32]


@pytest.mark.parametrize(
    "arguments",
    [["tanh", "leaky-relu:leak=0.2"], ["tanh,leaky-relu:leak=0.2"], ["Tanh", "Leaky ReLU:leak=0.2"]],
    ids=str,
)
def test_activations_of_layers_are_read_as_in_the_window(arguments: list[str]) -> None:
    options = parser().parse_args(["train", "--hidden-activations", *arguments])
    assert [kind for several in options.hidden_activations for kind in several] == [Tanh(), LeakyReLU(leak=0.2)]


def test_what_is_said_of_layers_is_part_of_the_settings() -> None:
    flags = ["--hidden", "9", "8", "--hidden-activations", "tanh", "relu", "--frozen", "2", "1"]
    settings = settings_of(parser().parse_args(["train", *flags]), None)[1]
    assert (settings.hidden_activations, settings.frozen) == ((Tanh(), ReLU()), (1, 2))


@pytest.mark.parametrize("columns", ["1", "40", "80", "200"])
def test_help_fits_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = run("train", "--help").out
    page = text[text.index("--activation\n") :]  # the part above it is laid out by argparse
    assert max(map(len, page.splitlines())) <= max(int(columns), 60)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--batch-size", "some"], "'some' is not a whole number"),
        (["--learning-rate", "fast"], "'fast' is not a number"),
        (["--learning-rate", "nan"], "'nan' is not a number"),
        (["--learning-rate", "1.234,5"], "'1.234,5' is not a number"),
        (["--learning-rate", "1e9"], "Learning rate must be between 1e-06 and 1,000"),
        (["--epochs", "64.0"], "'64.0' is not a whole number"),
        (["--epochs", "1_0"], "'1_0' is not a whole number"),
        (["--hidden", "784-30-10"], "Write the hidden layers alone, such as 30."),
        (["--hidden", "64-32"], "Write the hidden layers alone, such as 64, 32."),
        (["--learning-rate", "5000"], "between 1e-06 and 1,000"),
        (["--hidden", "0"], "between 1 and 100,000"),
        (["--epochs", "0"], "Epochs must be between"),
        (["--optimizer", "magic"], "There is no optimizer called 'magic'"),
        (["--optimizer", "momentum:speed=1"], "no setting called 'speed'"),
        (["--optimizer", "momentum:momentum=2"], "between 0 and 0.999"),
        (["--optimizer", "momentum:momentum"], "not of the form setting=number"),
        (["--schedule", "step:every=1.5"], "'1.5' is not a whole number"),
        (["--cost", "cross-entropy", "--output", "relu"], "has no meaning"),
        (["--hidden-activations", "magic"], "There is no activation called 'magic'"),
        (["--hidden-activations", "tanh:leak=1"], "no setting called 'leak'"),
        (["--hidden-activations", "tanh", "relu"], "2 activations are given for 1 hidden layer"),
        (["--frozen", "first"], "'first' is not a row of layers' numbers"),
        (["--frozen", "3"], "There is no layer 3 to freeze: this network has 2 layers"),
        (["--frozen", "1", "2"], "All layers are frozen"),
        (["--preset", "magic"], "There is no preset called 'magic'"),
        (["--magic"], "unrecognized arguments: --magic"),
    ],
)
def test_wrong_usage_is_told_and_leaves_with_2(run: Run, arguments: list[str], told: str) -> None:
    said = run("train", *arguments)
    assert said.status == 2
    assert told in said.err
    assert said.out == ""


def test_no_command_is_wrong_usage(run: Run) -> None:
    assert run().status == 2
    assert run("data").status == 2


@pytest.mark.parametrize(
    ("line", "run"),
    [
        ("train", train.run),
        ("evaluate w.npz", evaluate.run),
        ("classify w.npz 7.png", classify.run),
        ("report w.npz", report.run),
        ("export w.npz --to c -o w.h", export.run),
        ("data list", data.show),
        ("data fetch mnist", data.fetch),
        ("presets", presets.run),
    ],
)
def test_every_command_is_done_by_the_file_of_its_name(line: str, run: object) -> None:
    assert parser().parse_args(line.split()).run is run


def test_a_setting_that_is_not_given_is_left_to_the_preset() -> None:
    options = vars(parser().parse_args(["train", "--seed", "3", "--no-shuffle"]))
    settings = {name: options[name] for name in Hyperparameters.__dataclass_fields__ if name in options}
    assert {name: value for name, value in settings.items() if value is not None} == {"seed": 3, "shuffle": False}
    assert len(settings) == len(Hyperparameters.__dataclass_fields__), "every setting has its flag"
