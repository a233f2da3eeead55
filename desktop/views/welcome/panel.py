"""WelcomePanel: a quiet page for the first two minutes, gone for good with one click."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from core.data import catalog
from core.lessons.first_guess import FIRST_GUESS
from core.lessons.recall import Recall
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.look.theme import ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import percent
from desktop.models.announcements import Announcement
from desktop.models.welcome import Stage
from desktop.preferences import WayIn
from desktop.session.workbench import Workbench
from desktop.views.panel import Panel
from desktop.views.welcome.doors import Doors
from desktop.views.welcome.question import Question
from desktop.views.welcome.teachers import TeachersPage
from desktop.views.wishes import OfferTab, ShowTab
from desktop.widgets.labels import heading, hint, paragraph

_NAME = "welcome"  # in the table of panels
_MOST_WIDTH = 40  # times the height of the text: longer lines are hard to read

_TITLES = {
    Stage.CLOSED: "Welcome back",
    Stage.GREETING: "Draw a digit on the pad",
    Stage.LEARNING: "One learns",
    Stage.ASKING: "You have guessed nothing yet",
    Stage.DOORS: "Welcome",
    Stage.TEACHING: "For who teaches",
}
_WORDS = {
    Stage.LEARNING: "It began with weights drawn by lot. Draw on the pad: what you drew is read by the network that "
    "learns, nonsense at first. Its curves are above.",
}


class WelcomePanel(Panel):
    """What is on it follows the stage; its tab is there only while it is open."""

    comes_and_goes = True
    rest_ms = 200  # figures to be read, not watched

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self.setObjectName("welcomePage")
        self.setAccessibleName("Welcome")
        self._model, self._welcoming = workbench.welcome, workbench.welcoming
        self._shown = Stage.CLOSED
        self._question: Question | None = None
        self._recall: Question | None = None
        self._lessons_action: QAction | None = None
        self._title = heading("", 1.4)
        self._title.setWordWrap(True)
        self._words = paragraph()
        self._figures = paragraph()
        self._figures.setObjectName("welcomeFigures")
        self._watch = _button("Watch one learn", "welcomeWatchButton", "Train a new network for three epochs.")
        self._watch.clicked.connect(self._welcoming.watch)
        self._enough = _button("That is enough", "welcomeEnoughButton", "Pause it, and go on.")
        self._enough.clicked.connect(self._welcoming.end_watching)
        self._doors = Doors()
        self._doors.chosen.connect(self._choose)
        self._teachers = TeachersPage()
        self._skip = _button("Skip", "welcomeSkipButton", "Put this page away. Help, Welcome brings it back.")
        self._skip.setFlat(True)
        self._skip.clicked.connect(self._welcoming.skip)
        self._images = hint()
        self._fetch = _button("Fetch MNIST", "welcomeFetchButton", "Download the digits of people in the background.")
        self._fetch.clicked.connect(lambda: workbench.library.fetch("mnist"))
        self._lay_out()
        self._model.changed.connect(self._follow)
        workbench.library.loaded.connect(lambda dataset: self._show_images())
        workbench.library.idle.connect(self._show_images)
        self._fill()

    def commands(self) -> Commands:
        """Return what opens the page again."""
        return {"welcomeAction": self._open}

    def use_actions(self, actions: Actions) -> None:
        """Take the actions that doors lead to, as far as this window has them."""
        self._lessons_action = actions["lessonsAction"]
        of_view = {action.objectName(): action for action in actions.of_menu("View")}
        self._teachers.use_projector(of_view.get("projectorAction"))

    def draw(self, snapshot: Snapshot) -> None:
        """Tell how far the network is that learns."""
        curves = snapshot.curves
        if self._model.stage is Stage.LEARNING and len(curves):
            read = percent(float(curves.column("test_accuracy")[-1]))
            total = snapshot.hyperparameters.epochs
            self._figures.setText(f"Epoch {snapshot.epoch:.1f} of {total}: it reads {read} of the test images right.")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    # What is on it

    def _fit(self) -> None:
        """Keep lines readable in a wide window."""
        self._column.setMaximumWidth(_MOST_WIDTH * self.fontMetrics().height())

    def _lay_out(self) -> None:
        self._column = QWidget()
        self._layout = QVBoxLayout(self._column)
        self._layout.setContentsMargins(16, 12, 16, 12)
        self._layout.setSpacing(8)
        self._recall_place = QVBoxLayout()
        self._question_place = QVBoxLayout()
        first, images = QHBoxLayout(), QHBoxLayout()
        for button in (self._watch, self._enough, self._skip):
            first.addWidget(button)
        first.addStretch(1)
        images.addWidget(self._images, 1)
        images.addWidget(self._fetch, 0, Qt.AlignmentFlag.AlignBottom)
        self._layout.addLayout(self._recall_place)
        for part in (self._title, self._words, self._figures):
            self._layout.addWidget(part)
        self._layout.addLayout(self._question_place)
        self._layout.addWidget(self._doors)
        self._layout.addWidget(self._teachers)
        self._layout.addLayout(first)
        self._layout.addLayout(images)
        self._layout.addStretch(1)
        sheet = QWidget()
        across = QHBoxLayout(sheet)
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(self._column, 100)
        across.addStretch(1)
        self._fit()
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)

    def sizeHint(self) -> QSize:
        return QSize(480, 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 120)  # the rest is scrolled to

    def _follow(self) -> None:
        """Come to the front as the page opens, and leave as it closes."""
        before, self._shown = self._shown, self._model.stage
        had_focus = self.isAncestorOf(self.window().focusWidget()) if self.window().focusWidget() else False
        self._fill()
        if not self._model.is_offered:
            self.wished.emit(OfferTab(_NAME, is_offered=False))
        elif before is Stage.CLOSED and self._shown is not Stage.CLOSED:
            self.wished.emit(ShowTab(_NAME))
        else:
            self.wished.emit(OfferTab(_NAME, is_offered=True))
        self.count_changed.emit(1 if self._model.recall is not None else 0)
        if self._shown is not before and self._shown is not Stage.CLOSED:
            self.workbench.announcements.say("welcome", Announcement(f"{self._title.text()}. {self._words.text()}"))
            if had_focus:
                self._take_focus()

    def _fill(self) -> None:
        stage, model = self._model.stage, self._model
        self._show_recall()
        self._show_question()
        is_guessed = stage is Stage.DOORS and self._question is not None
        self._title.setText("That was your guess" if is_guessed else _TITLES[stage])
        self._title.setVisible(stage is not Stage.CLOSED)
        self._words.setText(self._greeting() if stage is Stage.GREETING else _WORDS.get(stage, ""))
        self._words.setVisible(bool(self._words.text()))
        self._figures.setVisible(stage is Stage.LEARNING)
        if stage is not Stage.LEARNING or not self._figures.text():
            self._figures.setText("It begins as soon as the images are here.")
        self._watch.setVisible(stage is Stage.GREETING)
        self._enough.setVisible(stage is Stage.LEARNING)
        self._doors.setVisible(stage is Stage.DOORS or (stage is Stage.GREETING and model.is_again))
        self._teachers.setVisible(stage is Stage.TEACHING)
        self._skip.setText("Skip" if not model.is_again and stage is not Stage.TEACHING else "Put away")
        if stage is Stage.CLOSED:
            self._skip.setText("Put away")
        self._skip.setVisible(stage is not Stage.DOORS or model.is_again or model.recall is not None)
        self._show_images()

    def _greeting(self) -> str:
        count = self._model.pictures
        if count:
            return f"The network that answers was shown {count:,} pictures, again and again. Shall we teach a new one?"
        return "A new network knows nothing yet. Shall we teach one?"

    def _show_images(self) -> None:
        """Offer better images where those at hand are Inkling's own."""
        dataset, mnist = self.workbench.library.dataset, catalog.find("mnist")
        is_offered = (
            self._model.stage is Stage.GREETING
            and dataset is not None
            and dataset.name == catalog.BUILT_IN
            and not mnist.is_ready
        )
        size = f"{mnist.download_size / 1e6:.0f} MB"
        self._images.setText(
            "The digits here are drawn by Inkling itself. MNIST, 70,000 digits written by people, "
            f"is a download of {size}."
            if is_offered
            else ""
        )
        self._images.setVisible(is_offered)
        self._fetch.setVisible(is_offered)

    def _show_question(self) -> None:
        stage = self._model.stage
        if stage not in (Stage.ASKING, Stage.DOORS) and self._question is not None:
            self._question.hide()
            self._question.deleteLater()
            self._question = None
        if stage is Stage.ASKING and self._question is None:
            self._question = Question(FIRST_GUESS, {FIRST_GUESS.fact: self._model.before})
            self._question.answered.connect(self._welcoming.guessed)
            self._question_place.addWidget(self._question)

    def _show_recall(self) -> None:
        recall = self._model.recall
        if recall is None and self._recall is not None:
            self._recall.deleteLater()
            self._recall = None
            self._recall_parts.hide()
            self._recall_parts.deleteLater()
        if recall is not None and self._recall is None:
            self._make_recall(recall)

    def _make_recall(self, recall: Recall) -> None:
        self._recall = Question(recall.ask, recall.known)
        self._recall.answered.connect(self._welcoming.note_recalled)
        self._recall.answered.connect(self._skip.setFocus)
        self._recall_parts = QWidget()
        column = QVBoxLayout(self._recall_parts)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(heading("Do you still remember?", 1.4))
        column.addWidget(hint(f"From the lesson {recall.lesson.heading}. It is asked this once."))
        column.addWidget(self._recall)
        self._recall_place.addWidget(self._recall_parts)

    def _take_focus(self) -> None:
        """Put the keyboard on what comes next, where it was on this page."""
        stage = self._shown
        if stage is Stage.ASKING and self._question is not None:
            self._question.take_focus()
        elif stage is Stage.DOORS:
            self._doors.take_focus()
        else:
            {Stage.GREETING: self._watch, Stage.LEARNING: self._enough}.get(stage, self._skip).setFocus()

    # What is done

    def _open(self) -> None:
        self._welcoming.open()
        self.wished.emit(ShowTab(_NAME))
        self._take_focus()

    def _choose(self, way: WayIn) -> None:
        self._welcoming.choose(way)
        if way == "lessons" and self._lessons_action is not None:
            self._lessons_action.trigger()


def _button(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setToolTip(wrapped(tip))
    button.setAutoDefault(True)  # else Enter presses buttons of dialogs only
    return button
