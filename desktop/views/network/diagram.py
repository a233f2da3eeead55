"""NetworkView: a network while it looks at one image: the picture, the neurons, the strongest links between them."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.arrays import Array
from core.insight.diagram import Links
from core.insight.walk.choice import Link
from desktop.look.theme import LIGHT, Theme
from desktop.views.network import paint
from desktop.views.network.captions import GAP, paint_captions, paint_outputs
from desktop.views.network.output_words import figure
from desktop.views.network.places import Places, Points, capacity, nearest_line, outputs, place
from desktop.views.network.scene import Highlight, Neuron, Scene

_FADED = 0.14  # opacity of all links while those of one neuron are shown
_FAINT = 0.4  # opacity of neurons while others stand out
_NAMES = 0.16  # of the width, at most, for the names of the outputs
_REACH = 5.0  # pixels: so far beside a link a click may be


class NetworkView(QWidget):
    """A network drawn. One neuron can be looked at, with the mouse or the arrow keys.

    Parameters
    ----------
    theme : Theme
        The colors to draw with.
    """

    pointed = Signal(object)  # Neuron that is looked at in passing, or None
    picked = Signal(object)  # Neuron that was clicked or chosen with Enter, or None
    link_picked = Signal(object)  # Link that was clicked, while something is highlighted
    capacity_changed = Signal(int)

    def __init__(self, theme: Theme = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._scene: Scene | None = None
        self._places: Places | None = None
        self._text = ""
        self._focus: Neuron | None = None
        self._focus_links: tuple[tuple[int, Links], ...] = ()
        self._pushes: Array | None = None  # of the pixels, on the neuron looked at
        self._cursor: Neuron | None = None  # under the mouse, or where the arrow keys went
        self._links: QPixmap | None = None  # all links as painted last; None: to be painted anew
        self._capacity = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # What is shown

    @property
    def capacity(self) -> int:
        """How many neurons of a layer can be drawn."""
        return capacity(self.height(), self.fontMetrics().height())

    @property
    def most_outputs(self) -> int:
        """How many outputs can be drawn with a name beside each."""
        return outputs(self.height(), self.fontMetrics().height())

    @property
    def scene(self) -> Scene | None:
        """What is drawn."""
        return self._scene

    @property
    def focus(self) -> Neuron | None:
        """The neuron whose links are shown alone."""
        return self._focus

    def show_scene(self, scene: Scene) -> None:
        """Draw a network; what is looked at stays, if this network has it."""
        before = self._scene
        if before is None or before.diagram is not scene.diagram:
            self._links = None  # another highlight alone leaves them as they are
        self._scene, self._text = scene, ""
        if before is None or before.counts != scene.counts:
            self._places = None
        if self._cursor is not None and self._spot(self._cursor) is None:
            self._cursor = None  # not drawn any more; another neuron stands there now
        self.update()

    def show_text(self, text: str) -> None:
        """Say something in place of a network."""
        self._scene = self._places = self._links = self._cursor = None
        self._focus, self._focus_links, self._pushes = None, (), None
        self._text = text
        self.setAccessibleDescription(text)
        self.update()

    @property
    def pushes(self) -> Array | None:
        """What every pixel adds to the neuron looked at, where it hears the pixels."""
        return self._pushes

    def show_focus(
        self,
        neuron: Neuron | None,
        links: tuple[tuple[int, Links], ...] = (),
        words: str = "",
        pushes: Array | None = None,
    ) -> None:
        """Show the links of one neuron, or of all again.

        Parameters
        ----------
        neuron : tuple of int, optional
            The neuron looked at.
        links : tuple of (int, Links)
            Its links, each with the layer that they lead into.
        words : str
            What there is to say about it, for screen readers.
        pushes : ndarray, shape (28, 28), float32, optional
            What every pixel adds to it, painted in place of the picture.
        """
        self._focus, self._focus_links, self._pushes = neuron, links, pushes
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            if self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme, self._links = theme, None
        self.update()

    def center_of(self, neuron: Neuron) -> QPointF | None:
        """Return where a neuron is drawn, or None where it is not."""
        spot = self._spot(neuron)
        return None if spot is None else QPointF(*self._placed().centers[neuron[0]][spot].tolist())

    def sizeHint(self) -> QSize:
        return QSize(640, 280)

    def minimumSizeHint(self) -> QSize:
        return QSize(260, 9 * self.fontMetrics().height())

    # Places

    def _placed(self) -> Places:
        assert self._scene is not None  # only what is drawn has a place
        if self._places is None:
            metrics = self.fontMetrics()
            longest = max(metrics.horizontalAdvance(name) for name in self._scene.names)
            longest = min(longest, round(_NAMES * self.width()))  # a name that is longer is cut short
            figures = max(metrics.horizontalAdvance(figure(float(value))) for value in self._scene.diagram.values[-1])
            names = longest + max(figures, metrics.horizontalAdvance("−00.0000")) + 3 * GAP
            self._places = place(QSizeF(self.size()), self._scene.counts, metrics.height(), names)
        return self._places

    def _spot(self, neuron: Neuron) -> int | None:
        return None if self._scene is None else self._scene.spot(neuron)

    def _ends(self, layer: int, links: Links, scene: Scene) -> tuple[Points, Points]:
        """Return where the links into a layer begin and end."""
        places, shown = self._placed(), scene.diagram.shown
        if layer == 0:
            starts = places.of_pixels(links.sources)
        else:
            starts = places.centers[layer - 1][np.searchsorted(shown[layer - 1], links.sources)]
        return starts, places.centers[layer][np.searchsorted(shown[layer], links.targets)]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        if self._scene is None:
            painter.setPen(QColor(self._theme.faint_text))
            room = self.rect().adjusted(24, 12, -24, -12)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scene, places = self._scene, self._placed()
        paint.paint_picture(painter, places.picture, scene.image, self._theme)
        highlight = scene.highlight
        painter.setOpacity(1.0 if self._focus is None and highlight is None else _FADED)
        painter.drawPixmap(0, 0, self._all_links(scene))
        painter.setOpacity(1.0)
        if self._pushes is None:
            paint.paint_ink(painter, places.picture, scene.image, self._theme)
        else:
            paint.paint_pushes(painter, places.picture, self._pushes, self._theme)
        if highlight is None:
            self._paint_focus_links(painter, scene)
        else:
            self._paint_highlight(painter, scene, highlight)
        self._paint_neurons(painter, scene, places)
        paint_captions(painter, scene, places, self._theme, adds=self._pushes is not None)
        paint_outputs(painter, scene, places, self._theme, self.width())
        if self.hasFocus():
            painter.setPen(QColor(self._theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _all_links(self, scene: Scene) -> QPixmap:
        if self._links is None:
            ratio = self.devicePixelRatioF()
            self._links = QPixmap(self.size() * ratio)
            self._links.setDevicePixelRatio(ratio)
            self._links.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._links)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for layer, links in enumerate(scene.diagram.links):
                paint.paint_links(painter, links, *self._ends(layer, links, scene), self._theme)
            painter.end()
        return self._links

    def _paint_focus_links(self, painter: QPainter, scene: Scene) -> None:
        if self._focus is None or self._spot(self._focus) is None:
            return
        for layer, links in self._focus_links:
            if np.isin(links.targets, scene.diagram.shown[layer]).all():
                paint.paint_links(painter, links, *self._ends(layer, links, scene), self._theme)

    def _paint_highlight(self, painter: QPainter, scene: Scene, highlight: Highlight) -> None:
        """Paint the links that stand out, and a frame around the picture where that does."""
        for layer, links in highlight.links:
            starts, ends = self._ends(layer, links, scene)
            paint.paint_links(painter, links, starts, ends, self._theme)
            if highlight.is_backward:
                paint.paint_arrows(painter, links, starts, ends, self._theme)
        if highlight.pixels:
            paint.paint_frame(painter, self._placed().picture, self._theme)

    def _paint_neurons(self, painter: QPainter, scene: Scene, places: Places) -> None:
        colors = {} if scene.highlight is None else scene.highlight.colors
        for layer, (values, shown) in enumerate(zip(scene.diagram.values, scene.diagram.shown, strict=True)):
            shades = colors.get(layer, values)
            limit = float(np.abs(shades).max())
            if layer == len(places.centers) - 1 and scene.are_shares and layer not in colors:
                limit = 1.0
            self._paint_layer(painter, scene, layer, shades[shown], limit)
        for layer, index in scene.diagram.off:
            place = self._spot((layer, index))
            if place is not None:
                paint.paint_off(painter, places.centers[layer][place], places.radii[layer], self._theme)
        spot = None if self._focus is None else self._spot(self._focus)
        if self._focus is not None and spot is not None:
            layer = self._focus[0]
            paint.paint_ring(painter, places.centers[layer][spot], places.radii[layer], self._theme)

    def _paint_layer(self, painter: QPainter, scene: Scene, layer: int, shades: Array, limit: float) -> None:
        """Paint the neurons of a layer: those that stand out with a ring, the others faint where some do."""
        places, highlight = self._placed(), scene.highlight
        centers, radius = places.centers[layer], places.radii[layer]
        if highlight is None:
            paint.paint_neurons(painter, centers, radius, shades, limit, self._theme)
            return
        is_lit = np.array([(layer, index) in highlight.neurons for index in scene.diagram.shown[layer].tolist()])
        for lit, opacity in ((~is_lit, _FAINT), (is_lit, 1.0)):
            painter.setOpacity(opacity)
            paint.paint_neurons(painter, centers[lit], radius, shades[lit], limit, self._theme)
        for center in centers[is_lit]:
            paint.paint_ring(painter, center, radius, self._theme)
        if self._cursor is not None and self._cursor[0] == layer:
            spot = self._spot(self._cursor)
            if spot is not None:
                paint.paint_pointer(painter, centers[spot], radius, self._theme)

    # Events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._places = self._links = None
        if self.capacity != self._capacity:
            self._capacity = self.capacity
            self.capacity_changed.emit(self._capacity)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._places = self._links = None
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(self._neuron_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._scene is not None:
            neuron = self._neuron_at(event.position())
            link = None if neuron is not None else self._link_at(event.position())
            if link is None:
                self.picked.emit(neuron)
            else:
                self.link_picked.emit(link)

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and (self._cursor or self._focus)
        ):
            event.accept()  # else the window takes it
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from neuron to neuron with the arrow keys, choose one with Enter, and let it go with Esc."""
        key = Qt.Key(event.key())
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if self._scene is None or (key == Qt.Key.Key_Escape and self._cursor is None and self._focus is None):
            super().keyPressEvent(event)
        elif key in moves:
            self._point_at(self._moved(*moves[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Space and not self._is_highlighted):
            self.picked.emit(self._cursor)
        elif key == Qt.Key.Key_Escape:
            self._point_at(None)
            self.picked.emit(None)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point_at(None)
        self.update()

    @property
    def _is_highlighted(self) -> bool:
        return self._scene is not None and self._scene.highlight is not None

    def _moved(self, layers: int, spots: int) -> Neuron:
        """Return the drawn neuron so many layers and places further; the likeliest class at first."""
        assert self._scene is not None  # keys are only taken then
        diagram, start = self._scene.diagram, self._cursor or self._focus
        spot = None if start is None else self._spot(start)
        if start is None or spot is None:
            last = len(diagram.shown) - 1
            return last, int(np.argmax(diagram.values[last]))
        layer = min(max(start[0] + layers, 0), len(diagram.shown) - 1)
        if layer != start[0]:  # to the neuron at about the same height
            spot = round(spot * (len(diagram.shown[layer]) - 1) / max(1, len(diagram.shown[start[0]]) - 1))
        spot = min(max(spot + spots, 0), len(diagram.shown[layer]) - 1)
        return layer, int(diagram.shown[layer][spot])

    def _neuron_at(self, point: QPointF) -> Neuron | None:
        found = None if self._scene is None else self._placed().neuron_at(point)
        if found is None or self._scene is None:
            return None
        layer, spot = found
        return layer, int(self._scene.diagram.shown[layer][spot])

    def _link_at(self, point: QPointF) -> Link | None:
        """Return the link at a point, of those that stand out first; none while nothing does."""
        scene = self._scene
        if scene is None or scene.highlight is None:
            return None
        for layer, links in (*scene.highlight.links, *enumerate(scene.diagram.links)):
            found = nearest_line(point, *self._ends(layer, links, scene), _REACH)
            if found is not None:
                return layer, int(links.sources[found]), int(links.targets[found])
        return None

    def _point_at(self, neuron: Neuron | None) -> None:
        if neuron != self._cursor:
            self._cursor = neuron
            self.pointed.emit(neuron)
            if self._is_highlighted:
                self.update()  # nothing else shows where the keys have come to
