"""StatisticsPanel: how weights, slopes and values of each layer are spread, now and along the run."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from core.insight.statistics import HEALTHY_UPDATE, Histogram, LayerStatistics
from core.training.snapshot import Snapshot
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.models.statistics import SAMPLE, Moment
from desktop.models.training import State
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.views.statistics.spread_view import SpreadView
from desktop.views.wishes import Export
from desktop.widgets.labels import hint, plain
from desktop.widgets.plot.line_plot import LinePlot

_TITLES = ("Weights", "Gradients", "Activations")
_ROW_HEIGHT, _PLOT_HEIGHT = 88, 124
_REST = Rest(500, 15)  # a job rests so many times as long as it worked: training keeps nine tenths
_AT_ONCE_MS = 20
_HALF_DECADE = 10**0.5
_NOTHING_YET = "There is nothing to measure yet: the network is being made."


class StatisticsPanel(Panel):
    """A row of histograms for each layer, and below them how large the steps are."""

    rest_ms = 250

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._model = workbench.statistics
        self._snapshot: Snapshot | None = None
        self._moment: Moment | None = None  # on screen
        self._sizes: tuple[int, ...] = ()
        self._rows: list[tuple[SpreadView, ...]] = []
        self._look_again = Throttle(self._look, Rest(), parent=self)
        self._caption = hint(_NOTHING_YET)
        self._caption.setObjectName("statisticsLabel")
        self._caption.setToolTip(
            wrapped("Heights and shades are logarithmic, so that a few large numbers can be seen.")
        )
        self._updates = LinePlot("Step / weights", empty_text="Press Train to see how large the steps are.")
        self._updates.setObjectName("updatesPlot")
        self._updates.setAccessibleName("Size of a step over the size of the weights, along the run")
        self._updates.setToolTip(
            wrapped(
                "How much one step changes the weights of a layer, in proportion to them, measured on the step itself. "
                "About a thousandth is healthy as a rule of thumb (Karpathy, Stanford's course CS231n); much less, and "
                "the learning rate is low; much more, and it is high."
            )
        )
        self._updates.set_logarithmic(True)
        self._updates.set_band(HEALTHY_UPDATE / _HALF_DECADE, HEALTHY_UPDATE * _HALF_DECADE, "healthy")
        self._updates.setMinimumHeight(_PLOT_HEIGHT)
        self._updates.export_requested.connect(lambda kind: self.wished.emit(Export.of_plot(self._updates, kind)))
        self._grid = QGridLayout()
        self._lay_out()
        self.set_theme(themes.theme)
        self._model.found.connect(self._found)
        workbench.training.state_changed.connect(self._hurry)

    def draw(self, snapshot: Snapshot) -> None:
        """Show what was measured at the moment, and ask for it where it was not; rows change with the layers."""
        self._snapshot = snapshot
        if snapshot.network.sizes != self._sizes:
            self._make_rows(snapshot)
        is_live, is_known = self.workbench.timeline.is_live, self._model.at(snapshot.step) is not None
        if is_known or not is_live or self._moment is None:
            self._show()  # else once it was measured
        if not (is_live and self._model.is_busy):
            self._look_again(is_urgent=not is_live)

    def set_theme(self, theme: Theme) -> None:
        self._updates.set_theme(theme)
        for view in self._views():
            view.set_theme(theme)

    # What it is made of

    def _lay_out(self) -> None:
        self._grid.setContentsMargins(8, 0, 8, 0)
        self._grid.setSpacing(4)
        for column in range(1, len(_TITLES) + 1):
            self._grid.setColumnStretch(column, 1)
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addLayout(self._grid, 1)
        inside.addWidget(self._updates, 1)
        area = QScrollArea()
        area.setAccessibleName("Statistics")  # the keys stop there, to scroll
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._caption.setContentsMargins(8, 6, 8, 0)
        layout.addWidget(self._caption)
        layout.addWidget(area, 1)

    def _make_rows(self, snapshot: Snapshot) -> None:
        """Make a row for each layer of this architecture."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(row, 0)
        self._sizes, self._rows, self._moment = snapshot.network.sizes, [], None
        for layer, (before, after) in enumerate(zip(self._sizes, self._sizes[1:], strict=False)):
            label = plain(f"{self._name(layer)}\n{before:,} → {after:,}")
            views = tuple(SpreadView(title, self.themes.theme) for title in _TITLES)
            self._grid.addWidget(label, layer, 0, Qt.AlignmentFlag.AlignTop)
            for column, view in enumerate(views, start=1):
                view.setAccessibleName(f"{_TITLES[column - 1]}, {self._name(layer)}")
                self._grid.addWidget(view, layer, column)
            self._grid.setRowMinimumHeight(layer, _ROW_HEIGHT)
            self._rows.append(views)
        self._updates.clear()

    def _name(self, layer: int) -> str:
        return "Outputs" if layer == len(self._sizes) - 2 else f"Layer {layer + 1}"

    def _views(self) -> list[SpreadView]:
        return [view for row in self._rows for view in row]

    # What it shows

    def _look(self) -> None:
        """Have the moment shown measured, and what is missing of the run."""
        dataset, timeline = self.workbench.library.dataset, self.workbench.timeline
        # The timeline's moment, not the one drawn last: that may be of a run that was put aside since.
        if timeline.snapshot is not None and dataset is not None and self.isVisible():
            self._model.look(timeline.snapshot, dataset.train)

    def _found(self) -> None:
        if not self.isVisible():
            return
        self._show()
        is_running = self.workbench.training.state is State.RUNNING
        self._look_again.rest(_REST.after(self._model.seconds) if is_running else _AT_ONCE_MS)
        self._look_again()

    def _hurry(self, state: State) -> None:
        """Rest no longer when training has paused: nothing is left to be considerate of."""
        if state is not State.RUNNING:
            self._look_again.rest(_AT_ONCE_MS)

    def _show(self) -> None:
        """Show the moment wanted if it was measured; else the latest while the run is followed, or what was shown."""
        snapshot, moments = self._snapshot, self._model.moments
        if snapshot is None:
            return
        moments = [moment for moment in moments if len(moment.statistics.layers) == len(self._rows)]
        moment = self._model.at(snapshot.step)
        if moment is None and self.workbench.timeline.is_live and moments:
            moment = moments[-1]
        if moment is None or moment not in moments:
            if self._moment is None:
                self._caption.setText("Measuring…")
            return
        self._moment = moment
        self._caption.setText(
            f"Epoch {moment.epoch:.2f}, on {SAMPLE} training images. Bars: now. Strips: the run, its beginning on top."
        )
        marked = None if self.workbench.timeline.is_live else moment.epoch
        for layer, row in enumerate(self._rows):
            now = _histograms(moment.statistics.layers[layer])
            runs = [(at.epoch, _histograms(at.statistics.layers[layer])) for at in moments]
            for kind, view in enumerate(row):
                view.show_spread(now[kind], [(epoch, found[kind]) for epoch, found in runs], marked)
        self._show_updates(moments)

    def _show_updates(self, moments: list[Moment]) -> None:
        measured = [moment for moment in moments if moment.updates]
        epochs = np.array([moment.epoch for moment in measured])
        for layer in range(len(self._rows)):
            ratios = np.array([moment.updates[layer] for moment in measured])
            self._updates.set_series(
                f"layer {layer}", epochs, ratios, color=f"runs:{layer}", label=self._name(layer).lower()
            )
        timeline = self.workbench.timeline
        shown = timeline.snapshot
        self._updates.set_playhead(None if timeline.is_live or shown is None else shown.epoch)


def _histograms(layer: LayerStatistics) -> tuple[Histogram, ...]:
    return layer.weights, layer.weight_slopes, layer.values
