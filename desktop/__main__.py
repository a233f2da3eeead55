"""The `inkling` command: opens the window, or hands over to core.cli, which never meets Qt."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from core.errors import InklingError
from core.version import inkling_version
from desktop import startup


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks for and return the exit status: 0 done, 1 failure, 130 interrupted.

    Wrong usage leaves by ``SystemExit`` with status 2, as argparse does it.
    """
    multiprocessing.freeze_support()  # in a bundled program, a helper of the training begins here, and ends here
    if sys.stderr is None:  # as after 2>&-, or under pythonw: that nobody listens is no reason to fail
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open as long as the process lives
    try:
        startup.check_python(sys.version_info[:2])
        return _dispatch(sys.argv[1:] if arguments is None else arguments)
    except InklingError as trouble:
        sys.stderr.write(f"inkling: {trouble}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: list[str]) -> int:
    command = arguments[0] if arguments else ""
    if command == "tour":
        return _tour(arguments[1:])
    if command == "lesson":
        return _window(["--lesson", *arguments[1:]] if len(arguments) > 1 else ["--help"])
    if command in startup.COMMANDS:
        from core import cli

        return cli.main(arguments)
    return _window(arguments)


def _window(arguments: list[str]) -> int:
    parser = startup.window_parser()
    options = parser.parse_args(arguments)
    if options.version:
        if sys.stdout is None:
            raise InklingError("The output could not be written: it is closed.", "Send it to a file.")
        sys.stdout.write(f"inkling {inkling_version()}\n")
        return 0
    if options.weights and not options.weights.startswith("inkling:") and not os.path.exists(options.weights):
        _refuse_misspelt_command(options.weights, parser.error)
    startup.check_window(os.environ)
    from desktop import app

    return app.run(arguments)


def _tour(arguments: list[str]) -> int:
    startup.check_window(os.environ)
    from desktop import tour

    return tour.run(arguments)


def _refuse_misspelt_command(word: str, refuse: Callable[[str], NoReturn]) -> None:
    """Refuse ``inkling trian``: a window that cannot find the weight file "trian" would puzzle a person."""
    from difflib import get_close_matches

    meant = get_close_matches(word, startup.COMMANDS, n=1)
    if meant:
        refuse(f"there is no file and no command {word!r}; did you mean {meant[0]!r}?")


if __name__ == "__main__":
    sys.exit(main())
