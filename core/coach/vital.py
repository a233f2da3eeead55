"""One figure that the coach looks at, and how a share is told in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vital:
    """One figure of a run.

    Attributes
    ----------
    name : str
        What it is, a few words.
    figure : str
        How it is now.
    mark : str
        What would be worth a word.
    rules : tuple of str
        The rules that look at it; see :attr:`core.coach.finding.Finding.rule`.
    """

    name: str
    figure: str
    mark: str
    rules: tuple[str, ...]


def percent(share: float) -> str:
    """Return a share in percent, with two figures where it is small."""
    if 0 < share < 1e-6:
        return "less than 0.0001 %"
    return f"{100 * share:.0f} %" if share >= 0.095 else f"{100 * share:.2g} %"
