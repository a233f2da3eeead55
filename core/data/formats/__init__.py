"""Formats that data sets come in: a file each, in the registry ``FORMATS``; they read pieces of a data set.

``tree.py`` lists what there is (a folder, a ZIP or TAR archive, one file), each format takes the files that it knows
by their first bytes, and what none knows is named by ``unreadable.py``. :mod:`core.data.opening` joins the pieces.
"""

# ruff: noqa: I001  # each registers itself, in the order in which they are preferred where there are several
from core.data.formats.format import FORMATS
from core.data.formats import idx
from core.data.formats import npz
from core.data.formats import csv
from core.data.formats import pictures

__all__ = ["FORMATS", "csv", "idx", "npz", "pictures"]
