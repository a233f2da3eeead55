"""The steps of the preparation of ink: each can be left out, to see what it is good for."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps of the preparation are taken, in their order; all of them unless something is to be shown.

    Attributes
    ----------
    box : bool
        Whether the box around the ink counts, and not the whole pad, so that the ink's place is no matter.
    size : bool
        Whether the longer side of that box becomes 20 pixels. Else the ink keeps its size: the pad is 28 pixels wide.
    center : bool
        Whether the centre of mass is brought to pixel 14.
    gray : bool
        Whether a pixel that the line covers in part is gray. Else it is black from one half on.
    """

    box: bool = True
    size: bool = True
    center: bool = True
    gray: bool = True

    def without(self, name: str) -> "Steps":
        """Return the same steps but one.

        Raises
        ------
        ValueError
            When there is no step of that name.
        """
        if name not in STEPS:
            raise ValueError(f"there is no step {name!r}")
        return Steps(*(getattr(self, step) and step != name for step in STEPS))

    def up_to(self, name: str | None) -> "Steps":
        """Return the steps that are taken up to one and including it; none of them for None."""
        last = -1 if name is None else STEPS.index(name)
        return Steps(*(getattr(self, step) and place <= last for place, step in enumerate(STEPS)))


STEPS: tuple[str, ...] = tuple(field.name for field in fields(Steps))
"""The names of the steps, in their order."""

ALL_STEPS = Steps()
