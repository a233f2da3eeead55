"""The ``inkling`` command, and ``python -m inkling``."""

import sys

from desktop.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
