"""What can be written on the command line; flags and their help come from the declarations of the knobs."""

import argparse
import textwrap
from pathlib import Path
from typing import Any

from core.cli import classify, data, evaluate, presets, train
from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from core.knob import kind_of, knobs_of
from core.registry import Part, Registry, choices_of

_PARTS = """\
Some choices have settings of their own. They are written behind the name:

  --optimizer momentum:momentum=0.95      --schedule step:every=5,drop=0.5
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the options it gives have a ``run`` that does the work."""
    top = argparse.ArgumentParser(prog="inkling", description="A neural network that learns to read handwriting.")
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_train(commands)
    _add_evaluate(commands)
    _add_classify(commands)
    _add_data(commands)
    _add_presets(commands)
    return top


def _command(commands: Any, name: str, run: Any, help: str, epilog: str = "") -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="one JSON object a line on stdout, and nothing else there")
    return made


def _add_train(commands: Any) -> None:
    made = _command(commands, "train", train.run, "Train a network in the terminal.", f"{_PARTS}\n{_parts_there_are()}")
    _add_dataset(made)
    made.add_argument("--preset", metavar="NAME", help="settings to start from (see: inkling presets)")
    _add_settings(made)
    made.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="WEIGHTS",
        help="go on with this file's network, settings and optimizer; --epochs then counts those done before",
    )
    made.add_argument(
        "--save", type=Path, metavar="FILE", help="where the trained network goes (.npz); written on Ctrl+C as well"
    )


def _add_settings(made: argparse.ArgumentParser) -> None:
    """Add a flag for each hyperparameter; a flag that is not given leaves the preset's value."""
    group = made.add_argument_group("settings (a flag wins over the preset)")
    group.add_argument(
        "--hidden", type=int, nargs="*", metavar="N", help="neurons of each hidden layer; no number: no hidden layer"
    )
    for name, (declared, _) in choices_of(Hyperparameters).items():
        group.add_argument(
            f"--{name}",
            type=_part_reader(declared.registry),
            metavar="NAME",
            help=f"{declared.help} One of: {', '.join(declared.registry.names())}",
        )
    for name, (knob, declaration) in knobs_of(Hyperparameters).items():
        flag, kind = f"--{name.replace('_', '-')}", kind_of(declaration)
        if kind is bool:
            group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=knob.help)
        else:
            reader = _batch_size if name == "batch_size" else kind
            group.add_argument(flag, type=reader, metavar="N" if kind is int else "X", help=knob.help)


def _add_evaluate(commands: Any) -> None:
    made = _command(commands, "evaluate", evaluate.run, "Cost and accuracy of a network on the test images.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    _add_dataset(made)


def _add_classify(commands: Any) -> None:
    made = _command(commands, "classify", classify.run, "Read images of one digit each.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    made.add_argument(
        "images",
        type=Path,
        nargs="+",
        metavar="IMAGE",
        help="PNG, JPEG, …: dark on light or light on dark; prepared as the pad prepares a drawing",
    )


def _add_data(commands: Any) -> None:
    made = commands.add_parser("data", help="Data sets: list them, fetch one.", description="Data sets.")
    verbs = made.add_subparsers(metavar="VERB", required=True)
    _command(verbs, "list", data.show, "List the data sets and their state.")
    fetch = _command(verbs, "fetch", data.fetch, "Download a data set, verified.")
    fetch.add_argument("name", metavar="NAME", help="mnist, fashion-mnist, kmnist")


def _add_presets(commands: Any) -> None:
    _command(commands, "presets", presets.run, "List the presets, a line each.")


def _add_dataset(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--dataset",
        metavar="NAME|DIR",
        help="mnist, builtin, another name that `inkling data list` knows, or a folder of IDX files "
        "(mnist where it is found, else builtin)",
    )


def _batch_size(text: str) -> int:
    return 0 if text == "all" else int(text)


def _part_reader(registry: Registry[Any]) -> Any:
    """Return what reads ``name`` or ``name:knob=value,knob=value``."""

    def read(text: str) -> Part:
        name, _, rest = text.partition(":")
        try:
            part_class = registry.get(name)
            kinds = {key: kind_of(field) for key, (_, field) in knobs_of(part_class).items()}
            knobs = {}
            for pair in rest.split(",") if rest else ():
                key, _, value = pair.partition("=")
                knobs[key] = kinds.get(key, float)(value)
            part: Part = registry.create(name, **knobs)
        except InklingError as error:
            raise argparse.ArgumentTypeError(str(error)) from error
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{rest!r} is not of the form knob=number,knob=number") from error
        return part

    return read


def _parts_there_are() -> str:
    """Return a page that explains every part and its settings, for ``--help``."""
    lines = []
    for name, (declared, _) in choices_of(Hyperparameters).items():
        lines.append(f"--{name}")
        for part_class in declared.registry:
            knobs = [
                f"{key} ({knob.low:g} to {knob.high:g}, {field.default:g})"
                for key, (knob, field) in knobs_of(part_class).items()
            ]
            text = part_class.help + (f" Settings: {', '.join(knobs)}." if knobs else "")
            lines += textwrap.wrap(text, 100, initial_indent=f"  {part_class.name:18}", subsequent_indent=" " * 20)
    return "\n".join(lines)
