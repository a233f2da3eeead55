"""SlowMotion: one image through the network and back, frame by frame: joins the walk to its bar, diagram and card."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from core.insight.diagram import MOST_NEURONS, Diagram
from core.training.next_batch import going_on_with
from core.training.snapshot import Snapshot
from desktop.look.theme import ThemeKeeper
from desktop.models.announcements import Announcement
from desktop.models.selection import Neuron
from desktop.models.walk import Labelled, Source, WalkModel
from desktop.session.workbench import Workbench
from desktop.views.network.diagram import NetworkView
from desktop.views.network.frame_card import FrameCard
from desktop.views.network.lit_scene import diagram_after, diagram_of, scene_of
from desktop.views.network.shown_image import ShownImage
from desktop.views.network.slow_bar import SlowBar
from desktop.views.network.step_offer import step_offer

NOT_FINITE = "The weights of this network are no longer numbers. Go back to an earlier moment, or start over."
_RUNS = "Training runs: this is the moment from before."
_TAKEN = "The step is taken: the network has these weights now."
_ALL_ON = "Neurons that are switched off are on here, as they are in training."
_WAITING = "The numbers are being worked out."


class SlowMotion(QObject):
    """Slow motion in the view of the network.

    Parameters
    ----------
    workbench : Workbench
        The models.
    themes : ThemeKeeper
        Who knows the colors.
    view : NetworkView
        The diagram, which lights up frame by frame.
    shown : ShownImage
        What the view shows when nothing else is asked for.

    Attributes
    ----------
    model : WalkModel
        The walk.
    bar, card : QWidget
        What stands above the diagram, and beside it.
    """

    lines_shown = Signal(str)  # the lines of numpy of the frame in sight; empty for none

    def __init__(
        self, workbench: Workbench, themes: ThemeKeeper, view: NetworkView, shown: ShownImage, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._workbench, self._view, self._shown = workbench, view, shown
        self._diagram: Diagram | None = None  # of the walk
        self._after: Diagram | None = None  # the same after the step, once it was asked for
        self._meant: Labelled | None = None  # a drawing, and what it is to show
        self._seen: Callable[[], object] | None = None
        self.model = WalkModel(workbench.jobs, self)
        self.bar, self.card = SlowBar(self.model, themes.theme), FrameCard(themes.theme)
        self.model.changed.connect(self._show_walk)
        self.model.moved.connect(self._show_frame)
        self.model.ended.connect(self._tell_seen)
        self.bar.step_wanted.connect(self._take_step)
        self.bar.label_chosen.connect(self._mean)
        view.link_picked.connect(self.model.follow_link)
        for signal in (workbench.training.state_changed, workbench.timeline.changed, workbench.lessons.moved):
            signal.connect(lambda *_: self._show_step())
        themes.changed.connect(self.bar.set_theme)
        themes.changed.connect(self.card.set_theme)
        self.bar.hide()
        self.card.hide()

    @property
    def is_open(self) -> bool:
        """Whether slow motion is shown."""
        return self.model.is_open

    def open(self, frames: tuple[str, ...] = (), seen: Callable[[], object] | None = None) -> None:
        """Begin at the first frame; ``seen`` is called when the last of the frames is in sight."""
        self._seen = seen
        self.model.open(frames)
        self.bar.show()
        self.card.show()
        self._tell_frame()

    def close(self) -> None:
        """Put it away."""
        self._seen, self._diagram = None, None
        self.model.close()
        self.bar.hide()
        self.card.hide()
        self._workbench.announcements.drop("slow motion")
        self.lines_shown.emit("")

    def walk_training_image(self, index: int) -> None:
        """Walk through a training image."""
        self.model.choose_source(Source.TRAINING)
        self.model.choose_image(index)

    def take(self, snapshot: Snapshot) -> None:
        """Walk through a moment of the run; while training runs it stays at the one from before."""
        if self.is_open and (not self._workbench.training.is_running or self.model.snapshot is None):
            if snapshot is self._workbench.timeline.latest:  # settings changed since then act on its next step
                snapshot = going_on_with(snapshot, self._workbench.settings.in_force)
            self.model.show_image(self._labelled(snapshot))
            self.model.take_moment(snapshot, self._workbench.session.dataset)
        self._show_step()

    def pick(self, neuron: Neuron | None) -> None:
        """Follow a neuron, or what matters most."""
        if neuron is None:
            self.model.follow_any()
        else:
            self.model.follow_neuron(neuron)

    def point_at(self, neuron: Neuron | None) -> None:
        """Say which neuron could be followed."""
        if neuron is None or self.model.walk is None:
            self.bar.point_at("")
            return
        layer, index = neuron
        is_output = layer == len(self.model.walk.passage.network.layers) - 1
        who = f"Output {self._names()[index]}" if is_output else f"Neuron {index + 1:,} of layer {layer + 1}"
        words = f"{who}: a click or Enter follows it."
        self.bar.point_at(words)
        self._view.show_focus(None, words=words)

    # What is shown

    def _show_walk(self) -> None:
        """Show another walk, or say why there is none."""
        model = self.model
        if not model.is_open:
            return
        if model.walk is None:
            self._diagram = None
            self.card.show_text(model.trouble or _WAITING)
            if model.trouble:
                self._view.show_text(model.trouble)
            self.bar.refresh()
        else:
            seen = diagram_of(model.walk, min(MOST_NEURONS, self._view.capacity), self._view.most_outputs)
            is_finite = all(np.isfinite(values).all() for values in (*seen.sums, *seen.values))
            self._diagram, self._after = (seen if is_finite else None), None
            if not is_finite:
                self._view.show_text(NOT_FINITE)
            self._show_frame()
        self._show_labels()
        self._show_step()

    def _show_frame(self) -> None:
        model, frame = self.model, self.model.frame
        self.bar.refresh()
        if model.walk is None or frame is None:
            return
        self.card.show_frame(model.walk, frame, self._names())
        if self._diagram is not None:
            if frame.name == "again" and self._after is None:
                self._after = diagram_after(model.walk, self._diagram)
            seen = self._after if frame.name == "again" and self._after is not None else self._diagram
            self._view.show_scene(scene_of(model.walk, frame, seen, self._names()))
        self._tell_frame()
        self.lines_shown.emit(frame.numpy)

    def _tell_frame(self) -> None:
        """Say the frame to who cannot see it."""
        model, frame = self.model, self.model.frame
        if frame is None:
            return
        parts = (f"Frame {model.place + 1} of {model.count}: {frame.title}.", *frame.numbers, *frame.mean)
        words = " ".join((*(part if part.endswith(".") else f"{part}." for part in parts), frame.sentence))
        self._view.show_focus(None, words=words)
        self.card.setAccessibleDescription(words)
        self._workbench.announcements.say("slow motion", Announcement(words))

    def _show_step(self) -> None:
        """Say what the button of the step does, and what there is to know about the moment."""
        if not self.is_open:
            return
        offer = step_offer(self._workbench, self.model)
        self.bar.show_step(offer.text, offer.tip, is_offered=offer.is_offered)
        if self.model.is_held:
            self.bar.show_note(_TAKEN)
        elif self._workbench.training.is_running:
            self.bar.show_note(_RUNS)
        else:
            self.bar.show_note(_ALL_ON if self._workbench.selection.muted else "")

    def _show_labels(self) -> None:
        is_known = self._shown.label is not None or self.model.shown is None
        self.bar.show_labels(self._names(), None if is_known or self.model.shown is None else self.model.shown.label)

    def _names(self) -> tuple[str, ...]:
        snapshot = self.model.snapshot
        return self._workbench.class_names if snapshot is None else snapshot.class_names

    # Which image

    def _labelled(self, snapshot: Snapshot) -> Labelled | None:
        """Return the image the view shows; a drawing without a label shows what is meant, or what it is read as."""
        image, label = self._shown.image, self._shown.label
        if image is None:
            return None
        classes = snapshot.network.classes
        if label is not None and label >= classes:
            label = None  # of other data than this network was trained on
        if label is None:
            meant = self._meant
            with np.errstate(all="ignore"):
                answer = int(np.nan_to_num(snapshot.network.outputs(image[np.newaxis])[0]).argmax())
            label = meant.label if meant is not None and meant.image is image and meant.label < classes else answer
        return Labelled(image, label)

    def _mean(self, label: int) -> None:
        image = self._shown.image
        if image is not None:
            self._meant = Labelled(image, label)
            self.model.show_image(self._meant)

    # The real step

    def _take_step(self) -> None:
        """Take the step that is shown; or go on from it, once it is taken."""
        workbench, model = self._workbench, self.model
        if model.is_held:
            model.go_on()
            if workbench.timeline.snapshot is not None:
                self.take(workbench.timeline.snapshot)
            return
        model.hold()
        model.go_to(model.count - 1)
        if workbench.playing.asks_for_a_step:
            workbench.playing.run()
        else:
            workbench.step()

    def _tell_seen(self) -> None:
        seen, self._seen = self._seen, None
        if seen is not None:
            seen()
