"""The flags of the commands that train: ``train``, ``script``, ``sweep``. Those of settings come from declarations."""

import argparse
import re
import textwrap
from dataclasses import fields
from pathlib import Path
from typing import Any

from core.cli import parts, script, sweep, train
from core.cli.flags import EXIT_STATUS, add_command, add_dataset, add_log, width
from core.hyperparameters import Hyperparameters, label_of
from core.knob import knobs_of
from core.network.engine import WAYS, way_called
from core.presets import PRESETS, preset
from core.registry import choices_of
from core.sweep.goal import KINDS
from core.sweep.typed import written

_TRAIN_EXAMPLES = """\
Examples:

  inkling train --epochs 5 --save digits.npz
  inkling train --preset diary-128 --hidden 64 32 --activation tanh
  inkling train --from digits.npz --epochs 10 --learning-rate 0.0005 --save digits.npz
"""

_SCRIPT_EXAMPLES = """\
Example:

  inkling script --preset diary-128 > train.py
  inkling data export builtin digits
  python train.py digits
"""

_SCRIPT_FLAGS = (
    "It takes every flag of inkling train, so that its name can be put in the place of that one. The settings of "
    "--from count, not its network: a script begins with new weights. --dataset is the example in its head; --save, "
    "--log and --way say nothing to it."
)

_SWEEP_EXAMPLES = """\
Examples:

  inkling sweep --hidden 32 128 --learning-rate 0.0003..0.03:log:5 --seeds 3 --epochs 5 --save rates.npz
  inkling sweep --optimizer adam momentum:momentum=0.95 --batch-size 16 64 256 --seeds 3
  inkling sweep --hidden 64 64,32 --learning-rate 0.0001..0.1:log:9 --random 30 --halving --epochs 9
  inkling sweep --resume --save rates.npz
"""

_SWEEP_FLAGS = (
    "A setting takes several values with spaces between them, or a range with a count: 0..0.5:6, and 0.001..0.1:log:5 "
    "where values go by factors. A comma joins the layers of one network: --hidden 64 64,32 tries two networks. What "
    "the settings do, and how parts are written, is told by inkling train --help."
)


def add_train(commands: Any) -> None:
    """Add ``train``."""
    status = f"{EXIT_STATUS}, after saving what --save asked for."
    epilog = f"{_TRAIN_EXAMPLES}\n{parts.page(width())}\n\n{textwrap.fill(status, width())}"
    made = add_command(commands, "train", train.run, "Train a network in the terminal.", epilog)
    _add_training(made)


def add_script(commands: Any) -> None:
    """Add ``script``."""
    help = "Write the lines of numpy that settings stand for: a program that trains without Inkling."
    epilog = f"{_SCRIPT_EXAMPLES}\n{textwrap.fill(_SCRIPT_FLAGS, width())}"
    _add_training(add_command(commands, "script", script.run, help, epilog))


def _add_training(made: argparse.ArgumentParser) -> None:
    """Add the flags of a training: those of ``train``, which ``script`` takes as well."""
    add_dataset(made, "mnist where it is found, else builtin")
    names = ", ".join(preset.name for preset in PRESETS)
    made.add_argument("--preset", metavar="NAME", help=f"settings to start from: {names}")
    made.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="WEIGHTS",
        help="go on with the network, the settings and the optimizer's memory of this file; flags act from there on. "
        "--epochs counts those done before, too. What would need a new network is refused",
    )
    made.add_argument(
        "--save",
        metavar="FILE",
        help="where the network goes (.npz, added where it is missing). Ctrl+C, kill or closing the terminal stops "
        "after the batch and saves as well; when training fails, the last sound weights are saved",
    )
    made.add_argument(
        "--way",
        type=way_called,
        choices=WAYS,
        default=WAYS[0],
        metavar="WAY",
        help="how training uses the processor: measured (whichever is faster at the moment), 'one process', "
        "'several processes', or plain (the readable engine). The first three give the same weights to the last bit "
        f"(default {WAYS[0]})",
    )
    add_log(made)
    _add_settings(made)


def _add_settings(made: argparse.ArgumentParser) -> None:
    """Add a flag for each hyperparameter; a flag that is not given leaves the preset's value."""
    group = made.add_argument_group(
        "settings",
        "Flags win over the preset or the file. Defaults: the default preset's.",
    )
    defaults = preset("default").hyperparameters
    group.add_argument(
        "--hidden",
        type=parts.layers,
        nargs="*",
        metavar="N",
        help="How many neurons each hidden layer has, such as 128 or 64 32. Without a number: no hidden layer. "
        f"(default {' '.join(map(str, defaults.hidden))})",
    )
    for name, read, metavar, otherwise in (
        ("hidden_activations", parts.layer_activations, "NAME", "that of --activation for all"),
        ("frozen", parts.layer_numbers, "N", "none"),
    ):
        group.add_argument(
            f"--{name.replace('_', '-')}",
            type=read,
            nargs="*",
            metavar=metavar,
            help=f"{_by_flags(_help_of(name)).replace('Empty:', 'Without a value:')} (default {otherwise})",
        )
    for name, (choice, _) in choices_of(Hyperparameters).items():
        text = f"{choice.help} ({', '.join(choice.registry.names())}; default {parts.written(getattr(defaults, name))})"
        group.add_argument(
            f"--{name}", type=parts.part_reader(choice.registry), metavar="NAME", help=text.replace("%", "%%")
        )
    for name, (knob, declared) in knobs_of(Hyperparameters).items():
        flag, default = f"--{name.replace('_', '-')}", getattr(defaults, name)
        kind: type = type(declared.default)
        if kind is bool:
            text = f"{_by_flags(knob.help)} (default {'on' if default else 'off'})".replace("%", "%%")
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=text)
            continue
        reader, allowed = parts.reader_of(kind), parts.range_of(knob)
        if name in ("batch_size", "train_images"):
            reader, allowed = parts.number_of_images, f"{allowed}, or the word all"
        text = f"{_by_flags(knob.help)} ({allowed}; default {default:g})".replace("%", "%%")
        group.add_argument(flag, type=reader, metavar="N" if kind is int else "X", help=text)


def _by_flags(help: str) -> str:
    """Return a setting's help with other settings called by their flags, where it names them as the form does."""
    for field in sorted(fields(Hyperparameters), key=lambda field: -len(label_of(field.name))):
        # Within a sentence a capital letter tells that a word is the name of a setting.
        help = re.sub(rf"(?<=[a-z,] ){re.escape(label_of(field.name))}\b", f"--{field.name.replace('_', '-')}", help)
    return help


def _help_of(name: str) -> str:
    return str(next(declared.metadata["help"] for declared in fields(Hyperparameters) if declared.name == name))


def add_sweep(commands: Any) -> None:
    """Add ``sweep``."""
    status = f"{EXIT_STATUS}, after saving what was done."
    epilog = f"{_SWEEP_EXAMPLES}\n{textwrap.fill(_SWEEP_FLAGS, width())}\n\n{textwrap.fill(status, width())}"
    help = "Train many runs at once, and say which settings are best, and by how much beyond chance."
    made = add_command(commands, "sweep", sweep.run, help, epilog)
    add_dataset(made, "MNIST where it is here, else the built-in digits")
    made.add_argument("--preset", metavar="NAME", help="the settings to begin with; see inkling presets")
    made.add_argument("--save", metavar="FILE", help="one file of all runs (.npz, added where missing)")
    made.add_argument("--resume", action="store_true", help="go on with the sweep of --save that was not at its end")
    add_log(made)
    runs = made.add_argument_group("which runs")
    whole, number = parts.whole_number, parts.number
    for flag, reader, default, metavar, text in (
        ("--seeds", whole, 1, "N", "with how many seeds each setting is tried, from --seed on (default 1)"),
        ("--random", whole, 0, "N", "draw so many settings at random, in place of every combination"),
        ("--target", number, 0.0, "PERCENT", "the accuracy to reach, with --best-by seconds"),
        ("--most-runs", whole, 0, "N", "begin no more runs than that"),
        ("--most-epochs", whole, 0, "N", "begin no further run beyond so many epochs of all together"),
        ("--most-minutes", number, 0.0, "X", "begin no further run after so many minutes"),
    ):
        runs.add_argument(flag, type=reader, default=default, metavar=metavar, help=text)
    runs.add_argument(
        "--halving",
        type=whole,
        nargs="?",
        const=3,
        default=0,
        metavar="RATE",
        help="successive halving: try all for a short time, and one of RATE for RATE times as long (default RATE 3)",
    )
    runs.add_argument(
        "--best-by",
        choices=KINDS,
        default=KINDS[0],
        help="what counts: the best accuracy, the lowest cost, or the fewest seconds to --target (default accuracy)",
    )
    where = made.add_argument_group("where they run")
    where.add_argument(
        "--workers", type=whole, metavar="N", help="processes of this machine (default: one a processor)"
    )
    where.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="the scheduler of a Dask cluster, such as tcp://10.0.0.1:8786 (default: the environment variable "
        "DASK_SCHEDULER_ADDRESS; without either, this machine)",
    )
    _add_varied(made)


def _add_varied(made: argparse.ArgumentParser) -> None:
    """Add the flags of ``inkling train`` that set something, each with several values."""
    group = made.add_argument_group("settings, with one value or several")
    defaults = Hyperparameters()
    for declared in fields(Hyperparameters):
        flag, name = f"--{declared.name.replace('_', '-')}", declared.name
        if name == "seed":
            group.add_argument(flag, type=parts.whole_number, metavar="N", help="the first of --seeds (default 1)")
            continue
        nargs = "*" if name in ("hidden", "hidden_activations", "frozen") else "+"
        default = written(name, getattr(defaults, name))
        text = f"{label_of(name)} (default {default})".replace("%", "%%")
        group.add_argument(flag, nargs=nargs, metavar="VALUE", help=text)
