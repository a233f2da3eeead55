"""Lines: what a part's methods do, as the lines of numpy that a person would write.

A part declares them beside its methods, and the script that trains without Inkling is
put together from them (:mod:`core.files.script`). They make new arrays where the
methods write into given ones, and otherwise do the same operations in the same order,
so the results are the same to the last bit; a contract test runs every line against
its method. Another order that is equal on paper is not equal in float32: with Adam as
textbooks write it, weights of pixels that hardly ever carry ink drift far away.

What textbooks write, for a person to read, some parts declare as well, as ``formulas``:
arithmetic of one number at a time, in which knobs are called by their names. A walk
through a network fills in its numbers (:mod:`core.insight.walk.formulas`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True, init=False)
class Lines(Mapping[str, str]):
    """The lines of a part, by the name of the method they stand for.

    A line may hold a knob by name in braces, ``{leak}``; and a cost, which asks the output, the name of the
    output's method, alone on its line. In the lines ``z``, ``a``, ``d``, ``p``, ``y``, ``w`` and ``g`` are what
    they are in the methods (``d`` is the slope that goes backwards); which names a family's lines start
    from and which they leave behind is told by its base class.

    Parameters
    ----------
    **methods : str
        The lines of each method, indented by four spaces within a loop; none at all for a method that does nothing.
    """

    _methods: Mapping[str, str]

    def __init__(self, **methods: str) -> None:
        object.__setattr__(self, "_methods", methods)

    def __getitem__(self, method: str) -> str:
        return self._methods[method]

    def __iter__(self) -> Iterator[str]:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)


def written(
    part: Any, method: str, names: Mapping[str, str] | None = None, /, **values: float | tuple[str, ...]
) -> tuple[str, ...]:
    """Return the lines of a part's method, with its knobs filled in.

    Parameters
    ----------
    part : Part
        A part with ``numpy``, its lines.
    method : str
        The method's name.
    names : mapping of str to str, optional
        Other names for those in the lines: ``{"z": "z1"}``; comments stay as they are.
    **values : float or tuple of str
        What else stands in braces: a number, or the lines of another part.
    """
    known = {field.name: getattr(part, field.name) for field in fields(part)} | values
    lines: list[str] = []
    for line in part.numpy[method].splitlines():
        other = known.get(line.strip("{} "))
        if isinstance(other, tuple):
            lines += other
            continue
        filled = line.format(**{name: repr(value) for name, value in known.items()})
        lines.append(_renamed(filled, names or {}))
    return tuple(lines)


def _renamed(line: str, names: Mapping[str, str]) -> str:
    code, mark, comment = line.partition("#")
    return re.sub(r"(?<![\w.])[A-Za-z]\w*", lambda found: names.get(found[0], found[0]), code) + mark + comment
