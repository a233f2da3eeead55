"""Classes: what the labels of a data set stand for, such as the ten digits or the letters."""

from collections.abc import Sequence

from core.errors import DataError
from core.plain import LONGEST_NAME, harmless

DIGITS = tuple("0123456789")

FEWEST_CLASSES, MOST_CLASSES = 2, 100


def checked_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of classes as they may be shown, or refuse them.

    Raises
    ------
    DataError
        When there are too few or too many, one is empty, or two are the same.
    """
    if not FEWEST_CLASSES <= len(names) <= MOST_CLASSES:
        raise DataError(
            f"A data set has {FEWEST_CLASSES} to {MOST_CLASSES} classes, not {len(names):,}.",
            "Leave out classes, or put some together.",
        )
    shown = tuple(harmless(name, LONGEST_NAME).strip() for name in names)
    twice = next((name for index, name in enumerate(shown) if name in shown[:index]), None)
    if twice is not None or "" in shown:
        what = f"Two classes are called {twice!r}" if twice else "A class has no name"
        raise DataError(f"{what}.", "Give each class a name of its own.")
    return shown


def noun(names: Sequence[str], *, many: bool = False) -> str:
    """Return what one of some classes is called, or several: ``digit`` where they are the digits, else ``class``."""
    one, several = ("digit", "digits") if are_digits(names) else ("class", "classes")
    return several if many else one


def a_or_an(name: str) -> str:
    """Return a class with its article: ``a 9``, ``an 8``; others than digits have none."""
    return f"{'an' if name == '8' else 'a'} {name}" if name in DIGITS else name


def are_digits(names: Sequence[str]) -> bool:
    """Return whether classes are the ten digits."""
    return tuple(names) == DIGITS
