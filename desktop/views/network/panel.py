"""DiagramPanel: the network while it looks at the pad, or at a test image: neurons, links, sums."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from core.arrays import Bytes
from core.insight.ablation import without
from core.insight.diagram import MOST_LINKS, MOST_NEURONS, Diagram, diagram, links_into, links_out_of, pushes
from core.insight.sums import written_out
from core.network.network import Network
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import drawn
from desktop.models.selection import Neuron
from desktop.models.training import State
from desktop.session.workbench import Workbench
from desktop.views.muted_note import MutedNote
from desktop.views.network.diagram import NetworkView
from desktop.views.network.frozen import frozen_words, layers_of
from desktop.views.network.output_words import verdict
from desktop.views.network.scene import Scene
from desktop.views.network.shown_image import ShownImage
from desktop.views.network.slow_motion import NOT_FINITE, SlowMotion
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, ComeToFront, MarkLines, TakeMiddle, WalkThrough
from desktop.widgets.labels import hint
from desktop.widgets.words.sums import sum_in_words

_LEGEND = (
    "Orange links speak for a neuron, blue and dashed ones against it; the thicker, the louder. "
    "The fuller a neuron's color, the more active it is. Point at a neuron to see its sum; a click opens it "
    "under Neurons."
)
_NO_IMAGE = "There are no test images to show the network: draw {what} on the pad."
_STAND_IN = (
    "What is on the pad, as your network sees it: it is not trained yet, and Inkling's own reads the pad meanwhile"
)
_RELEASE = ". It stays chosen: a click beside the neurons, or Esc, lets it go."
_PAUSE_FIRST = "Training runs. Pause it to walk through a step."
_STROKE_MS = 30  # strokes come faster than a large network can be drawn
_STROKE_REST = Rest(times=1)  # and drawing one leaves the pen half of the time
_PIXEL_LINKS = 12  # of the neuron looked at: the picture shows what all its pixels add
_NARROW = 55  # characters: in fewer the words of a frame do not stand beside the diagram
_WIDE = 560  # pixels from which five terms of a sum fit into three lines


class DiagramPanel(Panel):
    """The network as it is drawn in books, with the figures it has at this moment."""

    rest_ms = 250

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._network: Network | None = None
        self._diagram: Diagram | None = None
        self._pointed: Neuron | None = None
        self._picked: Neuron | None = None
        self._stays = ""  # which layers do not learn, in words
        self._is_projected = False
        self._actions: Actions | None = None
        self._has_room = False  # whether the curves have left theirs
        self._shown = ShownImage(workbench.pad, workbench.library)
        self._view = NetworkView(themes.theme)
        self._view.setObjectName("networkView")
        self._view.setAccessibleName("Network")
        self._view.pointed.connect(self._point_at)
        self._view.picked.connect(self._pick)
        self._redraw_soon = Throttle(self._redraw, _STROKE_REST, delay_ms=_STROKE_MS, parent=self)
        self._view.capacity_changed.connect(lambda count: self._redraw_soon())
        self._caption, self._words = hint(), hint(_LEGEND)
        self._caption.setObjectName("networkImageLabel")
        self._caption.setToolTip(wrapped("What is drawn on the pad is looked at as soon as the pad changes."))
        self._answer = hint()
        self._answer.setObjectName("networkAnswerLabel")
        self._words.setObjectName("networkSumLabel")
        self._words.keep_lines(3, no_more=True)
        self._buttons = [
            _button("Previous", "Show the network the test image before.", lambda: self._turn(self._shown.turn_back)),
            _button("Next", "Show the network the next test image.", lambda: self._turn(self._shown.turn_on)),
            _button("Random", "Show the network any test image.", lambda: self._turn(self._shown.turn_to_any)),
        ]
        self._pad_button = _button(
            "Pad", "Show the network what is on the pad again.", lambda: self._turn(self._shown.turn_to_pad)
        )
        self._pad_button.setAccessibleName("What is on the pad")
        self._muted_note = MutedNote(workbench.selection, "networkMutedLabel", "networkAllOnButton")
        self._slow = SlowMotion(workbench, themes, self._view, self._shown, self)
        self._slow.bar.left.connect(self._leave_slow_motion)
        self._slow.lines_shown.connect(lambda text: self.wished.emit(MarkLines(text)))
        self._lay_out()
        self._add_keys()
        workbench.pad.image_changed.connect(self._pad_changed)
        workbench.pad.stand_in_changed.connect(lambda is_stand_in: self._redraw_soon())
        workbench.selection.neuron_changed.connect(self._follow_selection)
        workbench.selection.altered.connect(self._redraw)
        workbench.library.loaded.connect(lambda dataset: self._redraw_soon())
        workbench.training.state_changed.connect(self._follow_state)
        workbench.settings.changed.connect(lambda value: self._redraw() if self._slow.is_open else None)
        for moment in (workbench.lessons.begun, workbench.lessons.left):
            moment.connect(self._leave_slow_motion)  # the next lesson may need the curves, of which it takes the room

    def commands(self) -> Commands:
        """Return what opens slow motion, and leaves it."""
        return {"slowMotionAction": self._open_or_leave_slow_motion}

    def use_actions(self, actions: Actions) -> None:
        """Take the action of slow motion, which this panel switches on and off."""
        self._actions = actions
        self._follow_state(self.workbench.training.state)

    def project(self, is_projected: bool) -> None:
        """Leave the room to the network: nobody points at neurons from the last row."""
        self._is_projected = is_projected
        for button in (*self._buttons, self._pad_button):
            button.setHidden(is_projected)
        self._below.setHidden(is_projected or self._slow.is_open)

    def answers(self) -> Answers:
        """Return that this view walks through images."""
        return {WalkThrough: self._walk_through}

    def draw(self, snapshot: Snapshot) -> None:
        """Draw the network of the moment at work on the pad or a test image, as it is looked at."""
        if self._slow.is_open:
            self._slow.take(snapshot)
            return
        image = self._shown.image
        self._network = self._diagram = None
        self._show_caption()
        if image is None:
            self._say(_NO_IMAGE.format(what=drawn(self._names())))
            return
        selection = self.workbench.selection
        network, off = selection.as_damaged(snapshot.network), selection.muted
        most, pinned = min(MOST_NEURONS, self._view.capacity), () if self._picked is None else (self._picked,)
        outputs = self._view.most_outputs
        seen = diagram(network, image, most_neurons=most, most_outputs=outputs, off=off, always=pinned)
        if not all(np.isfinite(values).all() for values in (*seen.sums, *seen.values)):
            self._say(NOT_FINITE)
            return
        self._network, self._diagram = network, seen
        self._answer.setText(verdict(seen.values[-1], self._names()))
        settings = snapshot.hyperparameters
        frozen = layers_of(settings.frozen)
        self._stays = frozen_words(frozen, len(network.layers))
        self._view.setToolTip(wrapped(self._stays) if self._stays else "")
        are_shares = settings.output.is_probability
        self._view.show_scene(Scene(seen, image, self._names(), are_shares, frozen=frozen))
        self._show_focus()

    def set_theme(self, theme: Theme) -> None:
        self._view.set_theme(theme)

    def _lay_out(self) -> None:
        self._usual_bar = QWidget()
        bar = QHBoxLayout(self._usual_bar)
        bar.setContentsMargins(8, 6, 8, 4)
        bar.setSpacing(6)
        captions = QVBoxLayout()
        captions.setSpacing(0)
        captions.addWidget(self._caption)
        captions.addWidget(self._answer)
        bar.addLayout(captions, 1)
        bar.addWidget(self._muted_note)
        for button in (*self._buttons, self._pad_button):
            bar.addWidget(button)
        self._below = QWidget()
        below = QHBoxLayout(self._below)
        below.setContentsMargins(8, 3, 8, 3)
        below.addWidget(self._words)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._view, 5)
        self._beside.addWidget(self._slow.card, 4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._usual_bar)
        layout.addWidget(self._slow.bar)
        layout.addLayout(self._beside, 1)
        layout.addWidget(self._below)

    # Slow motion

    def _add_keys(self) -> None:
        """Let the keys go from frame to frame in slow motion, wherever in this view the keyboard is."""
        model = self._slow.model
        acts = {
            "Left": lambda: model.move_by(-1),
            "Right": lambda: model.move_by(1),
            "Home": lambda: model.go_to(0),
            "End": lambda: model.go_to(model.count - 1),
        }
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self._keys = [QShortcut(QKeySequence(keys), self, context=context) for keys in acts]
        for shortcut, act in zip(self._keys, acts.values(), strict=True):
            shortcut.activated.connect(act)
        self._show_slow_motion(is_open=False)

    def event(self, event: QEvent) -> bool:
        """Take Esc in slow motion, which the window would take otherwise."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and self._slow.is_open and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Play with Space and leave with Esc, while slow motion is shown."""
        if self._slow.is_open and event.key() == Qt.Key.Key_Space:
            self._slow.model.play_or_stop()
        elif self._slow.is_open and event.key() == Qt.Key.Key_Escape:
            self._leave_slow_motion()
        else:
            super().keyPressEvent(event)

    def _open_or_leave_slow_motion(self) -> None:
        if self._slow.is_open:
            self._leave_slow_motion()
            return
        self.wished.emit(ComeToFront())
        self._open_slow_motion(())

    def _walk_through(self, wish: WalkThrough) -> None:
        self._open_slow_motion(wish.frames, wish.seen)
        self._slow.walk_training_image(wish.train_image)

    def _open_slow_motion(self, frames: tuple[str, ...], seen: Callable[[], object] | None = None) -> None:
        self._slow.open(frames, seen)
        self._show_slow_motion(is_open=True)
        self._redraw()
        self._view.setFocus()

    def _leave_slow_motion(self) -> None:
        if self._slow.is_open:
            self._slow.close()
            self._show_slow_motion(is_open=False)
            self._redraw()

    def _show_slow_motion(self, *, is_open: bool) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(is_open)
        self._usual_bar.setVisible(not is_open)
        self._below.setVisible(not is_open and not self._is_projected)
        self._claim_room()

    def _claim_room(self) -> None:
        """Take the room of the curves while slow motion is in sight: a single step is no more than a point on them."""
        needs_room = self._slow.is_open and self.isVisible()
        if needs_room != self._has_room:
            self._has_room = needs_room
            self.wished.emit(TakeMiddle(needs_room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let a frame's words stand beside the diagram, or below it where they would be too narrow to be read."""
        super().resizeEvent(event)
        is_narrow = self.width() < _NARROW * self.fontMetrics().averageCharWidth()
        directions = QBoxLayout.Direction
        self._beside.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._claim_room()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._claim_room()

    def _follow_state(self, state: State) -> None:
        """Offer slow motion while nothing is trained, and walk on from where training stopped."""
        if self._actions is not None:
            is_running = state is State.RUNNING
            self._actions["slowMotionAction"].setEnabled(not is_running)
            self._actions.set_tip("slowMotionAction", _PAUSE_FIRST if is_running else None)
        if self._slow.is_open and state is not State.RUNNING:
            self._redraw()

    def _say(self, text: str) -> None:
        self._view.show_text(text)
        self._words.setText("")
        self._answer.setText("")

    # Which image

    def _pad_changed(self, image: Bytes) -> None:
        self._shown.wants_pad = True
        self._redraw_soon()

    def _turn(self, turn: Callable[[], bool]) -> None:
        """Look at another image, where there is one."""
        if turn():
            self._redraw()

    def _show_caption(self) -> None:
        for button in self._buttons:
            button.setEnabled(self._shown.count > 0)
        self._pad_button.setEnabled(not (self._shown.wants_pad or self.workbench.pad.ink.is_empty))
        is_read_by_another = self.workbench.pad.is_stand_in and self._shown.is_pad
        self._caption.setText(_STAND_IN if is_read_by_another else self._shown.words)

    def _redraw(self) -> None:
        """Draw now what is shown, or as soon as it can be seen."""
        snapshot = self.workbench.timeline.snapshot
        if snapshot is not None and self.isVisible():
            self.draw(snapshot)
        else:
            self._undrawn = snapshot

    # Which neuron

    def _point_at(self, neuron: Neuron | None) -> None:
        if self._slow.is_open:
            self._slow.point_at(neuron)
            return
        self._pointed = neuron
        self._show_focus()

    def _pick(self, neuron: Neuron | None) -> None:
        """Keep looking at a neuron, which is opened among the neurons as well; in slow motion follow it."""
        if self._slow.is_open:
            self._slow.pick(neuron)
            return
        self._keep(neuron)
        self.workbench.selection.choose_neuron(neuron)

    def _follow_selection(self, neuron: Neuron | None) -> None:
        self._keep(neuron)

    def _keep(self, neuron: Neuron | None) -> None:
        """Keep looking at a neuron, which is drawn even where others are louder, or at none."""
        self._picked = neuron
        if self._slow.is_open:
            return
        if neuron is not None and self._diagram is not None and not self._is_drawn(neuron):
            self._redraw()
        else:
            self._show_focus()

    def _is_drawn(self, neuron: Neuron) -> bool:
        assert self._diagram is not None  # asked only then
        return self._has(neuron) and neuron[1] in self._diagram.shown[neuron[0]]

    def _show_focus(self) -> None:
        """Show the links and the sum of the neuron that is looked at."""
        if self._diagram is None or self._network is None:
            return
        neuron = next((n for n in (self._pointed, self._picked) if n is not None and self._has(n)), None)
        if neuron is None:
            self._view.show_focus(None, words=self._stays)
            self._words.setText(_LEGEND)
            return
        layer, index = neuron
        most = MOST_LINKS if layer else _PIXEL_LINKS
        links = [(layer, links_into(self._network, self._diagram, layer, index, most))]
        if layer < len(self._network.layers) - 1:
            links.append((layer + 1, links_out_of(self._network, self._diagram, layer, index)))
        words = self._sum_of(layer, index)
        if neuron == self._picked:
            words += _RELEASE
        by_pixel = None if layer else pushes(self._network, self._diagram, index)
        self._view.show_focus(neuron, tuple(links), f"{words} {self._stays}".strip(), by_pixel)
        self._words.setText(words)

    def _has(self, neuron: Neuron) -> bool:
        assert self._diagram is not None  # asked only then
        layer, index = neuron
        return 0 <= layer < len(self._diagram.values) and index < len(self._diagram.values[layer])

    def _sum_of(self, layer: int, index: int) -> str:
        assert self._network is not None and self._diagram is not None  # noqa: PT018  # asked only then
        network = without(self._network, self._diagram.off)
        activity = network.activity(self._diagram.image[np.newaxis])
        has_room = self.width() >= _WIDE and (layer, index) != self._picked  # more is said of the one chosen
        most = 5 if has_room else 3
        written = written_out(network, activity, layer, index, most)
        is_output = layer == len(self._network.layers) - 1
        who = f"Output {self._names()[index]}" if is_output else f"Neuron {index + 1:,} of layer {layer + 1}"
        label = self._network.layers[layer].activation.label
        if (layer, index) in self._diagram.off:
            who += " is switched off and passes nothing on; it would be"
        return f"{who}: {sum_in_words(written, label, is_of_pixels=layer == 0)}"

    def _names(self) -> tuple[str, ...]:
        return self.workbench.class_names


def _button(text: str, tip: str, act: object) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setObjectName(f"network{text}Button")
    button.setAccessibleName(f"{text} test image")
    button.setToolTip(wrapped(tip))
    button.clicked.connect(act)
    return button
