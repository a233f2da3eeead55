"""Goal: by what the runs of a sweep are compared."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import KnobError

if TYPE_CHECKING:
    from core.sweep.result import Result

ACCURACY, COST, SECONDS = "accuracy", "cost", "seconds"
KINDS = (ACCURACY, COST, SECONDS)
"""What can be asked for: the highest accuracy, the lowest cost, the fewest seconds to a target accuracy."""

_NAMES = {ACCURACY: "best accuracy", COST: "lowest cost", SECONDS: "seconds to {target:g} %"}


@dataclass(frozen=True, slots=True)
class Goal:
    """What counts as best: of the validation images where some are held out, else of the test images.

    Attributes
    ----------
    kind : str
        One of :data:`KINDS`.
    target : float
        The accuracy to reach, in percent, where seconds count.

    Raises
    ------
    KnobError
        When seconds count and there is no accuracy to reach, or there is no such kind.
    """

    kind: str = ACCURACY
    target: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise KnobError(f"{self.kind!r} is nothing to compare runs by.", f"Choose one of: {', '.join(KINDS)}.")
        if not 0 <= self.target <= 100 or (self.kind == SECONDS and not self.target):
            raise KnobError(
                "Seconds can be compared only to an accuracy between 0 and 100 %.", "Give a target, such as 97."
            )

    @property
    def label(self) -> str:
        """What stands above a column of it."""
        return _NAMES[self.kind].format(target=self.target)

    @property
    def is_share(self) -> bool:
        """Whether it is an accuracy, written in percent."""
        return self.kind == ACCURACY

    @property
    def more_is_better(self) -> bool:
        """Whether the highest is best, not the lowest."""
        return self.kind == ACCURACY

    def of(self, result: "Result") -> float:
        """Return a run's figure; NaN where it has none, as where a target was not reached."""
        if self.kind == SECONDS:
            return result.seconds_to(self.target / 100)
        return result.accuracy if self.kind == ACCURACY else result.cost

    def rank(self, figure: float) -> float:
        """Return what sorts the best figure first, and what was not reached or measured last."""
        if math.isnan(figure):
            return math.inf
        return -figure if self.more_is_better else figure

    def written(self, figure: float) -> str:
        """Return a figure as people write it; a dash where there is none."""
        if math.isnan(figure):
            return "–"
        if self.kind == ACCURACY:
            return f"{100 * figure:.2f} %"
        return f"{figure:.4f}" if self.kind == COST else f"{figure:.1f} s"
