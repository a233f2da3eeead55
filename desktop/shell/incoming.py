"""Incoming: what is dropped on the window or pasted into it is opened, or said to be nothing to open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from desktop.models.notices import Notice
from desktop.session.workbench import Workbench

_REMOTE = "That lies on the web, from which Inkling opens nothing: save it to a file, or copy the picture and paste it."
_NOTHING = "There is no picture to paste: copy a picture, or picture files, before."
_TOPIC = "incoming"


class Incoming(QObject):
    """The doors of the window that files and pictures come in by without a dialog.

    A field that is written in takes all keys that paste for itself, also where what was copied is a picture, of
    which it can make nothing. That one is opened here: as the window opens, the focus is in a field.

    Parameters
    ----------
    open_paths : callable
        Opens files and folders of this computer, as what they are.
    workbench : Workbench
        Takes pictures that are no files, and the notices.
    """

    def __init__(self, open_paths: Callable[..., None], workbench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_paths = open_paths
        self._workbench = workbench
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._watch)

    def is_welcome(self, data: QMimeData) -> bool:
        """Return whether there is something to open, or to say, when this is dropped."""
        return data.hasImage() or bool(_addresses(data))

    def take(self, data: QMimeData) -> bool:
        """Open files and folders, or else a picture; of what lies elsewhere say so. Returns whether it was any."""
        self._workbench.notices.withdraw(_TOPIC)
        addresses = _addresses(data)
        local = [Path(address.toLocalFile()) for address in addresses if address.isLocalFile()]
        image = QImage() if local or not data.hasImage() else QImage(data.imageData())
        if local:
            self._open_paths(*local)
        elif not image.isNull():
            self._workbench.paste_picture(image)
        elif addresses:
            self._workbench.notices.post(Notice("info", _REMOTE, topic=_TOPIC))
        return bool(addresses) or not image.isNull()

    def paste(self) -> None:
        """Paste text where one writes; elsewhere open what was copied."""
        field, copied = _field(QApplication.focusWidget()), QGuiApplication.clipboard().mimeData()
        if field is not None and copied.text():
            field.paste()
        elif not self.take(copied):
            self._workbench.notices.post(Notice("info", _NOTHING, topic=_TOPIC))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the command have the key that pastes, where a field would paste nothing."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            copied = QGuiApplication.clipboard().mimeData()
            if event.matches(QKeySequence.StandardKey.Paste) and copied.hasImage() and not copied.text():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _watch(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is not None and _field(now) is not None:
            now.installEventFilter(self)  # once more changes nothing


def _addresses(data: QMimeData) -> list[QUrl]:
    """Return the addresses of files in what was copied or dragged, also where they are told as text alone."""
    if data.hasUrls():
        return data.urls()
    lines = [line.strip() for line in data.text().splitlines()]
    return [QUrl(line) for line in lines] if lines and all(line.startswith("file://") for line in lines) else []


def _field(widget: QWidget | None) -> QLineEdit | QPlainTextEdit | QTextEdit | None:
    """Return the field that is written in; none where nothing is, or nothing can be."""
    if isinstance(widget, (QAbstractSpinBox, QComboBox)):
        widget = next(iter(widget.findChildren(QLineEdit)), None)
    if isinstance(widget, (QLineEdit, QPlainTextEdit, QTextEdit)) and not widget.isReadOnly():
        return widget
    return None
