"""HyperparametersModel: what the form shows; it proposes, checks, announces and takes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.hyperparameters import (
    Hyperparameters,
    changed_fields,
    fitted,
    in_sentence,
    is_live,
    label_of,
    needs_new_network,
)
from core.parts.costs import CrossEntropy, SquaredError


class HyperparametersModel(QObject):
    """The settings on screen.

    They may run ahead of those in force: a change that needs a new network waits
    (:attr:`pending`) until the person asks for one, or takes it back.

    A change is first given to whoever decides what follows from it, and what that brings into force belongs to it;
    then it is announced, once.
    """

    deciding = Signal(object)  # Hyperparameters: what the form is about to show; some of it may be brought into force
    changed = Signal(object)  # Hyperparameters: what the form shows
    adjusted = Signal(str)  # a sentence: another setting was changed to fit
    story_begun = Signal(object)  # Hyperparameters of a preset that was chosen, told before they are shown
    settling = Signal()  # whoever shows fields is to take what is typed there for meant

    def __init__(self, value: Hyperparameters, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._value = value
        self._in_force = value
        self._waits_as_one = False  # settings that need a new network: the live ones among them wait as well
        self._is_story = False  # they are a preset's, which begins with a new network whatever differs
        self.story: Hyperparameters | None = None  # of the preset that was chosen last
        self._misread: dict[str, str] = {}
        self._is_changing = False
        self._has_news = False

    @property
    def value(self) -> Hyperparameters:
        """What the form shows."""
        return self._value

    @property
    def in_force(self) -> Hyperparameters:
        """What the network at hand was built and is trained with."""
        return self._in_force

    @property
    def live_part(self) -> Hyperparameters:
        """What can be in force without a new network: live settings as shown, the others as they are."""
        if self._waits_as_one:
            return self._in_force
        waiting = {name: getattr(self._in_force, name) for name in self.pending}
        return replace(self._value, **waiting) if waiting else self._value  # which was checked already

    @property
    def pending(self) -> tuple[str, ...]:
        """The names of the settings shown that wait for a new network."""
        changed = changed_fields(self._in_force, self._value)
        # The numbers of frozen layers mean those of the network that is shown with them.
        is_other = len(self._in_force.hidden) != len(self._value.hidden)
        waiting = tuple(name for name in changed if not is_live(name) or (is_other and name == "frozen"))
        return changed if self._waits_as_one else waiting

    @property
    def is_story(self) -> bool:
        """Whether a preset waits for the new network it begins with."""
        return self._waits_as_one and self._is_story

    @property
    def misread(self) -> dict[str, str]:
        """Why what is typed for some settings, by their names, cannot be; those shown last are in their place."""
        return dict(self._misread)

    def take_note_of(self, name: str, trouble: str) -> None:
        """Take note that what is typed for a setting cannot be, and why; an empty text says that it can."""
        self._misread.pop(name, None)
        if trouble:
            self._misread[name] = trouble

    def settle(self) -> None:
        """Have what is typed and not yet taken for meant proposed."""
        self.settling.emit()

    @contextmanager
    def one_change(self) -> Iterator[None]:
        """Take what is done within for one change, which is decided and announced at its end."""
        if self._is_changing:
            yield
            return
        self._is_changing, self._has_news = True, False
        try:
            yield
            if self._has_news:
                self.deciding.emit(self._value)
        finally:
            self._is_changing = False
        if self._has_news:
            self.changed.emit(self._value)

    def propose(self, name: str, value: Any) -> None:
        """Change one setting.

        What is said of each layer is fitted to other hidden layers, and goes where one activation is chosen for all. A
        cost and an output that have no meaning together are kept apart by changing the other of the two. All this is
        announced.

        Raises
        ------
        KnobError
            When the value cannot be; nothing is changed then.
        """
        changes = {name: value}
        note = ""
        if name == "hidden" and len(value) == len(self._in_force.hidden) != len(self._value.hidden):
            # As many layers again as there are: what was said of each holds again, and nothing is unfrozen by the way.
            changes |= {each: getattr(self._in_force, each) for each in ("hidden_activations", "frozen")}
        elif name == "hidden":
            others = changed_fields(self._value, fitted(self._value, hidden=value))
            labels = [label_of(each).lower() for each in others if each != name]
            note = f"Fitted to the hidden layers: {' and '.join(labels)}." if labels else ""
        elif name == "activation" and self._value.hidden_activations:
            note = f"All hidden layers now use {in_sentence(value.label)}, no longer one of their own each."
        elif name == "output" and not self._value.cost.fits(value):
            changes["cost"] = SquaredError()
            note = (
                f"The cost is now squared error: cross-entropy has no meaning for {in_sentence(value.label)} outputs."
            )
        elif name == "cost" and not value.fits(self._value.output):
            changes["output"] = Hyperparameters().output
            note = f"The outputs are now softmax: {in_sentence(CrossEntropy.label)} needs probabilities."
        self._show(fitted(self._value, **changes))
        if note:
            self.adjusted.emit(note)

    def show_value(self, value: Hyperparameters, *, is_story: bool = False) -> None:
        """Show other settings; they come into force together or not at all.

        Parameters
        ----------
        value : Hyperparameters
            What to show.
        is_story : bool
            Whether they tell a story from its start, as a preset does: they wait for a new network even when all
            that differs could act on the next batch.
        """
        self._waits_as_one, self._is_story = True, is_story
        if is_story:
            self.story = value
            self.story_begun.emit(value)
        self._show(value)

    def _show(self, value: Hyperparameters) -> None:
        self._waits_as_one = self._waits_as_one and self._needs_new_network(value)
        if value != self._value:
            with self.one_change():
                self._value, self._has_news = value, True

    def put_in_force(self, in_force: Hyperparameters, shown: Hyperparameters | None = None) -> None:
        """Take note that the network at hand goes by these settings, and show them or others.

        Parameters
        ----------
        in_force : Hyperparameters
            What the network was built and is trained with.
        shown : Hyperparameters, optional
            What the form shows; it stays as it is without.
        """
        with self.one_change():
            self._in_force = in_force
            self._value = shown or self._value
            self._waits_as_one = self._waits_as_one and self._needs_new_network(self._value)
            self._has_news = True

    def _needs_new_network(self, value: Hyperparameters) -> bool:
        return value != self._in_force if self._is_story else needs_new_network(self._in_force, value)

    def take_back_live(self, in_force: Hyperparameters) -> None:
        """Show the live settings that are in force, because others were refused; what waits goes on waiting."""
        waiting = self.pending
        live = {
            name: getattr(in_force, name)
            for name in changed_fields(in_force, self._value)
            if is_live(name) and (name != "frozen" or name not in waiting)
        }
        self.put_in_force(in_force, replace(self._value, **live))

    def take_back(self) -> None:
        """Forget the changes that wait for a new network."""
        kept, self._waits_as_one = self.live_part, False
        self._show(kept)
