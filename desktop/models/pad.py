"""PadModel: the ink, the image made of it, and what the network shown says to it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.arrays import Bytes, read_only
from core.data.ink.part import Part
from core.data.ink.steps import ALL_STEPS, Steps
from core.data.ink.strokes import Ink, prepare
from core.files import pairs
from core.insight.answer import Answer
from core.insight.digits import Digit, drawn, pictured
from core.insight.novelty import NoveltyDetector
from core.insight.rejection import USUAL_THRESHOLD, Rejection
from core.insight.stages import Stage, stages
from core.insight.verdict import Verdict, of_part, verdict
from core.network.network import Network
from desktop.background.throttle import Rest, Throttle

_REST = Rest(8)  # between two answers while a line grows: a mouse may report a thousand times a second


class PadModel(QObject):
    """What is on the pad. The answer is new with every stroke and with every network shown."""

    image_changed = Signal(object)  # uint8 (28, 28)
    answered = Signal(object)  # Answer, or None on an empty pad
    ink_replaced = Signal(object)  # Ink that did not come from the pad, which has to show it
    ink_exchanged = Signal(object)  # the same, in the place of what is there: undo leads to what was before that
    steps_changed = Signal(object)  # Steps
    stand_in_changed = Signal(bool)  # whether another network answers than the one on screen

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ink = Ink()
        self._steps = ALL_STEPS
        self._threshold = USUAL_THRESHOLD
        self._image: Bytes = prepare(self._ink)
        self._labelled: tuple[Bytes | None, int | None] = (None, None)
        self._put: Bytes | None = None  # the image that Inkling put here last, labelled or not
        self._digits: tuple[Digit, ...] = ()
        self._chosen = 0
        self._is_growing = False  # whether the last stroke is still being drawn
        self._reads_digits = True
        self.parts_of: Callable[[Bytes], Sequence[Part]] = lambda picture: ()  # what was found in one, by its array
        self._network: Network | None = None
        self._novelty: NoveltyDetector | None = None
        self._has_own_novelty = False
        self._is_stand_in = False
        self._verdict: Verdict | None = None
        self._catch_up = Throttle(self._prepare, _REST, parent=self)

    @property
    def ink(self) -> Ink:
        """What was drawn."""
        return self._ink

    @property
    def image(self) -> Bytes:
        """What the network sees of it, shape (28, 28); of several digits, of the chosen one."""
        return self._image

    @property
    def digits(self) -> tuple[Digit, ...]:
        """The digits that stand side by side, from left to right; none where all is read as one image.

        That is so on an empty pad, with an image of the data, while a step of the preparation is left out, and where
        the network tells apart something else than digits.
        """
        return self._digits

    @property
    def chosen(self) -> int:
        """Which of several digits the image, the answer and all that explains them are about: at first the last."""
        return self._chosen

    @property
    def chosen_ink(self) -> Ink:
        """What was drawn of the chosen digit."""
        return self._digits[self._chosen].ink if len(self._digits) > 1 else self._ink

    @property
    def network(self) -> Network | None:
        """Who is asked; none before the first network."""
        return self._network

    @property
    def answer(self) -> Answer | None:
        """What the network says; none on an empty pad; of several digits, to the chosen one.

        It is the mean of five looks, but of an image that :attr:`is_read_once` that of one pass. Whoever tells of the
        verdict or the bars reads it here, as lessons do; whoever shows the network at work shows one pass of its own.
        """
        return None if self._verdict is None else self._verdict.answer

    @property
    def rejection(self) -> Rejection | None:
        """Why that should not be taken for a reading; none when it should."""
        return None if self._verdict is None else self._verdict.rejection

    @property
    def steps(self) -> Steps:
        """Which steps of the preparation are taken."""
        return self._steps

    @property
    def threshold(self) -> float:
        """The least output for which an answer is shown as a class; 0 shows every answer."""
        return self._threshold

    @property
    def reads_digits(self) -> bool:
        """Whether the network asked tells the ten digits apart, which may stand side by side."""
        return self._reads_digits

    @property
    def label(self) -> int | None:
        """The label of the image on the pad; none once it was drawn on, or without one."""
        picture, label = self._labelled
        is_as_it_was = self._ink.picture is not None and self._ink.picture is picture and not self._ink.strokes
        return label if is_as_it_was else None

    @property
    def is_read_once(self) -> bool:
        """Whether it is an image that Inkling put on the pad, with nothing drawn on it.

        Such an image is of the data, or was made to be shown what one pass says to it: it is to be read here as where
        it came from, in the matrix of mistakes, in a lesson, or as the change that flips an answer.
        """
        return self._ink.picture is not None and self._ink.picture is self._put and not self._ink.strokes

    @property
    def is_drawn_on(self) -> bool:
        """Whether a stroke is being drawn at this moment."""
        return self._is_growing

    def change_ink(self, ink: Ink) -> None:
        """Take other ink, prepare it, and ask the network."""
        self._ink, self._is_growing = ink, False
        self._catch_up(is_urgent=True)

    def follow(self, ink: Ink) -> None:
        """Take ink that grows under the pen: as :meth:`change_ink`, but a little later where it grows fast."""
        self._ink, self._is_growing = ink, True
        self._catch_up()

    def choose(self, number: int) -> None:
        """Let another of several digits be the one that is explained."""
        if number != self._chosen and 0 <= number < len(self._digits):
            self._chosen, self._image = number, self._digits[number].part.image
            self.image_changed.emit(self._image)
            self._ask()

    def show_image(self, image: Bytes, label: int | None = None) -> None:
        """Put an image on the pad in place of what is there; it can be drawn on, wiped and taken back.

        Parameters
        ----------
        image : ndarray, shape (28, 28), uint8
            0 is paper, 255 is full ink. Copied.
        label : int, optional
            What it shows, if that is known.
        """
        ink = Ink(picture=read_only(image.copy()))
        self._labelled, self._put = (ink.picture, label), ink.picture
        self.change_ink(ink)
        self.ink_replaced.emit(ink)

    def forget_label(self) -> None:
        """Forget what the image on the pad shows: the classes are others now."""
        self._labelled = None, None

    def turn_to_image(self, image: Bytes, *, in_place: bool) -> None:
        """Put a read-only image on the pad itself, not a copy of it, by which it is known again.

        With ``in_place`` it takes the place of the image there, as a page that is turned: undo brings back what
        was on the pad before them.
        """
        ink = Ink(picture=image)
        self._labelled = None, None
        self.change_ink(ink)
        (self.ink_exchanged if in_place else self.ink_replaced).emit(ink)

    def change_steps(self, steps: Steps) -> None:
        """Prepare the ink otherwise from now on."""
        if steps != self._steps:
            self._steps = steps
            self._catch_up(is_urgent=True)
            self.steps_changed.emit(steps)

    def set_threshold(self, threshold: float) -> None:
        """Hold back answers below this output from now on, 0 to 1."""
        self._threshold = threshold
        self._ask()

    def use_network(
        self,
        network: Network,
        novelty: NoveltyDetector | None = None,
        *,
        is_stand_in: bool = False,
        reads_digits: bool = True,
    ) -> None:
        """Ask this network from now on.

        Parameters
        ----------
        network : Network
            Who is asked.
        novelty : NoveltyDetector, optional
            Tells what it has not learned from, where that is known already.
        is_stand_in : bool
            Whether it is another than the one on screen.
        reads_digits : bool
            Whether its classes are the ten digits: of other classes, what stands side by side is one drawing.
        """
        if (
            novelty is not None
            or self._has_own_novelty
            or self._network is None
            or self._network.sizes != network.sizes
        ):
            self._novelty = novelty  # and where it is none: what belongs to another network says nothing of this one
        self._has_own_novelty = novelty is not None
        if self._network is None:
            pairs.detector()  # reads a file, once: now, so that the first stroke need not wait for it
        self._network = network
        if reads_digits != self._reads_digits:
            self._reads_digits = reads_digits
            if not self._ink.is_empty:
                self._prepare()
        if is_stand_in != self._is_stand_in:
            self._is_stand_in = is_stand_in
            self.stand_in_changed.emit(is_stand_in)
        if self._ink.is_empty and self._verdict is None:
            return  # nothing to ask, and nothing on screen to change
        self._ask()

    @property
    def has_own_novelty(self) -> bool:
        """Whether what tells the unknown came with the network that is asked, so that none has to be made."""
        return self._has_own_novelty

    def use_novelty(self, novelty: NoveltyDetector | None) -> None:
        """Let this tell from now on what is like nothing that the network asked has learned from."""
        if novelty is not self._novelty and not self._has_own_novelty:
            self._novelty = novelty
            if not self._ink.is_empty:
                self._ask()

    def forget_network(self) -> None:
        """Ask none until there is another: what is on screen is not the network that was asked so far."""
        if self._network is not None:
            self._network = self._novelty = None
            self._has_own_novelty = False
            self._ask()

    @property
    def has_network(self) -> bool:
        """Whether there is a network to ask."""
        return self._network is not None

    @property
    def is_stand_in(self) -> bool:
        """Whether another network answers than the one on screen."""
        return self._is_stand_in

    def verdict_on(self, image: Bytes) -> Verdict | None:
        """Return what the network reads in a picture; none without a network."""
        return self._verdict_on(image, is_read_once=False)

    def verdict_on_part(self, part: Part) -> Verdict | None:
        """Return what the network reads in a part of a drawing or a picture; two digits that touch are not read.

        While a line grows that is not said: it may be the beginning of another digit, with a gap.
        """
        found = self.verdict_on(part.image)
        if found is None or self._threshold <= 0 or self._is_growing:
            return found
        return of_part(found, part, pairs.detector())

    def _verdict_on(self, image: Bytes, *, is_read_once: bool) -> Verdict | None:
        if self._network is None:
            return None
        return verdict(self._network, image, self._threshold, self._novelty, is_read_once=is_read_once)

    def stages(self) -> tuple[Stage, ...]:
        """Return what every step of the preparation does to the ink, and what the network says to it."""
        return stages(self._network, self.chosen_ink, self._steps, is_read_once=self.is_read_once)

    def _prepare(self) -> None:
        self._digits = self._found()
        self._chosen = max(0, len(self._digits) - 1)
        self._image = self._digits[-1].part.image if self._digits else prepare(self._ink, self._steps)
        self.image_changed.emit(self._image)
        self._ask()

    def _found(self) -> tuple[Digit, ...]:
        """Return the digits on the pad, each of which is read on its own."""
        if not self._reads_digits or self._steps != ALL_STEPS:
            return ()
        picture = self._ink.picture
        if picture is not None:
            return () if self._ink.strokes else pictured(picture, self.parts_of(picture))
        return drawn(self._ink, len(self._digits) if self._is_growing else None)

    def _ask(self) -> None:
        self._digits = tuple(replace(digit, verdict=self.verdict_on_part(digit.part)) for digit in self._digits)
        if self._ink.is_empty:
            self._verdict = None
        elif self._digits:
            self._verdict = self._digits[self._chosen].verdict
        else:
            self._verdict = self._verdict_on(self._image, is_read_once=self.is_read_once)
        self.answered.emit(self.answer)
