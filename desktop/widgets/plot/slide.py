"""A plot as a slide: wide enough for a projector and with its whole legend, whatever size it has on screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt

from desktop.widgets.plot.curve_plot import CurvePlot

WIDTH = 1920
"""Pixels of a picture or a drawing; a picture of a whole view is no narrower."""
SCALE = 2
"""Pixels for each of the plot's own: text and lines are as large as on a screen half as wide."""

_SIZE = WIDTH // SCALE, 540
_CURVES = 430  # of the plot's own pixels: what a long legend leaves the curves, the slide is higher for it


@contextmanager
def slide_of(plot: CurvePlot) -> Iterator[CurvePlot]:
    """Lend a plot that is on no screen and shows the same curves."""
    slide = CurvePlot(plot.title, x_label=plot.x_name, is_percent=plot.is_percent)
    slide.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    slide.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
    try:
        slide.take_from(plot)
        slide.show_whole_legend()
        slide.resize(*_SIZE)
        slide.show()
        slide.resize(_SIZE[0], max(_SIZE[1], slide.legend_height + _CURVES))
        yield slide
    finally:
        slide.close()
        slide.deleteLater()
