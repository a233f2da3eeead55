"""LessonsPanel: takes the settings' column while a lesson is chosen or played."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from core.errors import KnobError
from core.insight.damage import SOUND
from core.lessons.block import Block
from core.lessons.breaking import Break
from core.lessons.guesses import Guess, guesses
from core.lessons.lesson import Lesson, Step
from core.lessons.link import read_link
from core.lessons.running import RunBlock
from core.lessons.showing import Draw, NumpyLines, Point, Show, Slow
from core.training.snapshot import Snapshot
from desktop.actions import Actions, Commands
from desktop.look.theme import Theme, ThemeKeeper
from desktop.session.workbench import Workbench
from desktop.views.lessons.button import lesson_button
from desktop.views.lessons.experiment_card import ExperimentCard
from desktop.views.lessons.foot import Foot
from desktop.views.lessons.head import Head
from desktop.views.lessons.list_page import LessonList
from desktop.views.lessons.page import LessonPage
from desktop.views.lessons.run_card import RunState
from desktop.views.lessons.sheets import Sheets
from desktop.views.lessons.strip import LessonStrip
from desktop.views.panel import Panel
from desktop.views.wishes import (
    DimTabs,
    DrawGuesses,
    LogarithmicCost,
    PointAt,
    ShowTab,
    ShowWall,
    TakeColumn,
    WalkThrough,
)

_WIDTH, _HEIGHT = 262, 200  # pixels
_LIST_LINES = 12  # of text, that the list is high where it stands along the foot


class LessonsPanel(Panel):
    """The list of lessons, or the one that is played."""

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self.setObjectName("lessonPanel")
        self._lessons, self._playing = workbench.lessons, workbench.playing
        self._broken_in: Step | None = None  # the step that damaged the network
        self._drawn: tuple[Guess, ...] = ()  # beside the curves
        self._sheets = Sheets(workbench, themes, self)
        self._list = LessonList(self._lessons)
        self._head = Head(self._lessons)
        self._page = LessonPage(self._lessons, themes.theme, self._run, self._run_state)
        self._foot = Foot(workbench.settings)
        self._experiment = ExperimentCard(self._playing, themes.theme)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._with_leave(self._list))
        self._pages.addWidget(self._lesson_page())
        self.strip = LessonStrip(self._lessons, workbench.training, self._run, self._begin_following)
        self._pages.addWidget(self.strip)
        self._is_projected = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.hide()
        self._join()
        self._add_keys()

    def _join(self) -> None:
        lessons = self._lessons
        self._list.chosen.connect(self._begin)
        self._head.list_asked.connect(self._show_list)
        self._foot.left.connect(self._leave)
        self._foot.went_back.connect(lessons.previous_step)
        self._foot.went_on.connect(self._go_on)
        self._foot.hint_asked.connect(self._tell_hint)
        self._foot.proposed.connect(self._propose)
        self._foot.all_asked.connect(lambda is_wanted: self.wished.emit(TakeColumn(is_taken=not is_wanted)))
        self._sheets.wished.connect(self.wished)
        self._page.pointed.connect(self._lead_to)
        self._page.breaking.connect(self._break)
        self._page.followed.connect(self._follow_link)
        self._page.ended.connect(self._lead_on)
        lessons.begun.connect(self._show_lesson)
        lessons.moved.connect(self._refresh)
        lessons.moved.connect(self._mend)
        lessons.moved.connect(self._draw_guesses)
        lessons.left.connect(self._put_away)
        lessons.due.connect(self._perform)
        self._playing.running_changed.connect(self._refresh)
        self.workbench.training.state_changed.connect(lambda state: self._refresh())
        self.workbench.training.reached.connect(self._follow_run)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumSizeHint().width(), 500)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the settings' column, and with large text what the buttons and settings need."""
        if self._is_projected:
            return QSize(_WIDTH, _HEIGHT)
        width = max(_WIDTH, self._foot.minimumSizeHint().width(), self._page.needed_width)
        return QSize(width, max(_HEIGHT, super().minimumSizeHint().height()))

    def hasHeightForWidth(self) -> bool:
        """Return whether its height follows from its width, as that of a strip does."""
        return self._is_projected

    def heightForWidth(self, width: int) -> int:
        """Return the height in pixels of the lesson as a strip, or of some lines of the list."""
        if self._is_projected and self._pages.currentWidget() is self.strip:
            return self.strip.needed_height(width)
        return _LIST_LINES * self.fontMetrics().lineSpacing()

    def commands(self) -> Commands:
        """Return what the commands of lessons do."""
        return {"lessonsAction": self.open_list, **self._sheets.commands()}

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._page.set_theme(theme)
        self._experiment.set_theme(theme)

    def use_actions(self, actions: Actions) -> None:
        """Offer what a class does from the head of the lesson."""
        self._head.offer([actions["answersAction"], actions["predictionsAction"]])

    def draw(self, snapshot: Snapshot) -> None:
        """Show nothing of it: runs are followed as they are trained, not as they are scrubbed."""

    def project(self, is_projected: bool) -> None:
        """Show a lesson as a strip, one thing at a time; the page keys then act wherever the keyboard is."""
        self._is_projected = is_projected
        everywhere, here = Qt.ShortcutContext.WindowShortcut, Qt.ShortcutContext.WidgetWithChildrenShortcut
        for key in self._page_keys:
            key.setContext(everywhere if is_projected else here)
        for key in self._strip_keys:
            key.setEnabled(is_projected)
        self.strip.follow(is_projected)
        self._show_page()

    def open_list(self) -> None:
        """Show the lessons in the place of the settings; a lesson that is played stays."""
        self._lessons.list_all()
        self._show_page()
        self.wished.emit(TakeColumn(is_taken=True))
        self.show()
        if self._lessons.player is None:
            self._list.take_focus()
        else:
            self._page.setFocus()
            self._page.take_focus()

    def _show_page(self) -> None:
        """Show the lessons, or the one that is played in the form of the moment."""
        self._pages.setCurrentIndex(0 if self._lessons.player is None else 2 if self._is_projected else 1)
        self.updateGeometry()

    def _show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self._list.take_focus()

    def _begin(self, lesson: Lesson, is_anew: bool) -> None:
        if lesson == self._lessons.lesson and not is_anew:
            self._show_page()
            return
        self._playing.begin(lesson, anew=is_anew)

    def _show_lesson(self) -> None:
        lesson = self._lessons.lesson
        if lesson is None:
            return
        self.wished.emit(TakeColumn(is_taken=True))
        self.wished.emit(DimTabs(lesson.panels))
        self.wished.emit(LogarithmicCost(is_wanted=False))
        self.show()
        self._show_page()
        self._foot.show_knobs(lesson.knobs, self.workbench.settings.value)
        self.updateGeometry()  # its settings need other room than those before

    def _leave(self) -> None:
        if self._lessons.player is None:
            self._put_away()
        self._lessons.leave()

    def _put_away(self) -> None:
        self._refresh()
        self._mend()
        self._draw_guesses()
        self.wished.emit(DimTabs(()))
        self.wished.emit(LogarithmicCost(is_wanted=False))
        self.wished.emit(TakeColumn(is_taken=False))
        self.hide()

    def _go_on(self) -> None:
        player = self._lessons.player
        if player is not None and not player.is_last:
            self._lessons.next_step()
        elif player is not None:
            self._begin_following()

    def _begin_following(self) -> None:
        """Begin the lesson after the one that is played, or offer all."""
        following = None if self._lessons.lesson is None else self._lessons.following(self._lessons.lesson)
        if following is not None:
            self._playing.begin(following)
        else:
            self._show_list()

    def _refresh(self) -> None:
        player = self._lessons.player
        self._head.refresh()
        self._page.refresh()
        self.strip.refresh()
        if player is not None:
            question = self._page.question
            self._foot.refresh(
                player, self._lessons.following(player.lesson), has_hint=bool(question and question.has_hint)
            )

    def _lead_on(self) -> None:
        """Put the keyboard on the way to the next step, if it is in the lesson."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            self._foot.take_focus()

    def _tell_hint(self) -> None:
        question = self._page.question
        if question is not None:
            question.tell_hint()
            self._refresh()

    def _run(self) -> None:
        if self.workbench.training.is_running:
            self.workbench.training.pause()
            return
        run = None if self._lessons.player is None else self._lessons.player.waits_for
        if isinstance(run, RunBlock):
            self._show_tab(run.tab)
        self._playing.run()

    def _run_state(self) -> RunState:
        if self.workbench.training.is_running:
            return "running"
        return "ending" if self._playing.is_ending else "waiting"

    def _break(self, block: Break) -> None:
        """Damage the network as it is looked at, and find out what is left."""
        player = self._lessons.player
        if player is not None and player.waits_for is block:
            self._broken_in = player.step
            self._show_tab(block.tab)
            self.workbench.selection.do_damage(block.damage)
            self._playing.look_at_broken(block)

    def _mend(self) -> None:
        """Undo the damage that a step did, once another one is in sight."""
        player = self._lessons.player
        if self._broken_in is not None and (player is None or player.step is not self._broken_in):
            self._broken_in = None
            self.workbench.selection.do_damage(SOUND)

    def _draw_guesses(self) -> None:
        """Have the numbers that were guessed drawn beside the curves that will tell."""
        player = self._lessons.player
        drawn = () if player is None else guesses(player)
        if drawn != self._drawn:
            self._drawn = drawn
            self.wished.emit(DrawGuesses(drawn))

    def _follow_run(self, snapshots: list[Snapshot]) -> None:
        if self.isVisible() and self._playing.is_running:
            self._page.follow(snapshots[-1])
            self.strip.show_progress(snapshots[-1])

    def _perform(self, block: Block) -> None:
        if isinstance(block, NumpyLines):
            self._show_tab("numpy")
        elif isinstance(block, Show):
            self._show_tab(block.tab)
            if block.tab == "neurons":
                self.wished.emit(ShowWall())
            if block.log_cost:
                self.wished.emit(LogarithmicCost(is_wanted=True))
            if block.epoch >= 0:
                self.workbench.timeline.move_to_epoch(block.epoch)

    def _lead_to(self, block: Block) -> None:
        """Bring into sight what a block that waits speaks of."""
        if isinstance(block, Slow):
            self._playing.show(block.shown)
            self.wished.emit(WalkThrough(block.train_image, block.frames, lambda: self._take_seen(block)))
        elif isinstance(block, Draw):
            self.wished.emit(PointAt(Point(block.line, "pad", block.text, "next")))
        else:
            self.wished.emit(PointAt(block))

    def _take_seen(self, block: Slow) -> None:
        """Go on once all frames were seen that the lesson waits for."""
        player = self._lessons.player
        if player is not None and player.waits_for is block:
            self._lessons.go_on()

    def _show_tab(self, name: str) -> None:
        if name:
            self.wished.emit(ShowTab(name))

    def _propose(self, name: str, value: object) -> None:
        try:
            self.workbench.settings.propose(name, value)
        except KnobError as error:
            self.workbench.notices.post_error(error, topic="adjusted")

    def _follow_link(self, address: str) -> None:
        kind, _, rest = address.removeprefix("inkling:").partition("/")
        if address.startswith("inkling:"):
            if kind == "tab":
                self._show_tab(rest)
            link = read_link(address)
            if link is not None:
                self.workbench.lesson_files.follow(link)
            return
        question = f"Open this address in the browser?\n\n{address}"
        if QMessageBox.question(self, "Open an address", question) == QMessageBox.StandardButton.Yes:
            QDesktopServices.openUrl(QUrl(address))

    def _lesson_page(self) -> QWidget:
        sheet = QWidget()
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self._page, 1)
        beside = QHBoxLayout()  # takes no room without the card
        beside.setContentsMargins(12, 0, 12, 0)
        beside.addWidget(self._experiment)
        layout.addLayout(beside)
        layout.addWidget(self._foot)
        return sheet

    def _with_leave(self, content: QWidget) -> QWidget:
        sheet = QWidget()
        layout = QVBoxLayout(sheet)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.addWidget(content, 1)
        tip = "Put the lessons away. A lesson that was begun is kept where it is."
        leave = lesson_button("Back to the settings", "lessonListLeaveButton", tip)
        leave.clicked.connect(self._leave)
        layout.addWidget(leave, 0, Qt.AlignmentFlag.AlignHCenter)
        return sheet

    def _add_keys(self) -> None:
        """Let 1 to 8 choose an answer, and the page keys go through the steps, while the keyboard is here."""
        for number in range(8):
            self._key(str(number + 1), partial(self._choose, number))
        on, back = self._key("PgDown", self._page_down), self._key("PgUp", self._page_up)
        self._page_keys = (on, back)
        self._strip_keys = (self._key("Right", self._page_down), self._key("Left", self._page_up))
        for key in self._strip_keys:
            key.setEnabled(False)

    def _page_down(self) -> None:
        if self._is_projected and self._lessons.player is not None:
            self.strip.forward()
        else:
            self._go_on()

    def _page_up(self) -> None:
        if self._is_projected:
            self.strip.backward()
        else:
            self._lessons.previous_step()

    def _key(self, keys: str, act: Callable[[], object]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        return shortcut

    def _choose(self, number: int) -> None:
        if self._is_projected:
            self.strip.choose(number)
            return
        question = self._page.question
        if question is not None:
            question.choose(number)
