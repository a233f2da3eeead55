"""What can be written on the command line; flags and their help come from the declarations of the knobs."""

import argparse
import re
import shutil
import textwrap
from dataclasses import fields
from pathlib import Path
from typing import Any

from core.cli import classify, data, evaluate, export, importing, lessons, parts, presets, report, script, sweep, train
from core.data import catalog
from core.data.repairs import REPAIRS
from core.files.exchange.exporting import FORMATS
from core.files.exchange.importing import OPENED
from core.hyperparameters import Hyperparameters, label_of
from core.knob import knobs_of
from core.lessons.block import IMAGES
from core.network.engine import WAYS, way_called
from core.parts.activations import activations
from core.parts.outputs import outputs
from core.presets import PRESETS, preset
from core.registry import choices_of
from core.sweep.goal import KINDS
from core.sweep.typed import written

_EXIT_STATUS = (
    "Exit status: 0 done; 1 a failure, told on stderr; 2 wrong usage; 130 stopped, with Ctrl+C or kill, or as the "
    "terminal was closed"
)

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

_IMPORT_EXAMPLES = """\
Examples:

  inkling import net.safetensors
  inkling import net.safetensors --activation relu --output softmax -o net.npz
"""

_LESSONS = "Lessons: files that lead through training, ask before they answer, and whose claims are verified by runs."


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help that reads well in wide terminals and keeps to narrow ones."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_width())


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the options it gives have a ``run`` that does the work."""
    top = argparse.ArgumentParser(
        prog="inkling",
        description="A small neural network that learns to read handwriting, without a window.",
        epilog=textwrap.fill(f"{_EXIT_STATUS}.", _width()),
        formatter_class=_Help,
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    _add_train(commands)
    _add_script(commands)
    _add_sweep(commands)
    _add_evaluate(commands)
    _add_classify(commands)
    _add_report(commands)
    _add_export(commands)
    _add_import(commands)
    _add_data(commands)
    _add_presets(commands)
    _add_lessons(commands)
    return top


def _command(commands: Any, name: str, run: Any, help: str, epilog: str = "") -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help, epilog=epilog, formatter_class=_Help
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="one JSON object a line on stdout, and nothing else there")
    return made


def _add_train(commands: Any) -> None:
    status = f"{_EXIT_STATUS}, after saving what --save asked for."
    epilog = f"{_TRAIN_EXAMPLES}\n{parts.page(_width())}\n\n{textwrap.fill(status, _width())}"
    made = _command(commands, "train", train.run, "Train a network in the terminal.", epilog)
    _add_training(made)


def _add_script(commands: Any) -> None:
    help = "Write the lines of numpy that settings stand for: a program that trains without Inkling."
    epilog = f"{_SCRIPT_EXAMPLES}\n{textwrap.fill(_SCRIPT_FLAGS, _width())}"
    _add_training(_command(commands, "script", script.run, help, epilog))


def _add_training(made: argparse.ArgumentParser) -> None:
    """Add the flags of a training: those of ``train``, which ``script`` takes as well."""
    _add_dataset(made, "mnist where it is found, else builtin")
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
    _add_log(made)
    _add_settings(made)


def _add_log(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--log",
        type=parts.log,
        action="append",
        default=[],
        metavar="KIND:PATH",
        help="write what is measured after each epoch for other programs as well: tensorboard:FOLDER (event files; "
        "needs the extra tensorboard), csv:FILE or json:FILE (an object a line); may be given several times",
    )


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


def _add_sweep(commands: Any) -> None:
    status = f"{_EXIT_STATUS}, after saving what was done."
    epilog = f"{_SWEEP_EXAMPLES}\n{textwrap.fill(_SWEEP_FLAGS, _width())}\n\n{textwrap.fill(status, _width())}"
    help = "Train many runs at once, and say which settings are best, and by how much beyond chance."
    made = _command(commands, "sweep", sweep.run, help, epilog)
    _add_dataset(made, "MNIST where it is here, else the built-in digits")
    made.add_argument("--preset", metavar="NAME", help="the settings to begin with; see inkling presets")
    made.add_argument("--save", metavar="FILE", help="one file of all runs (.npz, added where missing)")
    made.add_argument("--resume", action="store_true", help="go on with the sweep of --save that was not at its end")
    _add_log(made)
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


def _add_evaluate(commands: Any) -> None:
    made = _command(commands, "evaluate", evaluate.run, "Tell how well a saved network reads the test images.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    _add_dataset(made, "the one it was trained on where that has a name, else as for train")


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


def _add_report(commands: Any) -> None:
    made = _command(commands, "report", report.run, "Write a saved run as one HTML page to keep.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    _add_dataset(made, "the one it was trained on where that has a name, else as for train")
    made.add_argument("--save", type=Path, metavar="FILE", help="the page to write (default: beside WEIGHTS, as .html)")


def _add_export(commands: Any) -> None:
    made = _command(commands, "export", export.run, "Write a saved network as a file for another program.")
    made.add_argument("weights", type=Path, metavar="FILE", help="a weight file")
    kinds = "; ".join(f"{form.name} ({form.label}, {form.suffix})" for form in FORMATS)
    made.add_argument(
        "--to", required=True, choices=[form.name for form in FORMATS], metavar="FORMAT", help=f"one of: {kinds}"
    )
    made.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="PATH",
        help="the file to write, in place of one that is there (not given: beside FILE, where nothing is replaced)",
    )


def _add_import(commands: Any) -> None:
    help = "Take in a network from another program's file, and try how it reads."
    made = _command(commands, "import", importing.run, help, _IMPORT_EXAMPLES)
    made.add_argument("file", type=Path, metavar="FILE", help=f"{OPENED}; fully connected, from 784 pixels")
    for name, registry in (("activation", activations), ("output", outputs)):
        text = f"what the file does not say: one of {', '.join(registry.names())} (not given: each is tried)"
        made.add_argument(f"--{name}", type=parts.part_reader(registry), metavar="NAME", help=text)
    made.add_argument("-o", dest="save", metavar="PATH", help="the weight file to write (.npz, added where missing)")
    _add_dataset(made, "as for train")


def _add_data(commands: Any) -> None:
    made = commands.add_parser("data", help="List data sets, open, download or write one.", description="Data sets.")
    verbs = made.add_subparsers(metavar="VERB", required=True)
    _command(verbs, "list", data.show, "List the data sets and their state.")
    opened = _command(verbs, "open", data.open_path, "Open a data set of one's own, say what it is, and put it right.")
    opened.add_argument(
        "path",
        metavar="PATH",
        help="a file (IDX, CSV, NPZ), a folder, ZIP or TAR archive of them, or of pictures in a folder for each class",
    )
    opened.add_argument(
        "--repair",
        nargs="+",
        choices=(*REPAIRS, "all", "none"),
        metavar="NAME",
        help="what to put right beside what was before, kept for the next time: all that is offered (all), nothing any "
        "more (none), or of "
        f"{', '.join(REPAIRS)}",
    )
    opened.add_argument(
        "--fit",
        type=lambda text: text.replace("-", " "),
        choices=("ink", "as it is"),
        metavar="HOW",
        help="how images of other sizes become 28 × 28: as ink (ink: 20 pixels long, centred), or whole (as-it-is)",
    )
    fetch = _command(verbs, "fetch", data.fetch, "Download a data set, and verify what came.")
    names = ", ".join(name for name in catalog.names() if name != catalog.BUILT_IN)
    fetch.add_argument("name", metavar="NAME", help=f"one of: {names}")
    export = _command(verbs, "export", data.export, "Write a data set as the four IDX files that other programs read.")
    export.add_argument("name", metavar="NAME", help=f"one of: {', '.join(catalog.names())}")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="where they go; it is made if there is none")


def _add_presets(commands: Any) -> None:
    _command(commands, "presets", presets.run, "List the presets, a line each.")


def _add_lessons(commands: Any) -> None:
    made = commands.add_parser(
        "lessons", help="List lessons, check a file, or verify their claims.", description=_LESSONS
    )
    verbs = made.add_subparsers(metavar="VERB", required=True)
    listed = _command(verbs, "list", lessons.run, "List the lessons.")
    listed.add_argument("--language", default="en", metavar="CODE", help="such as en or de (default en)")
    checked = _command(verbs, "check", lessons.run, "Say all that is wrong with the files of lessons.")
    checked.add_argument("names", nargs="+", metavar="FILE", help="a lesson's file")
    verified = _command(verbs, "verify", lessons.run, "Train every run, and say whether each claim holds.")
    verified.add_argument(
        "names", nargs="*", metavar="LESSON", help="ids or files; not given: all that come with Inkling"
    )
    verified.add_argument(
        "--images", choices=IMAGES, help="on these images only; not given: on both, where they are here"
    )
    verified.add_argument(
        "--seeds", type=parts.whole_number, default=1, metavar="N", help="with the seeds 1 to N (default 1)"
    )
    verified.add_argument(
        "--presets", action="store_true", help="verify what presets claim, by their names, in place of lessons"
    )
    verified.add_argument("--verbose", action="store_true", help="tell the claims that hold as well")
    for action, verb in (("list", listed), ("check", checked), ("verify", verified)):
        verb.set_defaults(action=action)
    _add_sheets(verbs)


def _add_sheets(verbs: Any) -> None:
    """Add what a class prints, hands in and looks at."""
    sheet = _command(verbs, "worksheet", lessons.run, "Write a lesson as a page to print, with room to write.")
    sheet.add_argument("name", metavar="LESSON", help="an id, or a lesson's file")
    sheet.add_argument("--key", action="store_true", help="with the answers, and what is said to each")
    answers = _command(
        verbs, "report", lessons.run, "Write your answers as a page to hand in; or read one, and train its runs again."
    )
    answers.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a page that was handed in, to be read")
    answers.add_argument(
        "--check",
        action="store_true",
        help="train the runs of FILE again, and say whether their figures come out again (exit status 1 where not)",
    )
    answers.add_argument("--name", default="", metavar="NAME", help="what is to stand on the page as your name")
    answers.add_argument("--language", default="en", metavar="CODE", help="such as en or de (default en)")
    table = _command(verbs, "collect", lessons.run, "Write the pages that a class handed in as one table (CSV).")
    table.add_argument("folder", type=Path, metavar="FOLDER", help="where the pages are")
    guesses = _command(verbs, "predictions", lessons.run, "Say how many gave each answer to a question, no names.")
    guesses.add_argument("folder", type=Path, metavar="FOLDER", help="where the pages are")
    guesses.add_argument("lesson", metavar="LESSON", help="an id, or a lesson's file")
    guesses.add_argument("ask", metavar="QUESTION", help="the question's id in the lesson's file")
    made = _command(verbs, "new", lessons.run, "Write a lesson from a saved run: a teacher edits its words.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    made.add_argument("--title", default="", metavar="TITLE", help="of the lesson (default: the run's name)")
    for verb in (sheet, answers, table, made):
        verb.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file to write")
    named = {"worksheet": sheet, "report": answers, "collect": table, "predictions": guesses, "new": made}
    for action, verb in named.items():
        verb.set_defaults(action=action)


def _add_dataset(made: argparse.ArgumentParser, otherwise: str) -> None:
    made.add_argument(
        "--dataset",
        metavar="NAME|PATH",
        help=f"one of {', '.join(catalog.names())}, or a file, folder or archive of images with labels "
        f"(see inkling data open); not given: {otherwise}",
    )


def _width() -> int:
    """Return how many letters a line of help may have."""
    return max(40, min(shutil.get_terminal_size().columns - 2, 110))
