"""NeuronsPanel: what each hidden neuron looks for, one picture per neuron."""

import numpy as np
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from core.arrays import Array
from core.insight import neurons
from core.training.snapshot import Snapshot
from desktop.panels.panel import Panel
from desktop.theme import Theme, ThemeKeeper
from desktop.widgets.image_grid import ImageGrid, Scale
from desktop.widgets.labels import hint
from desktop.widgets.number_fields import Combo
from desktop.workbench import Workbench

_DEEPER = (
    "A deeper layer sees no pixels. These are its weights multiplied through the layers before, "
    "as if these had no activation: what each neuron leans to."
)


class NeuronsPanel(Panel):
    """The weight images of a layer, live."""

    rest_ms = 66  # fifteen pictures of all neurons a second: the eye sees them change, and training keeps its pace

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._snapshot: Snapshot | None = None
        self._sizes: tuple[int, ...] = ()
        self._grid = ImageGrid(themes.theme, "neuron")
        self._grid.setObjectName("weightImages")
        self._grid.setAccessibleName("Weight images")
        self._grid.set_empty_text("The network is being made.")
        self._grid.set_legend_visible(True)
        self._grid.set_tooltips(self._describe)
        self._layer = Combo()
        self._layer.setObjectName("layerCombo")
        self._layer.setAccessibleName("Layer")
        self._layer.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self._layer.setToolTip("<p>Which layer's neurons are shown.</p>")
        self._layer.currentIndexChanged.connect(self._redraw)
        self._own_scale = QCheckBox("Own scale for each")
        self._own_scale.setObjectName("ownScaleCheck")
        self._own_scale.setToolTip(
            "<p>Off: one color range for all pictures, so that they can be compared. "
            "On: each picture uses the full range, so that weak neurons can be seen as well.</p>"
        )
        self._own_scale.setChecked(workbench.preferences.flag("own scale", False))
        self._own_scale.toggled.connect(self._change_scale)
        self._caption = hint()
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 6, 8, 4)
        bar.setSpacing(8)
        bar.addWidget(self._layer)
        bar.addWidget(self._caption, 1)
        bar.addWidget(self._own_scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._grid, 1)

    def draw(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        if snapshot.network.sizes != self._sizes:
            self._offer_layers(snapshot.network.sizes)
        self._redraw()

    def show_layer(self, layer: int) -> None:
        """Show a layer, from 0; nothing changes where there is no such layer."""
        if 0 <= layer < self._layer.count():
            self._layer.setCurrentIndex(layer)

    def set_theme(self, theme: Theme) -> None:
        self._grid.set_theme(theme)

    def _offer_layers(self, sizes: tuple[int, ...]) -> None:
        chosen = self._layer.currentIndex()
        self._sizes = sizes
        self._layer.blockSignals(True)
        self._layer.clear()
        for index, size in enumerate(sizes[1:-1]):
            self._layer.addItem(f"Layer {index + 1}: {size:,} neurons")
        self._layer.addItem(f"Outputs: {sizes[-1]} neurons")
        self._layer.setCurrentIndex(max(0, min(chosen, self._layer.count() - 1)))
        self._layer.blockSignals(False)

    def _redraw(self) -> None:
        if self._snapshot is None:
            return
        layer = self._layer.currentIndex()
        is_output = layer == len(self._sizes) - 2
        pictures = neurons.pictures(self._snapshot.network, layer)
        dataset = self.workbench.library.dataset
        captions = dataset.class_names if is_output and dataset is not None else None
        scale: Scale = "each" if self._own_scale.isChecked() else "common"
        self._grid.show_images(pictures, scale, limit=_common_limit(pictures), captions=captions)
        self._caption.setText(_DEEPER if layer > 0 else "Orange: ink excites the neuron. Blue: ink inhibits it.")

    def _change_scale(self, is_own: bool) -> None:
        self.workbench.preferences.set_flag("own scale", is_own)
        self._redraw()

    def _describe(self, index: int) -> str:
        if self._snapshot is None:
            return ""
        layer = self._snapshot.network.layers[self._layer.currentIndex()]
        weights = layer.weights[:, index]
        return f"bias {layer.biases[index]:.3g}, weights from {weights.min():.3g} to {weights.max():.3g}"


def _common_limit(pictures: Array) -> float:
    """Return the size of weight that has the full color: nearly the largest, so that a few do not pale the rest."""
    sizes = np.abs(pictures.reshape(-1)[:: max(1, pictures.size // 20_000)])
    return float(np.quantile(sizes, 0.998)) or float(np.abs(pictures).max())
