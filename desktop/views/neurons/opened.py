"""OpenedNeuron: the one neuron that is opened, hidden or an output, and what a click on its card does."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from core.arrays import Array
from core.data.dataset import Split
from core.insight import neurons
from core.insight.ablation import without
from core.insight.liveliness import Liveliness
from core.insight.neuron import Portrait
from core.insight.output import Feeders, OutputPortrait
from core.training.snapshot import Snapshot
from desktop.background.throttle import Rest, Throttle
from desktop.look.theme import Theme
from desktop.models.neurons import Feeding, Portrayal
from desktop.models.selection import Neuron
from desktop.session.workbench import Workbench
from desktop.views.neurons.card import NeuronCard
from desktop.views.neurons.strip import Strip
from desktop.widgets.words import neurons as words

_STROKE_MS = 60  # strokes come faster than the card is worth being drawn
_STROKE_REST = Rest(times=2)  # and a card that is dear leaves the pen two thirds of the time
EXAMPLES = 8
"""How many images, moments and feeding neurons a card shows of each kind."""


class OpenedNeuron(QObject):
    """Fills the card of a neuron from what is known, and shows elsewhere what is clicked on it.

    Parameters
    ----------
    workbench : Workbench
        The models it shows and asks.
    theme : Theme
        The colors to draw with.
    """

    told = Signal()  # something new is known about the neuron that is open

    def __init__(self, workbench: Workbench, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._portrayal: Portrayal | None = None
        self.card = NeuronCard(theme)
        self.card.setObjectName("neuronCard")
        self.card.hide()
        self.card.most_picked.connect(lambda place: self._put_on_pad(place, is_most=True))
        self.card.least_picked.connect(lambda place: self._put_on_pad(place, is_most=False))
        self.card.moment_picked.connect(self._go_to_moment)
        self.card.for_picked.connect(lambda place: self._open_feeder(place, speaks_for=True))
        self.card.against_picked.connect(lambda place: self._open_feeder(place, speaks_for=False))
        workbench.neurons.portrayed.connect(self._take)
        self._tell_soon = Throttle(self.told.emit, _STROKE_REST, delay_ms=_STROKE_MS, parent=self)
        workbench.pad.image_changed.connect(lambda image: self._tell_soon())

    @property
    def portrayal(self) -> Portrayal | None:
        """What was found out last about a neuron."""
        return self._portrayal

    def ask(self, snapshot: Snapshot, neuron: Neuron, test: Split, *, is_urgent: bool) -> None:
        """Ask for what takes a look at many images."""
        spread = self._workbench.timeline.recording.spread(EXAMPLES)
        # A new network of other layers may be recorded already while the one before is still on screen.
        moments = tuple(moment for moment in spread if moment.network.sizes == snapshot.network.sizes) or (snapshot,)
        self._workbench.neurons.portray(snapshot.network, neuron, test, moments, EXAMPLES, is_urgent=is_urgent)

    def show(self, snapshot: Snapshot, neuron: Neuron, liveliness: Liveliness | None) -> None:
        """Show a neuron at one moment, with all that is known about it so far.

        Parameters
        ----------
        snapshot : Snapshot
            The moment.
        neuron : (int, int)
            Layer and index, from 0.
        liveliness : Liveliness, optional
            What is known about the neurons of its layer; none for an output.
        """
        layer, index = neuron
        sizes = snapshot.network.sizes
        is_output = layer == len(sizes) - 2
        names = self._workbench.class_names
        picture = neurons.pictures(snapshot.network, layer, np.array([index]))[0]
        deeper = "" if layer == 0 else words.LINEAR
        self.card.show_neuron(
            words.title(neuron, sizes, names),
            picture,
            f"weights from {picture.min():.3g} to {picture.max():.3g}\n{deeper}".strip(),
            is_muted=None if is_output else neuron in self._workbench.selection.muted,
        )
        self.card.set_class_names(names)
        bias = float(snapshot.network.layers[layer].biases[index])
        found = self._known(neuron, sizes)
        now = self._on_pad(snapshot, neuron)
        if is_output:
            self._tell_output(found, neuron, bias, now)
        else:
            self._tell_hidden(found, neuron, bias, now, liveliness, is_last=layer == len(sizes) - 3)
        self._show_examples(found)
        self._show_film(found, snapshot)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self.card.set_theme(theme)

    # What is shown ---------------------------------------------------------------------------------

    def _on_pad(self, snapshot: Snapshot, neuron: Neuron) -> list[str]:
        """Say what the neuron's value is for what is on the pad; nothing while that is empty."""
        pad, (layer, index) = self._workbench.pad, neuron
        if pad.ink.is_empty:
            return []
        with np.errstate(over="ignore", invalid="ignore"):  # one that diverged may be looked at as well
            network = without(snapshot.network, self._workbench.selection.muted - {neuron})
            return [words.on_pad(float(network.activity(pad.image[np.newaxis]).values[layer][0, index]))]

    def _known(self, neuron: Neuron, sizes: tuple[int, ...]) -> Portrayal | None:
        found = self._portrayal
        if found is None or found.network.sizes != sizes:
            return None
        return found if (found.portrait.layer, found.portrait.index) == neuron else None

    def _tell_hidden(
        self,
        found: Portrayal | None,
        neuron: Neuron,
        bias: float,
        now: list[str],
        liveliness: Liveliness | None,
        *,
        is_last: bool,
    ) -> None:
        portrait = found.portrait if found and isinstance(found.portrait, Portrait) else None
        marks = words.marks(liveliness, ()).get(neuron[1], ())  # its button says whether it is switched off
        told = words.facts(bias, portrait, found.means if found else None, self._workbench.class_names)
        self.card.show_facts("\n".join([told[0], *now, *told[1:], *(mark.words for mark in marks)]), words.FACTS_TIP)
        self.card.show_votes(portrait.votes if portrait else None, words.votes_note(is_last))

    def _tell_output(self, found: Portrayal | None, neuron: Neuron, bias: float, now: list[str]) -> None:
        portrait = found.portrait if found and isinstance(found.portrait, OutputPortrait) else None
        name = self._workbench.class_names[neuron[1]]
        told = words.output_facts(bias, portrait, name)
        self.card.show_facts("\n".join([told[0], *now, *told[1:]]), words.OUTPUT_FACTS_TIP)
        feeders = portrait.feeders if portrait else None
        speak_for = _fed(found.speak_for if found else None, feeders, neuron[0] - 1)
        speak_against = _fed(found.speak_against if found else None, feeders, neuron[0] - 1)
        has_none = neuron[0] == 0
        note = "" if has_none else words.FEEDERS_NOTE
        self.card.show_feeders(speak_for, speak_against, note, words.NO_FEEDERS if has_none else self._no_images())

    def _show_examples(self, found: Portrayal | None) -> None:
        most = self._examples(found.portrait.most, found.portrait.values) if found else Strip()
        least = self._examples(found.portrait.least, found.portrait.values) if found else Strip()
        self.card.show_examples(most, least, self._no_images())

    def _no_images(self) -> str:
        test = self._test
        return "" if test is not None and len(test) else "This data set has no test images."

    def _examples(self, places: npt.NDArray[np.intp], values: Array) -> Strip:
        test, names = self._test, self._workbench.class_names
        if test is None or len(values) != len(test):
            return Strip()
        labels = [names[label] for label in test.labels[places]]
        tips = [
            f"test image {place + 1:,}, labelled {label}, value {values[place]:.3g}\nA click puts it on the pad."
            for place, label in zip(places.tolist(), labels, strict=True)
        ]
        return Strip(test.images[places], labels, tips)

    def _show_film(self, found: Portrayal | None, snapshot: Snapshot) -> None:
        if found is None:
            self.card.show_film(Strip(), None, "Through time")
            return
        steps = [moment.step for moment in found.moments]
        now = int(np.searchsorted(steps, snapshot.step, side="right")) - 1 if steps else None
        captions = [words.batches(step) for step in steps]
        tips = [
            f"batch {moment.step:,}, epoch {moment.epoch:.3g}\nA click goes there on the timeline."
            for moment in found.moments
        ]
        note = "Through time, by batches" if len(steps) > 1 else "Through time: train, and there is more to see"
        self.card.show_film(Strip(found.film, captions, tips), now, note)

    @property
    def _test(self) -> Split | None:
        dataset = self._workbench.library.dataset
        return None if dataset is None else dataset.test

    def _take(self, found: Portrayal) -> None:
        self._portrayal = found
        self.told.emit()

    # Where a click leads ---------------------------------------------------------------------------

    def _put_on_pad(self, place: int, *, is_most: bool) -> None:
        test, found = self._test, self._portrayal
        if test is not None and found is not None:
            index = int((found.portrait.most if is_most else found.portrait.least)[place])
            self._workbench.show_on_pad(test.images[index], int(test.labels[index]))

    def _go_to_moment(self, place: int) -> None:
        if self._portrayal is not None:
            timeline = self._workbench.timeline
            timeline.move_to(timeline.recording.at_step(self._portrayal.moments[place].step))

    def _open_feeder(self, place: int, *, speaks_for: bool) -> None:
        found = self._portrayal
        feeding = None if found is None else found.speak_for if speaks_for else found.speak_against
        if found is not None and feeding is not None:
            self._workbench.selection.choose_neuron((found.portrait.layer - 1, int(feeding.neurons[place])))


def _fed(feeding: Feeding | None, feeders: Feeders | None, layer: int) -> Strip:
    """Return the neurons of a layer that feed an output, each with what it adds on average."""
    if feeding is None or feeders is None:
        return Strip(np.zeros((0, 28, 28), np.float32))
    chosen = feeding.neurons.tolist()
    captions = [words.push(float(feeders.pushes[index])) for index in chosen]
    tips = [words.fed_by(index, layer, float(feeders.weights[index]), float(feeders.means[index])) for index in chosen]
    return Strip(feeding.pictures, captions, tips)
