"""LessonText: Markdown of a lesson; without HTML, and with links that are asked about."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel, QSizePolicy

_SAFE = QTextDocument.MarkdownFeature.MarkdownNoHTML | QTextDocument.MarkdownFeature.MarkdownDialectGitHub


class LessonText(QLabel):
    """Some paragraphs; they wrap, can be selected, and are read aloud as plain text."""

    followed = Signal(str)  # the address of a link

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._markdown = ""
        self.setObjectName("lessonText")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.linkActivated.connect(self.followed)
        self.show_markdown(text)

    def show_markdown(self, text: str) -> None:
        """Show a text."""
        if text == self._markdown:
            return
        self._markdown = text
        self._render()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:  # the size of the text is written into what is shown
            self._render()

    def _render(self) -> None:
        text, document = self._markdown, QTextDocument()
        document.setDefaultFont(self.font())
        document.setMarkdown(text, _SAFE)
        self.setText(document.toHtml())
        self.setAccessibleName(document.toPlainText())
