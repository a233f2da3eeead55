"""Numpy calls written down once and read off at every step.

A step of training is the same few numpy calls each time, on the same arrays. The
readable engine looks the arrays up, makes their transposed views and allocates the
results anew at each step; with 64 images that costs as much as the arithmetic. The
fast engine does all that once: a *recipe* is a list of functions with their arguments,
the array for the result among them, and a step runs down the list.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

Call: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and its arguments; for a numpy function the last one is the array for the result."""

Calls: TypeAlias = tuple[Call, ...]


def run(calls: Iterable[Call]) -> None:
    """Make the calls, one after the other."""
    for function, arguments in calls:
        function(*arguments)
