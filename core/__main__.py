"""``python -m core``: the commands that need no window."""

import multiprocessing
import sys

from core.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # in a bundled program, a helper of the training begins here, and ends here
    sys.exit(main(sys.argv[1:]))
