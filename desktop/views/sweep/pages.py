"""Pages: pictures, a table and sentences of a sweep, of which one is in front; sentences beside where there is room."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSplitter, QStackedWidget, QToolButton, QWidget

from desktop.look.theme import Theme, palette
from desktop.look.tips import wrapped

_LEAST = 140  # pixels: a picture that would have more is drawn smaller in a low window
_SLACK = 80  # pixels more until it is put beside them again: the width itself hangs a little on where it is
_BESIDE = 32  # characters that a line of what stands beside has, at least


@dataclass(frozen=True, slots=True)
class Page:
    """What can be in front.

    Attributes
    ----------
    widget : QWidget
        What is shown.
    text, name, tip : str
        The words of its button, the button's object name, and its tooltip.
    """

    widget: QWidget
    text: str
    name: str
    tip: str


class Pages(QSplitter):
    """The page in front, and the last one beside it, or among the others where the view is narrow.

    Parameters
    ----------
    pages : sequence of Page
        The last one is text, which goes with all others.
    theme : Theme
        The colors of the buttons.

    Attributes
    ----------
    buttons : QWidget
        One for each page, to stand above.
    """

    turned = Signal()  # another page is in front

    def __init__(self, pages: Sequence[Page], theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setObjectName("sweepSplitter")
        *front, self._aside = pages
        self._theme, self._is_wide = theme, True
        self._stack, self._group, self.buttons = QStackedWidget(), QButtonGroup(self), QWidget()
        line = QHBoxLayout(self.buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2)
        for place, page in enumerate(pages):
            line.addWidget(self._button(place, page))
        for page in front:
            self._stack.addWidget(page.widget)
        self._stack.setMinimumHeight(_LEAST)
        self.addWidget(self._stack)
        self.addWidget(self._aside.widget)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)
        self._last.hide()
        self._group.idClicked.connect(self._turn)
        self._mark()

    @property
    def front(self) -> QWidget | None:
        """What is in front."""
        return self._stack.currentWidget()

    def set_theme(self, theme: Theme) -> None:
        """Use other colors."""
        self._theme = theme
        self._mark()

    def minimumSizeHint(self) -> QSize:
        """Return the room for one page: the last one need not be beside it, and in a low window it is drawn smaller."""
        width = max(self._stack.minimumSizeHint().width(), self._aside.widget.minimumSizeHint().width())
        return QSize(width, _LEAST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._has_room_beside != self._is_wide:
            self._arrange(is_wide=not self._is_wide)

    def event(self, event: QEvent) -> bool:
        # A picture that has more to choose from, or larger text, wants more room. Where one wants less the last page
        # stays where it is: it would come and go with every picture that is looked at.
        if event.type() == QEvent.Type.LayoutRequest and self._is_wide and not self._has_room_beside:
            self._arrange(is_wide=False)
        return bool(super().event(event))

    @property
    def _has_room_beside(self) -> bool:
        beside = max(_BESIDE * self.fontMetrics().averageCharWidth(), self._aside.widget.minimumSizeHint().width())
        slack = 0 if self._is_wide else _SLACK
        return self.width() >= self._stack.minimumSizeHint().width() + self.handleWidth() + beside + slack

    def _arrange(self, *, is_wide: bool) -> None:
        """Put the last page beside the others, or among them."""
        self._is_wide = is_wide
        if is_wide:
            if self.front is self._aside.widget:
                self._turn(0)
            self._stack.removeWidget(self._aside.widget)
            self.addWidget(self._aside.widget)
            self._aside.widget.show()
        else:
            self._stack.addWidget(self._aside.widget)
        self._last.setVisible(not is_wide)

    @property
    def _last(self) -> QToolButton:
        button = self._group.buttons()[-1]
        assert isinstance(button, QToolButton)
        return button

    def _button(self, place: int, page: Page) -> QToolButton:
        button = QToolButton()
        button.setText(page.text)
        button.setObjectName(page.name)
        button.setToolTip(wrapped(page.tip))
        button.setCheckable(True)
        button.setChecked(place == 0)
        self._group.addButton(button, place)
        return button

    def _turn(self, place: int) -> None:
        with QSignalBlocker(self._group):
            self._group.button(place).setChecked(True)
        self._stack.setCurrentIndex(place)
        self._mark()
        self.turned.emit()

    def _mark(self) -> None:
        """Let the button of the page in front stand out; in the dark a pressed one looks like the others."""
        for button in self._group.buttons():
            colors = palette(self._theme)
            if button.isChecked():
                colors.setColor(QPalette.ColorRole.Button, QColor(self._theme.accent))
                colors.setColor(QPalette.ColorRole.ButtonText, QColor(self._theme.accent_text))
            button.setPalette(colors)
