"""PictureTasks: reads pictures from files and from the clipboard, and puts them on the pad, one after the other."""

import warnings
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtGui import QImage, QImageWriter

from core.arrays import Array
from core.data.ink import picture_file, pictures
from core.errors import FileError, InklingError
from core.plain import LONGEST_NAME, harmless
from desktop.background.jobs import Jobs
from desktop.models.notices import Notice, NoticesModel
from desktop.models.pad import PadModel
from desktop.models.pictures import Picture, PicturesModel

MOST = 500
"""Pictures that are taken at a time: more are no list to step through."""

_TOPIC = "pictures"
_PASTED = "The pasted picture"
_SIDE = 128  # pixels of what is kept of the steps in between: enough for the small images they are shown as
_PACKING = 80  # of 100, in Qt's words the "quality" of a PNG file: little work to write, and small enough to be read


@dataclass(slots=True)
class _Batch:
    """Pictures that are being read."""

    waiting: deque[tuple[str, Callable[[], Array]]]  # a name, and what reads its shades
    read: int = 0
    errors: list[InklingError] = field(default_factory=list)


class PictureTasks(QObject):
    """Reads pictures one at a time, off the window's thread; the first is on the pad while others are still read.

    Parameters
    ----------
    model : PicturesModel
        The list of them.
    pad : PadModel
        Where they are put.
    notices : NoticesModel
        Says which could not be read.
    jobs : Jobs
        Read them.
    """

    def __init__(
        self, model: PicturesModel, pad: PadModel, notices: NoticesModel, jobs: Jobs, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._pad, self._notices, self._jobs = model, pad, notices, jobs
        self._batch: _Batch | None = None
        model.wanted.connect(self._put_on_pad)
        pad.parts_of = model.parts_of
        pad.image_changed.connect(lambda image: model.follow(pad.ink.picture))

    def open(self, paths: Sequence[Path]) -> None:
        """Read picture files, and put the first of them on the pad in the place of what is there; undo brings it back.

        Those that are still being read are forgotten.
        """
        side = pictures.WORKING_SIDE
        self._begin([(path.name, partial(picture_file.shades, path, side)) for path in paths[:MOST]])
        if len(paths) > MOST:
            text = f"The first {MOST:,} of these {len(paths):,} pictures are opened. Open the others by themselves."
            self._notices.post(Notice("info", text, topic=_TOPIC))

    def paste(self, image: QImage) -> None:
        """Put an image on the pad that no file holds, as if it had been saved as PNG and opened."""
        self._begin([(_PASTED, partial(_shades_of, image))])

    def close(self) -> None:
        """Forget the pictures there are, and those that are still being read."""
        self._batch = None
        self._model.close()

    def _begin(self, waiting: Sequence[tuple[str, Callable[[], Array]]]) -> None:
        self._notices.withdraw(_TOPIC)
        self._batch = _Batch(deque(waiting))
        self._read_next(self._batch)

    def _read_next(self, batch: _Batch) -> None:
        if batch is not self._batch:
            return  # others were opened meanwhile, or the list was closed
        if not batch.waiting:
            self._batch = None
            self._report(batch)
            return
        name, shades = batch.waiting.popleft()
        self._jobs.start(
            f"read {name}",
            lambda job: _read(name, shades),
            done=partial(self._take, batch),
            failed=partial(self._take_error, batch),
        )

    def _take(self, batch: _Batch, picture: Picture) -> None:
        if batch is self._batch:
            take = self._model.add if batch.read else self._model.begin
            batch.read += 1
            take(picture)
        self._read_next(batch)

    def _take_error(self, batch: _Batch, error: InklingError) -> None:
        batch.errors.append(error)
        self._read_next(batch)

    def _report(self, batch: _Batch) -> None:
        """Say which pictures could not be read: one by its own sentence, of several how many and the first."""
        if not batch.errors:
            return
        first, count = batch.errors[0], len(batch.errors)
        if count == 1:
            self._notices.post_error(first, topic=_TOPIC)
            return
        text = f"{count:,} of {count + batch.read:,} pictures cannot be read. {first}"
        self._notices.post(Notice("error", text, topic=_TOPIC))

    def _put_on_pad(self, picture: Picture) -> None:
        self._pad.turn_to_image(picture.image, in_place=self._model.on_pad is not None and not self._pad.ink.strokes)


def _read(name: str, shades: Callable[[], Array]) -> Picture:
    return Picture(harmless(name, LONGEST_NAME), pictures.preparation(shades(), name, _SIDE))


def _shades_of(image: QImage) -> Array:
    """Return the shades of an image that the window was given, by the way that every picture file takes.

    Raises
    ------
    FileError
        When it cannot be read, or is too large.
    """
    if image.width() * image.height() > picture_file.MOST_PIXELS:  # to write it as a file would take half a minute
        raise FileError(f"{_PASTED} is too large.", f"Inkling reads at most {picture_file.MOST_PIXELS:,} pixels.")
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, QByteArray(b"PNG"))
    writer.setQuality(_PACKING)
    if not writer.write(image):
        raise FileError(f"{_PASTED} cannot be read.", "Save it to a file, and open that.")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is odd in a file but does not matter
        return picture_file.shades_in(bytes(content.data()), _PASTED, pictures.WORKING_SIDE)
