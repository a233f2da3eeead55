"""PadPanel: draw a digit, see what the network sees and what it says."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from core.arrays import Bytes
from core.data.classes import noun
from core.data.ink.steps import ALL_STEPS
from core.data.ink.strokes import Ink
from core.insight.answer import Answer
from desktop.actions import Actions, Commands
from desktop.look.icons import icon
from desktop.look.text_size import text_scale
from desktop.look.theme import Theme, ThemeKeeper
from desktop.look.tips import wrapped
from desktop.look.words import drawn
from desktop.models.undoing import Undoable
from desktop.session.workbench import Workbench
from desktop.views.muted_note import MutedNote
from desktop.views.pad.correction import Correction
from desktop.views.pad.number_words import digit_or_doubt, place_words
from desktop.views.pad.picture_bar import PictureBar
from desktop.views.pad.preparation import Preparation
from desktop.views.pad.projection import Projection
from desktop.views.pad.proportions import LOW, proportions
from desktop.views.pad.verdict import Verdict
from desktop.views.panel import Panel
from desktop.views.wishes import Answers, KeepDigit, WipePad
from desktop.widgets.bars.digit_bars import DigitBars
from desktop.widgets.ink.canvas import InkCanvas
from desktop.widgets.ink.line import WIDTH, WIDTHS
from desktop.widgets.ink.marks import Mark
from desktop.widgets.ink.sheet import Tool
from desktop.widgets.labels import HINT_SIZE, grow_text, hint
from desktop.widgets.shrink_area import ShrinkArea
from desktop.widgets.tiles.image_preview import ImagePreview
from desktop.widgets.words.looks import FIVE_LOOKS

_LEAST_HEIGHT = 200  # of the column: what does not fit is scrolled to
_MOST_GROWTH = 2.0  # of the words and bars below a large pad; the verdict alone grows on
_WIDTH_WORDS = ("&Thin", "&Medium", "&Broad")
_SEEN = "What the network sees"
_STAND_IN = "Read by Inkling's own network. Yours is not trained yet."
_ON_SCREEN = "Now read by the network on screen."
_READ_ONCE = "An image of the data is read once, as it is."


class PadPanel(Panel):
    """The pad, the 28 × 28 image made of it, the verdict and the outputs."""

    undoes = "ink"

    def __init__(self, workbench: Workbench, themes: ThemeKeeper) -> None:
        super().__init__(workbench, themes)
        self._pad = workbench.pad
        self._told_names: tuple[str, ...] = ()  # of the classes that the words and bars here are about
        self._images = 0  # how many were on the pad, each of which is told aloud
        self.canvas = InkCanvas(themes.theme)
        self.canvas.setObjectName("pad")
        self.canvas.setAccessibleName("Drawing pad")
        self.canvas.set_line_width(min(WIDTHS, key=lambda w: abs(w - (workbench.preferences.line_width or WIDTH))))
        self.canvas.ink_changed.connect(lambda strokes: self._take_ink())
        undoable = Undoable(self.undoes, "Take back the last stroke on the pad.", self.canvas.undo)
        self.canvas.ink_changed.connect(lambda strokes: workbench.undoing.follow(undoable, self.canvas.undo_steps))
        self.canvas.mark_chosen.connect(self._pad.choose)
        self._pad.ink_replaced.connect(lambda ink: self._put_on_canvas(ink, self.canvas.set_ink))
        self._pad.ink_exchanged.connect(lambda ink: self._put_on_canvas(ink, self.canvas.exchange_ink))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(QKeySequence(key), self.canvas, context=Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(lambda: self.wished.emit(KeepDigit()))
        self._preview = ImagePreview(themes.theme)
        self._preview.setObjectName("padPreview")
        self._preview.setAccessibleName("What the network sees")
        self._preview.setToolTip(
            wrapped(
                "What the network sees: the drawing scaled into 20 × 20 pixels and centered in 28 × 28, "
                "as MNIST's images were."
            )
        )
        self._bars = DigitBars(themes.theme)
        self._bars.setObjectName("digitBars")
        self._bars.setAccessibleName("The outputs")
        self._said = Verdict(workbench)
        self._verdict, self._confidence = self._said.label, self._said.words
        self._correction = Correction(workbench)
        self._whose = hint()
        self._whose.setObjectName("padWhoseLabel")
        self._whose.keep_lines(2)
        self._whose.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._whose.hide()
        self._pad.stand_in_changed.connect(self._say_whose)
        self._muted_note = MutedNote(workbench.selection, "padMutedLabel", "padAllOnButton")
        self._seen = hint(_SEEN)
        self._pictures = PictureBar(workbench)
        self._preparation = Preparation(workbench, themes.theme)
        self._preparation.switched.connect(self._share_out)
        self.strip = self._preparation.strokes
        self._buttons: dict[str, QToolButton] = {}
        self._width_button = _small_button()
        self._projection = self._lay_out()
        self._fill_width_menu()
        self._pad.image_changed.connect(self._show_image)
        self._pad.answered.connect(self._show_answer)
        workbench.constant_answer.changed.connect(lambda: self._show_answer(self._pad.answer))
        for signal in (workbench.library.loaded, workbench.library.idle, workbench.timeline.shown):
            signal.connect(lambda *_: self._follow_names())
        self._show_image(self._pad.image)
        self._show_answer(None)

    def set_theme(self, theme: Theme) -> None:
        """Use other colors for the pad, what the network sees of it, and its answer."""
        for widget in (self.canvas, self._preview, self._bars, self._preparation):
            widget.set_theme(theme)
        self._width_button.setIcon(icon("line", theme))

    def answers(self) -> Answers:
        """Wipe the pad where that is wished for, as after a digit was kept."""
        return {WipePad: lambda wish: self.canvas.clear()}

    def commands(self) -> Commands:
        """Return what is done with the ink, the tools and the image on the pad."""
        return {
            "undoInkAction": self.canvas.undo,
            "redoInkAction": self.canvas.redo,
            "clearInkAction": self.canvas.clear,
            "eraserAction": lambda: self._toggle_tool(Tool.ERASER),
            "lineEraserAction": lambda: self._toggle_tool(Tool.LINE_ERASER),
            "thinnerLineAction": lambda: self._change_line_width(-1),
            "broaderLineAction": lambda: self._change_line_width(1),
            "testImageAction": self.workbench.show_random_image,
            "preparationAction": self._preparation.toggle,
            "closePicturesAction": self._close_pictures,
            **self._pictures.commands(),
        }

    def use_actions(self, actions: Actions) -> None:
        """Give the buttons their commands, keep those switched on that are in force, and off that have no effect."""
        for name, button in self._buttons.items():
            button.setDefaultAction(actions[name])
        erasers = QMenu(self)
        erasers.addActions([actions["eraserAction"], actions["lineEraserAction"]])
        self._buttons["eraserAction"].setMenu(erasers)

        def show_tool(tool: Tool) -> None:
            actions["eraserAction"].setChecked(tool is Tool.ERASER)
            actions["lineEraserAction"].setChecked(tool is Tool.LINE_ERASER)
            of_lines = tool is Tool.LINE_ERASER  # its button is that of the eraser in hand, and looks on
            self._buttons["eraserAction"].setDefaultAction(actions["lineEraserAction" if of_lines else "eraserAction"])

        def enable() -> None:
            actions["undoInkAction"].setEnabled(self.canvas.can_undo)
            actions["redoInkAction"].setEnabled(self.canvas.can_redo)
            actions["clearInkAction"].setEnabled(not self.canvas.is_empty)

        self.canvas.tool_changed.connect(show_tool)
        self.canvas.ink_changed.connect(lambda strokes: enable())
        enable()
        steps = actions["preparationAction"]
        steps.setIconText("Steps")  # on its button; the menu says more
        steps.setChecked(self._preparation.is_on)
        steps.triggered.connect(lambda: steps.setChecked(self._preparation.is_on))
        self._preparation.switched.connect(lambda: steps.setChecked(self._preparation.is_on))
        self._pictures.use_actions(actions)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._share_out()

    def _share_out(self) -> None:
        """Let what is below the paper be as large as the column asks for."""
        if self._projection.is_on:
            self._projection.share_out(self.width(), self.height(), self.canvas, self._verdict, self._confidence)
            return
        taken = self._preparation.taken + (0 if self._pictures.isHidden() else self._pictures.sizeHint().height())
        sizes = proportions(self.width(), self.height(), self.fontMetrics().height(), text_scale(), taken)
        self._correction.set_low(self.height() <= LOW)
        self._preview.set_zoom(sizes.zoom)
        self._verdict.set_growth(sizes.growth)
        beside = min(sizes.growth, _MOST_GROWTH)
        grow_text(self._confidence, HINT_SIZE * beside)
        grow_text(self._bars, beside)
        self._bars.set_columns(sizes.columns)

    def project(self, is_projected: bool) -> None:
        """Show the paper, what the network says, and its outputs, so that they are read from afar."""
        self._projection.switch(is_projected, self.canvas)
        self._preparation.set_private(is_projected)
        self._correction.set_private(is_projected)
        self._share_out()

    def _lay_out(self) -> Projection:
        tools = QHBoxLayout()
        tools.setSpacing(0)
        for name in ("undoInkAction", "redoInkAction", "clearInkAction", "eraserAction", "", "testImageAction"):
            if name:
                self._buttons[name] = _small_button()
                tools.addWidget(self._buttons[name])
            else:
                tools.addWidget(self._width_button)
                tools.addStretch(1)
        self._buttons["eraserAction"].setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        steps = self._buttons["preparationAction"] = _small_button()
        steps.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        steps.setAutoRaise(False)  # without a picture it would look like a caption
        title = QHBoxLayout()
        title.addWidget(self._seen, 1)
        title.addWidget(steps)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._verdict, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self._confidence)
        words.addWidget(self._correction, 0, Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._preview, 0, Qt.AlignmentFlag.AlignTop)
        middle.addLayout(words, 1)
        column = QWidget()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(10, 10, 10, 8)
        layout.setSpacing(6)
        layout.addWidget(self.canvas)
        layout.addWidget(self._pictures)
        layout.addLayout(tools)
        layout.addLayout(title)
        layout.addWidget(self._preparation)
        layout.addLayout(middle)
        layout.addWidget(self._whose)
        layout.addWidget(self._muted_note)
        layout.addWidget(self._bars, 1)
        layout.addStretch()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(ShrinkArea(column, QSize(0, _LEAST_HEIGHT)))
        return Projection(layout, middle, self._bars, (self._preview, self._seen, steps))

    # Tools

    def _fill_width_menu(self) -> None:
        menu = QMenu(self._width_button)
        group = QActionGroup(menu)
        for words, width in zip(_WIDTH_WORDS, WIDTHS, strict=True):
            action = menu.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda checked=False, width=width: self._set_line_width(width))
            menu.aboutToShow.connect(lambda action=action, width=width: self._check_width(action, width))
            group.addAction(action)
        self._width_button.setMenu(menu)
        self._width_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._width_button.setAccessibleName("Width of the line")
        self._width_button.setToolTip(wrapped("How wide the line on the pad is. The network sees no difference."))
        self._width_button.setIcon(icon("line", self.themes.theme))

    def _check_width(self, action: QAction, width: float) -> None:
        action.setChecked(self.canvas.line_width == width)

    def _change_line_width(self, way: int) -> None:
        place = WIDTHS.index(self.canvas.line_width) + way
        self._set_line_width(WIDTHS[min(max(place, 0), len(WIDTHS) - 1)])

    def _set_line_width(self, width: float) -> None:
        self.canvas.set_line_width(width)
        self.workbench.preferences.line_width = width

    def _toggle_tool(self, tool: Tool) -> None:
        self.canvas.set_tool(Tool.PEN if self.canvas.tool is tool else tool)

    def _put_on_canvas(self, ink: Ink, put: Callable[[Ink], None]) -> None:
        self.canvas.set_tool(Tool.PEN)
        self._pad.change_steps(ALL_STEPS)
        put(ink)

    def _close_pictures(self) -> None:
        """Put the pictures away, and take the one off the pad that nobody drew on."""
        is_as_it_came = self.workbench.pictures.on_pad is not None and not self.canvas.strokes
        self.workbench.close_pictures()
        if is_as_it_came:
            self.canvas.clear()

    def _take_ink(self) -> None:
        take = self._pad.follow if self.canvas.is_drawing else self._pad.change_ink
        take(self.canvas.ink)

    # What the network says

    @property
    def _names(self) -> tuple[str, ...]:
        return self.workbench.class_names

    def _follow_names(self) -> None:
        """Let the words and the bars be about the classes of the network shown."""
        names = self._names
        if names == self._told_names:
            return
        self._told_names, one = names, noun(names)
        for widget in (self._preparation, self._pictures, self._said):
            widget.use_class_names(names)
        self._bars.set_class_names(names)
        self._bars.setToolTip(wrapped(f"How strongly the network believes in each {one}: {FIVE_LOOKS}. {_READ_ONCE}"))
        draw = f"Draw {drawn(names)}"
        self.canvas.setToolTip(wrapped(f"{draw} with the mouse, a pen or a finger."))
        self.canvas.setAccessibleDescription(f"{draw} with the mouse, a pen, a finger, or the arrow keys and Space.")
        self.canvas.set_hint(f"{draw} here")
        self._seen.setText(_SEEN)
        self._show_answer(self._pad.answer)

    def _show_image(self, image: Bytes) -> None:
        self._images += 1
        self._preview.show_image(image)
        label = self._pad.label
        self._seen.setText(_SEEN if label is None else f"An image labelled {self._names[label]}")

    def _show_answer(self, answer: Answer | None) -> None:
        self._follow_names()
        self._preparation.show_soon()
        self._said.show(answer)
        self._show_outputs(answer)
        self._mark_digits()
        if not self.canvas.is_drawing or self._pad.ink.is_empty:
            self._said.announce(self._images)

    def _say_whose(self, is_stand_in: bool) -> None:
        """Say whose answer it is where that was not clear; the line stays after that, so that nothing moves."""
        self._whose.setText(_STAND_IN if is_stand_in else _ON_SCREEN)
        self._whose.show()

    def _show_outputs(self, answer: Answer | None) -> None:
        if answer is None or not answer.is_finite:
            self._bars.show_values(answer.outputs if answer else None, None)
            return
        self._bars.set_shares(answer.is_probability)
        self._bars.show_values(answer.outputs, answer.digit)

    def _mark_digits(self) -> None:
        """Put a box around each of several digits, and say which of them the outputs are about."""
        digits, chosen = self._pad.digits, self._pad.chosen
        self._bars.setAccessibleName("The outputs")
        if len(digits) < 2:
            self.canvas.set_marks(())
            return
        captions = [digit_or_doubt(digit.verdict, self._names) for digit in digits]
        self.canvas.set_marks(
            tuple(
                Mark(digit.part.box, caption, number == chosen)
                for number, (digit, caption) in enumerate(zip(digits, captions, strict=True))
            )
        )
        which = f"The {place_words(chosen, len(digits))} digit"
        self._seen.setText(f"{which}, as seen")
        self._bars.setAccessibleName(f"The outputs: {which[:1].lower()}{which[1:]}")


def _small_button() -> QToolButton:
    button = QToolButton()
    button.setAutoRaise(True)
    return button
