"""The commands that need no window: train, script, evaluate, classify, report, export, import, data, presets, lessons.

Each is in the file of its name; ``import``, which is a word of Python's own, in ``importing``.
"""

import io
import os
import sys

from core.cli.arguments import parser
from core.cli.output import complain
from core.errors import InklingError, KnobError

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def main(arguments: list[str]) -> int:
    """Do what the command line asks for and return the exit status.

    Parameters
    ----------
    arguments : list of str
        What follows ``inkling``: a command's name, then its options.

    Returns
    -------
    int
        0 done; 1 a failure, told in a sentence or two; 2 a setting that cannot be; 130 stopped, with Ctrl+C or kill,
        or as the terminal was closed.

    Raises
    ------
    SystemExit
        With status 2 for a command line that cannot be read, and 0 after ``--help``, as argparse does it.
    """
    if sys.stdout is None:  # as in `inkling presets >&-`
        complain('The output could not be written: it is closed. Send it to a file, as in "inkling presets > file".')
        return FAILED
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Not every terminal knows "–" or "×"; a strange sign is better than no answer.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        options = parser().parse_args(arguments)
        status: int = options.run(options)
        sys.stdout.flush()
    except InklingError as error:
        complain(str(error))
        # Settings come from flags here (a bad one in a file is a FileError), so a bad one is wrong usage.
        return WRONG_USAGE if isinstance(error, KnobError) else FAILED
    except KeyboardInterrupt:
        complain("stopped.")
        return INTERRUPTED
    except OSError as error:
        return _unheard(error)
    return status


def _unheard(error: OSError) -> int:
    """Leave when the output cannot be written; trouble with any other file is an InklingError."""
    if not isinstance(error, BrokenPipeError):
        complain(f"The output could not be written: {error.strerror or error}.")
    # Else who was reading has heard enough, as in `inkling presets | head -1`. Either way, what is still
    # waiting in the buffer goes nowhere, or Python would try it once more on leaving, and complain.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FAILED
