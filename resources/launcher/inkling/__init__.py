"""Inkling from any folder: once this is imported, ``core`` and ``desktop`` are Inkling's own.

Inkling's code says ``from core…`` and ``from desktop…``, names that a person's own folder or another package may bear
as well. So an installed Inkling takes neither of them where Python looks for packages: it keeps both folders beside
this file, and one installed with ``pip install -e`` has them where its repository has them. Importing this package
puts that folder before all others, and fetches both at once, so that whatever comes later finds them::

    import inkling
    from core.data import catalog

For a notebook it offers what :mod:`core.notebook` tells: ``inkling.train(inkling.data("builtin"), epochs=3)``.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
FOLDER = _HERE if (_HERE / "core").is_dir() else _HERE.parents[2]
"""Where ``core``, ``desktop`` and ``resources`` lie."""
_OURS = ("core", "desktop")


def _settle() -> None:
    """Make ``core`` and ``desktop`` mean Inkling's in this process, or refuse where they already mean others."""
    for name in _OURS:
        _refuse_a_stranger(name)
    if sys.path[:1] != [str(FOLDER)]:
        sys.path.insert(0, str(FOLDER))
    for name in _OURS:
        importlib.import_module(name)


def _refuse_a_stranger(name: str) -> None:
    module = sys.modules.get(name)
    if module is None:
        return
    file = getattr(module, "__file__", None)  # a folder without __init__.py has none
    if file is not None and Path(file).resolve().parent == FOLDER / name:
        return
    where = file or ", ".join(getattr(module, "__path__", ())) or "elsewhere"
    trouble = (
        f'This process has already imported another package called "{name}", from {where}, '
        "and Inkling needs that name: import inkling before it, or start Inkling in a process of its own."
    )
    if _is_the_command():
        sys.exit(f"inkling: {trouble}")
    raise ImportError(trouble)


def _is_the_command() -> bool:
    """Return whether this is ``inkling`` or ``python -m inkling``, whose troubles are told without a traceback."""
    started = (getattr(sys, "argv", None) or [""])[0]
    return started == "-m" or Path(started).stem == "inkling"  # "-m" stands there while Python looks for the module


_settle()


def __getattr__(name: str) -> Any:
    """Return what a notebook asks for; it is loaded only then, for the window has no use for it."""
    offered = importlib.import_module("core.notebook")
    if name in offered.__all__:
        return getattr(offered, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *importlib.import_module("core.notebook").__all__})
