"""What commands share: how a command is added, its help, and flags that several of them have."""

import argparse
import shutil
from typing import Any

from core.cli import parts
from core.data import catalog

EXIT_STATUS = (
    "Exit status: 0 done; 1 a failure, told on stderr; 2 wrong usage; 130 stopped, with Ctrl+C or kill, or as the "
    "terminal was closed"
)


class Help(argparse.RawDescriptionHelpFormatter):
    """Help that reads well in wide terminals and keeps to narrow ones."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=width())


def add_command(commands: Any, name: str, run: Any, help: str, epilog: str = "") -> argparse.ArgumentParser:
    """Add a command, which ``run`` carries out, and return its parser."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=help, description=help, epilog=epilog, formatter_class=Help
    )
    made.set_defaults(run=run)
    made.add_argument("--json", action="store_true", help="one JSON object a line on stdout, and nothing else there")
    return made


def add_log(made: argparse.ArgumentParser) -> None:
    """Add the flag that has what is measured written for other programs."""
    made.add_argument(
        "--log",
        type=parts.log,
        action="append",
        default=[],
        metavar="KIND:PATH",
        help="write what is measured after each epoch for other programs as well: tensorboard:FOLDER (event files; "
        "needs the extra tensorboard), csv:FILE or json:FILE (an object a line); may be given several times",
    )


def add_dataset(made: argparse.ArgumentParser, otherwise: str) -> None:
    """Add the flag for the data set; ``otherwise`` says which one it is without."""
    made.add_argument(
        "--dataset",
        metavar="NAME|PATH",
        help=f"one of {', '.join(catalog.names())}, or a file, folder or archive of images with labels "
        f"(see inkling data open); not given: {otherwise}",
    )


def width() -> int:
    """Return how many letters a line of help may have."""
    return max(40, min(shutil.get_terminal_size().columns - 2, 110))
