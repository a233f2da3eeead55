"""CurvePlot: curves with the house colors, thinned for speed, their range, their legend and their marks.

What a person does with it, by mouse or keyboard, and the files that it writes are in ``line_plot``.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from desktop.look.theme import LIGHT
from desktop.widgets.access.parts import Speaking
from desktop.widgets.plot import export
from desktop.widgets.plot.axis import AxisChoice
from desktop.widgets.plot.curves import Curve
from desktop.widgets.plot.frame import AxisNames, Band
from desktop.widgets.plot.menu import PlotMenu
from desktop.widgets.plot.plot_widget import PlotWidget
from desktop.widgets.plot.range import PlotRanges, lowest_positive
from desktop.widgets.plot.readouts import nearest_x, summary
from desktop.widgets.plot.scale import Scale, value_text
from desktop.widgets.plot.thinning import ThinnedCurve

Values = npt.NDArray[np.floating]
NO_MEASURES: Mapping[str, str] = {}


class CurvePlot(Speaking, PlotWidget):
    """Curves over epochs. It follows new points until ``set_following`` is told otherwise."""

    accessible_role = QAccessible.Role.Chart
    has_parts = True  # none of its own, but without the inside of the view that holds the curves
    following_changed = Signal(bool)
    logarithmic_changed = Signal(bool)
    axis_chosen = Signal(str)  # AxisChoice: a person has said which axis they want
    measure_asked = Signal(str)  # what a person wishes to see the curves along, one of those given
    export_requested = Signal(str)  # "png", "svg" or "csv"; whoever listens asks for the place

    def __init__(
        self,
        title: str,
        *,
        x_label: str = "epoch",
        is_percent: bool = False,
        empty_text: str = "",
        measures: Mapping[str, str] = NO_MEASURES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(AxisNames(x_label, title, is_percent), parent)
        self._x_names = measures
        self._empty_text = empty_text
        self._curves: dict[str, Curve] = {}
        self._ranges = PlotRanges(is_percent=is_percent)
        self._guesses: tuple[tuple[float, str], ...] = ()
        self._is_following = True
        self._told_logarithmic, self._told_name = False, ""
        self._are_together = False  # curves that are being set
        self._remark_tip = ""
        self._surface.panned.connect(lambda: self.set_following(False))
        self._surface.range_changed.connect(self._repaint)
        self._follow_button.clicked.connect(lambda: self.set_following(True))
        self._build_menu()
        self._name_axes()
        self.set_theme(LIGHT)
        self._show_curves()

    def _build_menu(self) -> None:
        self._menu = PlotMenu(
            self._title, has_logarithmic=not self._is_percent, parent=self, measures=tuple(self._x_names)
        )
        self._menu.measure_asked.connect(self.measure_asked)
        self._menu.follow.triggered.connect(self.set_following)
        self._menu.axis_asked.connect(self.choose_axis)
        self._menu.export_asked.connect(self.export_requested)
        self._surface.menu_asked.connect(self._menu.popup)

    # ---------------------------------------------------------------- curves

    def set_measure(self, measure: str) -> None:
        """Say what the curves are drawn along; whoever says so takes them away before, and gives them anew."""
        self._frame.names = replace(self._frame.names, x=self._x_names[measure])
        self._cursor.x_name = self._frame.names.x
        self._menu.show_measure(measure)
        self._use_axis()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Set several curves, and fit axes, legend and range to all of them once, at the end."""
        self._are_together = True
        try:
            yield
        finally:
            self._are_together = False
            self._show_curves()

    def set_series(
        self,
        name: str,
        x: Values,
        y: Values,
        *,
        color: str,
        label: str,
        width: float = 2.0,
        is_faint: bool = False,
        dash: tuple[float, ...] = (),
        exact_at: Values | None = None,
    ) -> None:
        """Add a curve, or replace the one of that name. ``color``, ``dash`` and ``exact_at`` as in ``Curve``."""
        old = self._curves.get(name)
        curve = Curve(name, label, color, width, is_faint, dash)
        if old is not None:
            curve.points = old.points
        self._curves[name] = curve
        curve.exact_at = exact_at
        curve.points.take(x, y)
        self._show_curves()

    def remove_series(self, name: str) -> None:
        """Take a curve away, if there is one of that name."""
        if self._curves.pop(name, None) is not None:
            self._show_curves()

    def clear(self) -> None:
        """Take away all curves, marks and the playhead, and follow what comes."""
        self._curves.clear()
        self._cursor.marks, self._cursor.playhead = [], None
        self.show_cursor(None)
        self._show_curves()
        self.set_following(True)

    def series(self) -> export.Series:
        """Return the measured points of every curve, by its label."""
        return {curve.label: (curve.points.x, curve.points.y) for curve in self._curves.values()}

    def accessible_summary(self) -> str:
        """Return what all the curves show, in a few sentences."""
        said = summary(list(self._curves.values()), self._frame.names.x, is_percent=self._is_percent)
        guessed = [f"{text[0].upper()}{text[1:]}: {self._in_words(y)}." for y, text in self._guesses]
        return " ".join(filter(None, (said, *self._frame.remarks[:1], *guessed))) if said else self._empty_text

    def _in_words(self, y: float) -> str:
        return value_text(y, is_percent=self._is_percent)

    def take_from(self, plot: "CurvePlot") -> None:
        """Show what another plot shows, in the same colors and at the same place, but nothing that points there."""
        self.setFont(plot.font())
        self._curves = dict(plot._curves)
        self._ranges.axis.stay_as(plot._ranges.axis)
        self._ranges.band, self._frame.band = plot._ranges.band, plot._frame.band
        self._guesses = plot._guesses
        self._frame.remarks = plot._frame.remarks
        self._cursor.marks = list(plot._cursor.marks)
        self._legend.set_note(plot._legend.note)
        self._use_axis()
        self.set_theme(plot._theme)
        self._show_curves()
        if not plot.is_following:
            self.set_following(False)
            self._follow_button.hide()
            self._surface.set_range(*plot._surface.ranges)

    def _show_curves(self) -> None:
        if self._are_together:
            return
        curves = list(self._curves.values())
        self._surface.lines.curves = self._cursor.curves = curves
        self._legend.show_curves(curves)
        is_empty = not any(len(curve.points) for curve in curves)
        self._frame.empty_text = self._empty_text if is_empty else ""
        self._look_anew()

    def _look_anew(self) -> None:
        """Bring what there is now into view, where it is followed."""
        self._cursor.guesses = () if self._frame.empty_text else self._guesses  # they say nothing without an axis
        self._ranges.expected = tuple(y for y, _text in self._cursor.guesses)
        if self._is_following:
            self._fit_axis()
        self._limit()
        if self._is_following:
            self._follow()
        self._repaint()

    # ---------------------------------------------------------------- range

    @property
    def is_following(self) -> bool:
        """Whether the range grows with the curves."""
        return self._is_following

    def set_following(self, is_following: bool) -> None:
        """Follow new points, or keep the range as it is."""
        if is_following:
            self._fit_axis()
            self._limit()
            self._follow()
        self._menu.follow.setChecked(is_following)
        self._follow_button.setVisible(not is_following)
        if is_following != self._is_following:
            self._is_following = is_following
            self.following_changed.emit(is_following)

    @property
    def is_logarithmic(self) -> bool:
        """Whether the y axis is logarithmic."""
        return self._ranges.axis.is_logarithmic

    @property
    def axis_choice(self) -> AxisChoice:
        """Which y axis was chosen; an automatic one is as shows most of the curves."""
        return self._ranges.axis.choice

    def set_logarithmic(self, is_logarithmic: bool) -> None:
        """Show y on a logarithmic or a linear axis."""
        self.set_axis("logarithmic" if is_logarithmic else "linear")

    def choose_axis(self, choice: AxisChoice) -> None:
        """Show y as a person wishes, and say so."""
        self.set_axis(choice)
        self.axis_chosen.emit(choice)

    def set_axis(self, choice: AxisChoice) -> None:
        """Show y on the axis chosen; the whole curves come into view."""
        if choice != self.axis_choice:
            self._ranges.axis.choose(choice)
            self.set_following(True)
            self._repaint()
        self._use_axis()

    def _fit_axis(self) -> None:
        if self._ranges.fit(list(self._curves.values())):
            self._use_axis()

    def _use_axis(self) -> None:
        """Say how y is laid out, wherever that is told."""
        axis = self._ranges.axis
        self._menu.show_axis(axis.choice, is_logarithmic=axis.is_logarithmic)
        self._frame.note = axis.note
        self._name_axes()
        if axis.is_logarithmic != self._told_logarithmic:
            self._told_logarithmic = axis.is_logarithmic
            self.logarithmic_changed.emit(axis.is_logarithmic)

    def _name_axes(self) -> None:
        """Call the plot by what its axes are, as long as nobody calls it otherwise."""
        x, note = self._frame.names.x, self._frame.note
        name = f"{self._title} over {x if x.endswith('s') else f'{x}s'}{f', {note}' if note else ''}"
        if self.accessibleName() == self._told_name:
            self.setAccessibleName(name)
        self._told_name = name

    def _follow(self) -> None:
        self._surface.set_range(*self._ranges.followed(list(self._curves.values())))

    def _limit(self) -> None:
        self._surface.set_limits(*self._ranges.limits(list(self._curves.values())))

    def _points(self) -> list[ThinnedCurve]:
        return [curve.points for curve in self._curves.values()]

    def _scale(self) -> Scale:
        # What has no logarithm is drawn far below the lowest value that has one.
        floor = max((lowest_positive(self._points()) or 1e-10) / 100, 1e-300)
        return self._surface.scale(is_logarithmic=self.is_logarithmic, floor=floor)

    def _repaint(self) -> None:
        if self._surface.has_room:
            self._surface.repaint(self._scale())

    # ---------------------------------------------------------------- moments

    def set_note(self, text: str) -> None:
        """Say something about the earlier runs, behind their names in the legend."""
        self._legend.set_note(text)

    def set_remarks(self, *texts: str, tip: str = "") -> None:
        """Say something of the curves at the foot, the first of these for which there is room; ``tip`` explains it."""
        if texts != self._frame.remarks:
            self._frame.remarks, self._remark_tip = texts, tip if texts else ""
            self._frame.update()

    def set_playhead(self, x: float | None) -> None:
        """Show at which moment the rest of the window stands, or nothing."""
        if x != self._cursor.playhead:
            self._cursor.playhead = x
            self._legend.show_at(x)
            self._cursor.update()

    def set_marks(self, marks: Iterable[tuple[float, str]]) -> None:
        """Show where a setting was changed, and to what."""
        wanted = list(marks)
        if wanted != self._cursor.marks:
            self._cursor.marks = wanted
            self._cursor.update()

    def set_guesses(self, guesses: Iterable[tuple[float, str]]) -> None:
        """Draw values of y that somebody expects as level lines with words, and keep them in view while following."""
        wanted = tuple(guesses)
        if wanted != self._guesses:
            self._guesses = wanted
            self._look_anew()

    def set_band(self, low: float, high: float, text: str) -> None:
        """Shade a range of y that is good, and keep it in view while the curves are followed."""
        self._frame.band = Band(low, high, text)
        self._ranges.band = low, high
        self._limit()
        if self._is_following:
            self._follow()
        self._repaint()

    def show_cursor(self, x: float | None) -> None:
        """Show the crosshair at the measured point nearest to ``x``, or nowhere. Says nothing to others."""
        snapped = None if x is None else nearest_x(list(self._curves.values()), x)
        if snapped == self._cursor.cursor_x:
            return
        self._cursor.cursor_x = snapped
        self._cursor.update()
