"""What the pages of digits and symbols say, and what their widgets are called."""

from dataclasses import dataclass

from PySide6.QtWidgets import QPushButton

from desktop.look.tips import wrapped
from desktop.look.words import percent


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says, and what its widgets are called.

    Attributes
    ----------
    noun : str
        What a sample is: "digit", "drawing".
    kind : str
        What is asked for: "digit", "symbol".
    no_ink : str
        Said where something is to be kept of an empty pad.
    names : mapping of str to str
        The object names: "wanted", "prompt", "hint", "keep", "skip", "writer", "classes", "class", "grid", "summary",
        "delete", "undo", "more".
    """

    noun: str
    kind: str
    no_ink: str
    names: dict[str, str]


def bold(share: float) -> str:
    """Return a share in percent that stands out."""
    return f"<nobr><b>{percent(share)}</b></nobr>"


def push_button(text: str, tip: str) -> QPushButton:
    """Return a button that Enter presses as well as the space bar."""
    made = QPushButton(text)
    made.setToolTip(wrapped(tip))
    made.setAutoDefault(True)
    return made
