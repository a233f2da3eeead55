"""The commands that need no window: train, evaluate, classify, data, presets."""

import os
import sys

from core.cli.arguments import parser
from core.errors import InklingError

FAILED, INTERRUPTED = 1, 130


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit status.

    Parameters
    ----------
    arguments : list of str
        What follows ``inkling``: a command's name, then its options.

    Returns
    -------
    int
        0 done; 1 a failure, told in a sentence or two; 130 stopped with Ctrl+C.

    Raises
    ------
    SystemExit
        With status 2 for wrong usage, as argparse does it.
    """
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except InklingError as error:
        sys.stderr.write(f"inkling: {error}\n")
        return FAILED
    except KeyboardInterrupt:
        sys.stderr.write("inkling: stopped.\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Who was reading has heard enough, as in `inkling presets | head -1`.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return status
