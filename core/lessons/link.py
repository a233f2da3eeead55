"""Links to lessons: ``inkling:lesson/stuck#why`` is the step *why* of the lesson *stuck*."""

import re
from dataclasses import dataclass

SCHEME = "inkling:"

_LESSON = re.compile(r"inkling:lesson/([A-Za-z0-9][A-Za-z0-9_-]{0,39})(?:#([A-Za-z0-9_-]{1,40}))?")


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads.

    Attributes
    ----------
    lesson : str
        The lesson's id; on the command line its file as well.
    step : str
        The step's id; empty for the place where the lesson was left.
    """

    lesson: str
    step: str = ""


def read_link(address: str) -> Link | None:
    """Return where an address leads; none where it is no link to a lesson."""
    found = _LESSON.fullmatch(address)
    return Link(found[1], found[2] or "") if found else None
