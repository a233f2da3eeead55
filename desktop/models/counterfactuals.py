"""CounterfactualModel: the small change of the pad's image after which the network shown reads another class."""

from typing import Literal

from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes
from core.insight import counterfactual
from core.insight.dabs import pen_and_eraser
from core.insight.flips import Counterfactual
from core.network.network import Network
from desktop.background.jobs import Job, Jobs
from desktop.background.latest import Latest
from desktop.background.throttle import Rest

Kind = Literal["strokes", "pixels", "ink"]
"""How it is changed: by pen and eraser, in the fewest pixels, or by the least amount of ink."""

_SEARCHES = {"strokes": pen_and_eraser, "pixels": counterfactual.fewest_pixels, "ink": counterfactual.smallest_change}


class CounterfactualModel(QObject):
    """Looks for a flip in a job whenever a view asks; the newest request wins."""

    changed = Signal()

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._latest = Latest(jobs, "Looking for a change that flips the answer", Rest(300, 9), self)
        self._asked: tuple[Network, Bytes, Kind, int | None] | None = None
        self._image: Bytes | None = None
        self._found: Counterfactual | None = None

    @property
    def image(self) -> Bytes | None:
        """The image that was changed; none before the first search has ended."""
        return self._image

    @property
    def found(self) -> Counterfactual | None:
        """The change; none where none was found."""
        return self._found

    def ask(
        self, network: Network, image: Bytes, kind: Kind, target: int | None = None, *, is_urgent: bool = False
    ) -> None:
        """Look for a change.

        Parameters
        ----------
        network : Network
            The network to mislead; its arrays do not change any more.
        image : ndarray, shape (28, 28), uint8, read-only
            The image to change.
        kind : "strokes", "pixels" or "ink"
            How it may be changed.
        target : int, optional
            The class to be read after it; without it, whichever is nearest.
        is_urgent : bool
            Whether a person waits for it; else the training comes first.
        """
        before, self._asked = self._asked, (network, image, kind, target)
        is_alike = before is not None and before[1] is image and before[2:] == (kind, target)
        if before is not None and is_alike and before[0] is network:
            return
        if not is_alike:  # what was found is the answer to another question
            self._image, self._found = None, None

        def work(job: Job) -> tuple[Bytes, Counterfactual | None]:
            return image, _SEARCHES[kind](network, image, target, lambda: not job.is_cancelled())

        if is_urgent:
            self._latest.forget()  # else a person would wait for what is of no use any more
        self._latest.ask(work, self._take, is_urgent=is_urgent)

    def forget(self) -> None:
        """Call off what is being looked for: nobody wants it any more."""
        self._latest.forget()
        self._asked = None

    def _take(self, result: tuple[Bytes, Counterfactual | None]) -> None:
        self._image, self._found = result
        self.changed.emit()
