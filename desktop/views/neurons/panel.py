"""NeuronsPanel: the wall of all neurons of a layer, one picture each, and a card for the one that is opened."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from core.data.dataset import Split
from core.network.network import Network
from core.training.snapshot import Snapshot
from desktop.actions import Commands
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme, ThemeKeeper
from desktop.models.neurons import Comparison, Survey
from desktop.models.selection import Neuron
from desktop.session.workbench import Workbench
from desktop.views.muted_note import MutedNote
from desktop.views.neurons.breaking import BreakStrip
from desktop.views.neurons.opened import OpenedNeuron
from desktop.views.neurons.wall import NeuronWall
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, ExportAnimation, GoBack, ShowNeuron, ShowNeurons, ShowWall
from desktop.widgets.spotlight import Spotlight
from desktop.widgets.words import neurons as words

_ASK_MS = 15  # what jobs find out is asked for once the new moment is painted, so that they do not hold it up
_WALL_BESIDE = 940  # pixels of width from which the wall stays in sight beside an open neuron


class NeuronsPanel(Panel):
    """The weight images of a layer, live, and one neuron from all sides."""

    rest_ms = 100  # ten pictures of all neurons a second: the eye sees them change, and training keeps its pace

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._snapshot: Snapshot | None = None  # with the network as it is damaged
        self._sound: Network | None = None  # as it is trained
        self._comparison: Comparison | None = None
        self._wall = NeuronWall(workbench, themes.theme)
        self._opened = OpenedNeuron(workbench, themes.theme, self)
        self._card = self._opened.card
        self._origin = ""  # the view that the neuron was opened from; none for the wall
        self._is_asking_urgently = False
        self._ask_all = Throttle(self._ask, Rest(), delay_ms=_ASK_MS, parent=self)
        self._muted_note = MutedNote(workbench.selection, "mutedLabel", "allOnButton")
        self._muted_note.setContentsMargins(8, 4, 8, 4)
        self._strip = BreakStrip(workbench.selection)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._wall, 4)
        middle.addWidget(self._card, 7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(self._strip)
        layout.addWidget(self._muted_note)  # below: what comes and goes above would move the button under the mouse
        self._join()

    def _join(self) -> None:
        workbench, card, wall = self.workbench, self._card, self._wall
        workbench.neurons.surveyed.connect(self._take_survey)
        workbench.neurons.compared.connect(self._take_comparison)
        workbench.training.state_changed.connect(lambda state: self._ask_when_paused())
        workbench.selection.neuron_changed.connect(self._show_choice)
        workbench.selection.altered.connect(self._show_altered)
        wall.opened.connect(workbench.selection.choose_neuron)
        wall.picked.connect(self._follow)
        wall.menu_asked.connect(self._show_menu)
        wall.view_changed.connect(lambda: self._redraw(is_urgent=True))
        self._opened.told.connect(self._show_card)
        card.closed.connect(self._close)
        card.stepped.connect(self._step)
        card.mute_asked.connect(lambda: self._toggle(self._open))

    # What is shown ---------------------------------------------------------------------------------

    def draw(self, snapshot: Snapshot) -> None:
        """Show the weights of the moment; where the layers are others, without what was compared before."""
        is_other = self._snapshot is None or self._snapshot.network.sizes != snapshot.network.sizes
        network = self._take(snapshot)
        if is_other:
            self._comparison = None
            self._strip.use_layers(len(snapshot.network.layers) - 1)
            self._wall.show_network(network, None)
            self._show_choice(self.workbench.selection.neuron)
        else:
            self._redraw()

    def _take(self, snapshot: Snapshot) -> Network:
        self._sound, network = snapshot.network, self.workbench.selection.as_damaged(snapshot.network)
        self._snapshot = replace(snapshot, network=network)
        return network

    def commands(self) -> Commands:
        """Return what writes an animation of the layer that is shown."""
        return {"exportAnimationAction": lambda: self.wished.emit(ExportAnimation(self._wall.layer))}

    def answers(self) -> Answers:
        """Open one neuron, show those of the first layer, or point at those of any, for whoever tells of them."""
        return {ShowNeuron: self._open_from, ShowWall: lambda _: self._show_wall(), ShowNeurons: self._point_at}

    def _show_wall(self) -> None:
        self.workbench.selection.choose_neuron(None)
        self._wall.show_layer(0)

    def _open_from(self, wish: ShowNeuron) -> None:
        """Open a neuron that was asked for in another view; closing the neuron leads back there."""
        self.workbench.selection.choose_neuron(wish.neuron)
        if self._open is not None:
            self._show_origin(wish.origin)
            self._card.setFocus()

    def _point_at(self, wish: ShowNeurons) -> None:
        if wish.layer is not None:
            self._wall.show_layer(wish.layer)
        Spotlight(self, self.themes.theme.warning)

    def set_theme(self, theme: Theme) -> None:
        self._wall.set_theme(theme)
        self._opened.set_theme(theme)

    @property
    def _open(self) -> Neuron | None:
        """The neuron on the card, if one is."""
        neuron, snapshot = self.workbench.selection.neuron, self._snapshot
        if neuron is None or snapshot is None:
            return None
        sizes = snapshot.network.sizes
        return neuron if 0 <= neuron[0] < len(sizes) - 1 and 0 <= neuron[1] < sizes[neuron[0] + 1] else None

    @property
    def _test(self) -> Split | None:
        dataset = self.workbench.library.dataset
        return None if dataset is None else dataset.test

    def _redraw(self, *, is_urgent: bool = False) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self._wall.show_network(snapshot.network, self._open)
        self._show_card()
        self._ask_soon(is_urgent=is_urgent or not self.workbench.is_followed_live)
        self._show_muted_words()

    def _show_card(self) -> None:
        if self._snapshot is not None and self._open is not None and self.isVisible():
            self._opened.show(self._snapshot, self._open, self._wall.liveliness(self._open[0]))

    # What jobs find out ----------------------------------------------------------------------------

    def _ask_soon(self, *, is_urgent: bool) -> None:
        self._is_asking_urgently |= is_urgent
        self._ask_all()

    def _ask(self) -> None:
        """Ask for what takes a look at many images; the newest question wins."""
        test, model, wall, snapshot = self._test, self.workbench.neurons, self._wall, self._snapshot
        is_urgent, self._is_asking_urgently = self._is_asking_urgently, False
        if test is None or snapshot is None or not self.isVisible():
            return
        recording = self.workbench.timeline.recording
        start = recording[0].network if len(recording) else snapshot.network
        if start.sizes != snapshot.network.sizes:
            start = snapshot.network  # the recording began anew, and this panel rests before it draws the new network
        model.survey(snapshot.network, wall.layer, wall.kind, start, test.images, is_urgent=is_urgent)
        if self._open is not None:
            self._opened.ask(snapshot, self._open, test, is_urgent=is_urgent)
        selection, cost = self.workbench.selection, snapshot.hyperparameters.cost
        if selection.is_altered and self._sound is not None:
            muted, damage = selection.muted, selection.damage
            model.compare(self._sound, muted, cost, test, damage=damage, is_urgent=is_urgent)

    def _ask_when_paused(self) -> None:
        """Have at once what was to wait while training ran."""
        if not self.workbench.is_followed_live:
            self._ask_soon(is_urgent=True)

    def _take_survey(self, survey: Survey) -> None:
        self._wall.take_survey(survey)
        self._show_card()

    def _take_comparison(self, found: Comparison) -> None:
        self._comparison = found
        self._show_muted_words()

    # The neuron that is opened ---------------------------------------------------------------------

    def _follow(self, neuron: Neuron) -> None:
        """While a neuron is open, the arrow keys on the wall open the next."""
        if self._open is not None:
            self.workbench.selection.choose_neuron(neuron)

    def _show_choice(self, neuron: Neuron | None) -> None:
        """Open the card for a neuron, wherever it was chosen; close it for none."""
        was_shown, is_shown = not self._card.isHidden(), self._open is not None
        if not is_shown:
            self._show_origin("")
        self._card.setVisible(is_shown)
        self._make_room()
        if self._open is not None and self._open[0] != self._wall.layer:
            self._wall.show_layer(self._open[0])  # draws
        elif self.isVisible():
            self._redraw(is_urgent=True)
        if is_shown and not was_shown and self._wall.isHidden():
            self._card.setFocus()
        elif was_shown and not is_shown:
            self._wall.take_focus()

    def _make_room(self) -> None:
        self._wall.setVisible(self._open is None or self.width() >= _WALL_BESIDE)

    def _close(self) -> None:
        """Go back to where the neuron was opened: to the wall, or to another view."""
        origin = self._origin
        self.workbench.selection.choose_neuron(None)
        if origin:
            self.wished.emit(GoBack())

    def _show_origin(self, origin: str) -> None:
        self._origin = origin
        self._card.set_way_back(origin)

    def _step(self, by: int) -> None:
        """Open the next neuron in the order of the wall, round at its ends."""
        neuron = None if self._open is None else self._wall.beside(self._open, by)
        if neuron is not None:
            self.workbench.selection.choose_neuron(neuron)

    # Neurons that are switched off -----------------------------------------------------------------

    def _toggle(self, neuron: Neuron | None) -> None:
        """Switch a hidden neuron off or on; an output cannot be switched off."""
        if neuron is not None and self._is_hidden(neuron):
            self.workbench.selection.toggle_muted(neuron)

    def _is_hidden(self, neuron: Neuron) -> bool:
        return self._snapshot is not None and neuron[0] < len(self._snapshot.network.layers) - 1

    def _show_altered(self) -> None:
        if self._snapshot is not None and self._sound is not None:
            self._take(replace(self._snapshot, network=self._sound))
        if self.isVisible():
            self._redraw(is_urgent=True)

    def _show_muted_words(self) -> None:
        selection, found = self.workbench.selection, self._comparison
        muted, damage = selection.muted, selection.damage
        if selection.is_altered and self._snapshot is not None:
            known = found if found is not None and (found.muted, found.damage) == (muted, damage) else None
            whole, rest = (known.whole, known.rest) if known else (None, None)
            text = words.altered_sentence(muted, damage, whole, rest)
            self._muted_note.set_text(text)

    def _show_menu(self, neuron: Neuron, place: QPoint) -> None:
        selection = self.workbench.selection
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Open", lambda: selection.choose_neuron(neuron))
        if self._is_hidden(neuron):
            is_muted = neuron in selection.muted
            menu.addAction("Switch &on" if is_muted else "Switch o&ff", lambda: selection.toggle_muted(neuron))
        if selection.muted:
            menu.addAction("Switch &all on", lambda: selection.mute(frozenset()))
        menu.popup(place)

    # Keys and size ---------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and self._open is not None
        ):
            event.accept()  # else the window takes it
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_M and not event.modifiers():
            self._toggle(self._open or self._wall.chosen)
        elif key == Qt.Key.Key_W and not event.modifiers():
            self.workbench.selection.make_whole()
        elif key == Qt.Key.Key_Escape and self._open is not None:
            self._close()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._open is not None:
            self._step(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # another view was chosen; the window is not just minimized
            self._show_origin("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_hidden = self._wall.isHidden()
        self._make_room()
        if was_hidden and not self._wall.isHidden():
            self._redraw()
