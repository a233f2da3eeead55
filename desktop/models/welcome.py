"""WelcomeModel: how far the first two minutes are, and the question of a lesson that comes back."""

from enum import Enum

from PySide6.QtCore import QObject, Signal

from core.lessons.recall import Recall


class Stage(Enum):
    """What the welcome page is about."""

    CLOSED = "closed"
    GREETING = "greeting"  # draw a digit; shall we teach a new network?
    LEARNING = "learning"  # one learns, and reads the drawing meanwhile
    ASKING = "asking"  # one question about what was seen
    DOORS = "doors"  # how to go on
    TEACHING = "teaching"  # what there is for who teaches


class WelcomeModel(QObject):
    """The state of the welcome page; what is done about it is in :mod:`desktop.session.welcome`.

    Attributes
    ----------
    is_again : bool
        Whether it was asked for, by someone who has chosen a door before: then all doors are open.
    pictures : int
        From how many pictures the network learned that answers on the pad; 0 where it is the one on screen.
    before : float
        How many of the test images the network that was watched read right before training, 0 to 1.
    recall : Recall or None
        The question that comes back.
    """

    changed = Signal()  # the stage, or what is known

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage = Stage.CLOSED
        self.is_again = False
        self.pictures = 0
        self.before = 0.0
        self.recall: Recall | None = None

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return self._stage

    @property
    def is_open(self) -> bool:
        """Whether someone is being welcomed: the page offers other images itself, where it is the time for that."""
        return self._stage is not Stage.CLOSED

    @property
    def is_offered(self) -> bool:
        """Whether there is anything on the page."""
        return self._stage is not Stage.CLOSED or self.recall is not None

    def enter(self, stage: Stage) -> None:
        """Go to a stage."""
        if stage is not self._stage:
            self._stage = stage
            self.changed.emit()

    def take_recall(self, recall: Recall | None) -> None:
        """Offer a question of a lesson once more, or no longer."""
        if recall is not self.recall:
            self.recall = recall
            self.changed.emit()

    def learn_of_pictures(self, count: int) -> None:
        """Take note of from how many pictures the network learned that answers on the pad; 0 once it does not."""
        if count != self.pictures:
            self.pictures = count
            self.changed.emit()
