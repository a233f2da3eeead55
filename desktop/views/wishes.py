"""Wishes: what a view may ask of the window it stands in, without knowing who answers.

A panel sends one by its signal ``wished``; the window gives it to the panel that says it answers wishes of this
kind, or answers itself. One that nobody answers does nothing, so a panel asks :meth:`Panel.is_answered` before it
offers a button for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from core.lessons.block import Block
from core.lessons.guesses import Guess
from desktop.models.selection import Neuron
from desktop.widgets.plot.line_plot import LinePlot


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for.

    Class attributes
    ----------------
    leads_there : bool
        Whether the panel that answers comes to the front for it.
    """

    leads_there: ClassVar[bool] = True


Answers = Mapping[type[Wish], Callable[[Any], object]]
"""What is done for each kind of wish, given the wish."""


@dataclass(frozen=True, slots=True)
class ComeToFront(Wish):
    """The panel that asks has something new to show, and wants to be in front."""


@dataclass(frozen=True, slots=True)
class GoBack(Wish):
    """Return to the view from which the one in front was asked for."""


@dataclass(frozen=True, slots=True)
class TakeColumn(Wish):
    """The panel that asks takes the column of the settings, or gives it back."""

    is_taken: bool


@dataclass(frozen=True, slots=True)
class TakeMiddle(Wish):
    """The view that asks takes the room of the curves above it as well, or gives it back."""

    is_taken: bool


@dataclass(frozen=True, slots=True)
class ShowTab(Wish):
    """Bring a view to the front, by its name in the table."""

    name: str


@dataclass(frozen=True, slots=True)
class OfferTab(Wish):
    """Have the tab of a view there, or take it away, by its name in the table."""

    name: str
    is_offered: bool


@dataclass(frozen=True, slots=True)
class DimTabs(Wish):
    """Dim the tabs of all views but these, by their names in the table; without any, of none."""

    needed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PointAt(Wish):
    """Point at what a block of a lesson speaks of."""

    block: Block


@dataclass(frozen=True, slots=True)
class WalkThrough(Wish):
    """Show one image in slow motion.

    Attributes
    ----------
    train_image : int
        Which training image, from 0.
    frames : tuple of str
        Which frames, by their names (:data:`core.insight.walk.frame.NAMES`); empty for all.
    seen : callable
        Called when the last of them is in sight.
    """

    train_image: int
    frames: tuple[str, ...]
    seen: Callable[[], object]


@dataclass(frozen=True, slots=True)
class MarkLines(Wish):
    """Mark lines of numpy where these are shown; without any, none."""

    leads_there: ClassVar[bool] = False

    text: str


@dataclass(frozen=True, slots=True)
class ShowNeuron(Wish):
    """Show one neuron from all sides.

    Attributes
    ----------
    neuron : (int, int)
        Layer and index, from 0.
    origin : str
        The title of the view that asks: closing the neuron leads back there.
    """

    neuron: Neuron
    origin: str


@dataclass(frozen=True, slots=True)
class ShowWall(Wish):
    """Show the pictures of all neurons of the first layer, whatever was looked at before."""


@dataclass(frozen=True, slots=True)
class ShowNeurons(Wish):
    """Point at all neurons of a layer, from 0; without one, of the layer that is shown."""

    layer: int | None = None


@dataclass(frozen=True, slots=True)
class ShowCurves(Wish):
    """Point at the curves of the run."""


@dataclass(frozen=True, slots=True)
class LogarithmicCost(Wish):
    """Give the cost a logarithmic axis for a while, or the one again that a person chose."""

    leads_there: ClassVar[bool] = False

    is_wanted: bool


@dataclass(frozen=True, slots=True)
class DrawGuesses(Wish):
    """Draw what was guessed beside the curves, in the place of what was drawn so before; nothing without any."""

    leads_there: ClassVar[bool] = False

    guesses: tuple[Guess, ...]


@dataclass(frozen=True, slots=True)
class ShowMatrix(Wish):
    """Point at a cell of the confusion matrix: what images show, and what they are taken for; or at all of it."""

    cell: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ExplainPad(Wish):
    """Say why the network answers as it does to what is on the pad."""


@dataclass(frozen=True, slots=True)
class WipePad(Wish):
    """Make room on the pad for the next digit; undo brings back what was there."""

    leads_there: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class KeepDigit(Wish):
    """Keep what is on the pad among one's own digits, if these are in sight."""

    leads_there: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class RepeatRun(Wish):
    """Train a run again, by its id, with one setting changed."""

    run: UUID


@dataclass(frozen=True, slots=True)
class SaveSweep(Wish):
    """Write the runs of a sweep to a file that a person is asked for.

    Attributes
    ----------
    name : str
        What the file may be called, without its ending.
    write : callable
        Begins to write it, given the path.
    """

    leads_there: ClassVar[bool] = False

    name: str
    write: Callable[[Path], object]


@dataclass(frozen=True, slots=True)
class DeleteSweep(Wish):
    """Delete a sweep, by its id, if a person means it."""

    leads_there: ClassVar[bool] = False

    sweep: UUID


@dataclass(frozen=True, slots=True)
class ExportAnimation(Wish):
    """Write how the pictures of a layer, from 0, came about."""

    layer: int


@dataclass(frozen=True, slots=True)
class Export(Wish):
    """Write something to a file that a person is asked for.

    Attributes
    ----------
    name : str
        What the file may be called, without its ending.
    kind : str
        "png", "svg", "csv", "html", "py", "md" or "jsonl".
    write : callable
        Writes it, given the path; may raise an InklingError.
    """

    name: str
    kind: str
    write: Callable[[Path], object]

    @classmethod
    def of_plot(cls, plot: LinePlot, kind: str) -> "Export":
        """Return the wish to write what a plot shows."""
        write = {"png": plot.export_png, "svg": plot.export_svg, "csv": plot.export_csv}[kind]
        return cls(plot.objectName().removesuffix("Plot"), kind, write)
