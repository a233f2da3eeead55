"""What can be written on the command line."""

import argparse
import textwrap
from pathlib import Path
from typing import Any

from core.cli import classify, data, evaluate, export, importing, lessons, parts, presets, report
from core.cli.flags import EXIT_STATUS, Help, add_command, add_dataset, width
from core.cli.training_flags import add_script, add_sweep, add_train
from core.data import catalog
from core.data.repairs import REPAIRS
from core.files.exchange.exporting import FORMATS
from core.files.exchange.importing import OPENED
from core.lessons.block import IMAGES
from core.parts.activations import activations
from core.parts.outputs import outputs

_IMPORT_EXAMPLES = """\
Examples:

  inkling import net.safetensors
  inkling import net.safetensors --activation relu --output softmax -o net.npz
"""

_LESSONS = "Lessons: files that lead through training, ask before they answer, and whose claims are verified by runs."


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; the options it gives have a ``run`` that does the work."""
    top = argparse.ArgumentParser(
        prog="inkling",
        description="A small neural network that learns to read handwriting, without a window.",
        epilog=textwrap.fill(f"{EXIT_STATUS}.", width()),
        formatter_class=Help,
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    add_train(commands)
    add_script(commands)
    add_sweep(commands)
    _add_evaluate(commands)
    _add_classify(commands)
    _add_report(commands)
    _add_export(commands)
    _add_import(commands)
    _add_data(commands)
    _add_presets(commands)
    _add_lessons(commands)
    return top


def _add_evaluate(commands: Any) -> None:
    made = add_command(commands, "evaluate", evaluate.run, "Tell how well a saved network reads the test images.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    add_dataset(made, "the one it was trained on where that has a name, else as for train")


def _add_classify(commands: Any) -> None:
    made = add_command(commands, "classify", classify.run, "Read images of one digit each.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    made.add_argument(
        "images",
        type=Path,
        nargs="+",
        metavar="IMAGE",
        help="PNG, JPEG, …: dark on light or light on dark; prepared as the pad prepares a drawing",
    )


def _add_report(commands: Any) -> None:
    made = add_command(commands, "report", report.run, "Write a saved run as one HTML page to keep.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    add_dataset(made, "the one it was trained on where that has a name, else as for train")
    made.add_argument("--save", type=Path, metavar="FILE", help="the page to write (default: beside WEIGHTS, as .html)")


def _add_export(commands: Any) -> None:
    made = add_command(commands, "export", export.run, "Write a saved network as a file for another program.")
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
    made = add_command(commands, "import", importing.run, help, _IMPORT_EXAMPLES)
    made.add_argument("file", type=Path, metavar="FILE", help=f"{OPENED}; fully connected, from 784 pixels")
    for name, registry in (("activation", activations), ("output", outputs)):
        text = f"what the file does not say: one of {', '.join(registry.names())} (not given: each is tried)"
        made.add_argument(f"--{name}", type=parts.part_reader(registry), metavar="NAME", help=text)
    made.add_argument("-o", dest="save", metavar="PATH", help="the weight file to write (.npz, added where missing)")
    add_dataset(made, "as for train")


def _add_data(commands: Any) -> None:
    made = commands.add_parser("data", help="List data sets, open, download or write one.", description="Data sets.")
    verbs = made.add_subparsers(metavar="VERB", required=True)
    add_command(verbs, "list", data.show, "List the data sets and their state.")
    opened = add_command(
        verbs, "open", data.open_path, "Open a data set of one's own, say what it is, and put it right."
    )
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
    fetch = add_command(verbs, "fetch", data.fetch, "Download a data set, and verify what came.")
    names = ", ".join(name for name in catalog.names() if name != catalog.BUILT_IN)
    fetch.add_argument("name", metavar="NAME", help=f"one of: {names}")
    export = add_command(
        verbs, "export", data.export, "Write a data set as the four IDX files that other programs read."
    )
    export.add_argument("name", metavar="NAME", help=f"one of: {', '.join(catalog.names())}")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="where they go; it is made if there is none")


def _add_presets(commands: Any) -> None:
    add_command(commands, "presets", presets.run, "List the presets, a line each.")


def _add_lessons(commands: Any) -> None:
    made = commands.add_parser(
        "lessons", help="List lessons, check a file, or verify their claims.", description=_LESSONS
    )
    verbs = made.add_subparsers(metavar="VERB", required=True)
    listed = add_command(verbs, "list", lessons.run, "List the lessons.")
    listed.add_argument("--language", default="en", metavar="CODE", help="such as en or de (default en)")
    checked = add_command(verbs, "check", lessons.run, "Say all that is wrong with the files of lessons.")
    checked.add_argument("names", nargs="+", metavar="FILE", help="a lesson's file")
    verified = add_command(verbs, "verify", lessons.run, "Train every run, and say whether each claim holds.")
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
    sheet = add_command(verbs, "worksheet", lessons.run, "Write a lesson as a page to print, with room to write.")
    sheet.add_argument("name", metavar="LESSON", help="an id, or a lesson's file")
    sheet.add_argument("--key", action="store_true", help="with the answers, and what is said to each")
    answers = add_command(
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
    table = add_command(verbs, "collect", lessons.run, "Write the pages that a class handed in as one table (CSV).")
    table.add_argument("folder", type=Path, metavar="FOLDER", help="where the pages are")
    guesses = add_command(verbs, "predictions", lessons.run, "Say how many gave each answer to a question, no names.")
    guesses.add_argument("folder", type=Path, metavar="FOLDER", help="where the pages are")
    guesses.add_argument("lesson", metavar="LESSON", help="an id, or a lesson's file")
    guesses.add_argument("ask", metavar="QUESTION", help="the question's id in the lesson's file")
    made = add_command(verbs, "new", lessons.run, "Write a lesson from a saved run: a teacher edits its words.")
    made.add_argument("weights", type=Path, metavar="WEIGHTS", help="a weight file")
    made.add_argument("--title", default="", metavar="TITLE", help="of the lesson (default: the run's name)")
    for verb in (sheet, answers, table, made):
        verb.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file to write")
    named = {"worksheet": sheet, "report": answers, "collect": table, "predictions": guesses, "new": made}
    for action, verb in named.items():
        verb.set_defaults(action=action)
