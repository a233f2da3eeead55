"""Axes: which axes the plots of a run have, and what they are drawn along, as a person chose; it is remembered."""

from collections.abc import Mapping
from typing import cast

from core.training.progress import MEASURES, Measure
from desktop.preferences import Preferences
from desktop.widgets.plot.axis import AXIS_CHOICES, AxisChoice
from desktop.widgets.plot.line_plot import LinePlot

X_NAMES: Mapping[str, str] = {measure: "epoch" if measure == "epochs" else measure for measure in MEASURES}
"""What x is called for each measure: that of one place."""

_ALONG = "view/curves along"


class Axes:
    """The axes of the cost and of the accuracy: each chosen by itself until a person chooses.

    Parameters
    ----------
    cost, accuracy : LinePlot
        The plots.
    preferences : Preferences
        Where choices are kept.
    """

    def __init__(self, cost: LinePlot, accuracy: LinePlot, preferences: Preferences) -> None:
        self._cost, self._accuracy = cost, accuracy
        self._preferences = preferences
        for plot in (cost, accuracy):
            plot.set_axis(self._kept(plot))
            plot.axis_chosen.connect(lambda choice, plot=plot: preferences.write(_name(plot), choice))
        self._measure = preferences.read(_ALONG, _measure_in, lambda: MEASURES[0])
        self._tell_measure()

    @property
    def measure(self) -> Measure:
        """What the curves are drawn along."""
        return self._measure

    def draw_along(self, measure: str) -> None:
        """Take note of what the curves are drawn along from now on."""
        self._measure = _measure_in(measure)
        self._preferences.write(_ALONG, measure)
        self._tell_measure()

    @property
    def next_measure(self) -> Measure:
        """What comes after what the curves are drawn along."""
        return MEASURES[(MEASURES.index(self._measure) + 1) % len(MEASURES)]

    @property
    def are_automatic(self) -> bool:
        """Whether no person has chosen either axis of y."""
        return all(plot.axis_choice == "automatic" for plot in (self._cost, self._accuracy))

    def switch_cost(self) -> None:
        """Give the cost the other of its two axes."""
        self._cost.choose_axis("linear" if self._cost.is_logarithmic else "logarithmic")

    def lend_logarithmic(self, is_wanted: bool) -> None:
        """Give the cost a logarithmic axis that is not remembered, or the one again that a person chose."""
        self._cost.set_axis("logarithmic" if is_wanted else self._kept(self._cost))

    def switch_all(self) -> None:
        """Let both axes be chosen by themselves, or begin at zero."""
        choice: AxisChoice = "linear" if self.are_automatic else "automatic"
        for plot in (self._cost, self._accuracy):
            plot.choose_axis(choice)

    def _kept(self, plot: LinePlot) -> AxisChoice:
        def usual() -> AxisChoice:
            # Version 0.1 kept a switch.
            is_logarithmic = plot is self._cost and self._preferences.flag("logarithmic cost", False)
            return "logarithmic" if is_logarithmic else "automatic"

        return self._preferences.read(_name(plot), _choice_in, usual)

    def _tell_measure(self) -> None:
        for plot in (self._cost, self._accuracy):
            plot.set_measure(self._measure)


def _name(plot: LinePlot) -> str:
    return f"view/{plot.objectName()} axis"


def _choice_in(text: str) -> AxisChoice:
    return AXIS_CHOICES[AXIS_CHOICES.index(cast(AxisChoice, text))]


def _measure_in(text: str) -> Measure:
    return MEASURES[MEASURES.index(cast(Measure, text))]
