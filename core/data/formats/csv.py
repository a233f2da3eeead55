"""Tables of numbers, an image a row: as Kaggle has MNIST, with or without a header, with or without labels.

Read a stretch at a time. Whole numbers of up to three figures, which pixels are, are read by numpy all at once: sixty
thousand rows within seconds. What is written in another way is read number by number, which is slower.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import numpy as np
import numpy.typing as npt

from core.data.formats.columns import Layout, cells_of, is_number, is_table, layout_of
from core.data.formats.files import MOST_PIXELS, REMEDY, Errand, File, Part, part_of, too_large
from core.data.formats.format import FORMATS, Format, Labels, Piece
from core.data.formats.pixels import to_bytes
from core.errors import DataError, foreign

_STRETCH = 1 << 19  # bytes that are read at a time: as many as stay near the processor
_LONGEST_ROW = 8 << 20
_LONGEST_CELL = 40
_NEWLINE, _ZERO = 10, 48
_LONGEST_LABEL = 40

Values = npt.NDArray[Any]


@FORMATS.register("csv", label="CSV", help="A table of numbers, an image a row, perhaps with its label.")
@dataclass(frozen=True, slots=True)
class Csv(Format):
    """Images and labels in one file."""

    has_companions: ClassVar[bool] = True

    def knows(self, file: File) -> bool:
        """Return whether its first rows are a table of many numbers."""
        return is_table(file.head)

    def read(self, files: Sequence[File], errand: Errand) -> list[Piece]:
        """Return a piece for each file."""
        return [self._piece(file, errand) for file in files]

    def _piece(self, file: File, errand: Errand) -> Piece:
        damaged = foreign(Path(file.own_name), "is damaged, or no table of numbers", REMEDY, DataError)
        with damaged, file.opened() as opened:
            table: _Table | None = None
            for stretch in _stretches(opened, file.own_name):
                errand.check()
                if table is None:
                    table = _Table(file.own_name, layout_of(stretch, file.own_name), file.most())
                    stretch = stretch.partition(b"\n")[2] if table.layout.header else stretch
                table.add(stretch)
        if table is None or not table.rows:
            raise DataError(f"{file.own_name} has no rows.", REMEDY)
        return table.piece(part_of(file.name), errand)


def _stretches(file: BinaryIO, name: str) -> Iterator[bytes]:
    """Return whole rows, some megabytes of them at a time, without quotes and blank lines."""
    rest, is_first = b"", True
    while piece := file.read(_STRETCH):
        whole, newline, rest = (rest + piece).rpartition(b"\n")
        if len(rest) > _LONGEST_ROW:
            raise DataError(f"{name} has a row of more than {_LONGEST_ROW / 1e6:.0f} MB.", REMEDY)
        if newline:
            yield _tidy(whole, is_first)
            is_first = False
    if rest.strip():
        yield _tidy(rest, is_first)


def _tidy(rows: bytes, is_first: bool) -> bytes:
    if is_first:
        rows = rows.removeprefix(b"\xef\xbb\xbf")
    rows = rows.translate(None, b'\r"').strip(b"\n") + b"\n"
    return re.sub(rb"\n\n+", b"\n", rows) if b"\n\n" in rows else rows


class _Table:
    """The numbers of all rows read so far: bytes, or fractions as soon as there is one that is no byte."""

    def __init__(self, name: str, layout: Layout, size: int) -> None:
        self.layout, self.rows = layout, 0
        self._name = name
        self._texts: list[bytes] = []
        # A number takes two bytes at least. What of this room stays empty takes no memory.
        most = min(size // (2 * layout.numbers) + 1, MOST_PIXELS // layout.numbers + 1)
        self._values: Values = np.empty((most, layout.numbers), np.uint8)

    def add(self, stretch: bytes) -> None:
        """Read some rows."""
        if not stretch.strip():
            return
        if self.layout.has_texts:
            stretch = self._without_texts(stretch)
        block = self._read(stretch)
        until = self.rows + len(block)
        if until > len(self._values):
            raise too_large(self._name, f"more than {len(self._values) - 1:,} rows")
        if block.dtype != np.uint8 and self._values.dtype == np.uint8:
            fractions = np.empty(self._values.shape, np.float32)
            fractions[: self.rows] = self._values[: self.rows]
            self._values = fractions
        self._values[self.rows : until] = block
        self.rows = until

    def piece(self, part: Part | None, errand: Errand) -> Piece:
        """Return images and labels of all rows."""
        values = self._values[: self.rows]
        labels: Labels | None = None
        pixels = self.layout.pixels
        if self.layout.has_texts:
            labels = np.array([text.decode("utf-8", "replace") for text in self._texts])
        elif self.layout.label is not None:
            label = self.layout.label
            if not self.layout.is_named and self._is_last(values):
                label, pixels = values.shape[1] - 1, slice(0, values.shape[1] - 1)
            labels = values[:, label].copy()
        images, notes = to_bytes(values[:, pixels], self._name, errand)
        side = images.shape[1]
        # That a table has rows is no conversion.
        notes = tuple(note for note in notes if "put back into" not in note)
        if side != 28:
            notes = (*notes, f"{self._name}: rows of {side * side:,} pixels are images of {side} × {side}.")
        return Piece(name=self._name, images=images, labels=labels, part=part, notes=notes)

    def _is_last(self, values: Values) -> bool:
        """Return whether the last column is that of the labels: corner pixels are the same in nearly all images."""
        first, last = values[:, 0], values[:, -1]
        return bool((first == first[0]).all() and not (last == last[0]).all())

    def _without_texts(self, rows: bytes) -> bytes:
        """Take the texts of the label's column out of some rows."""
        separator, numbers = self.layout.separator, []
        for row in rows.splitlines():
            if self.layout.label == 0:
                text, _, rest = row.partition(separator)
            else:
                rest, _, text = row.rpartition(separator)
            self._texts.append(text.strip()[:_LONGEST_LABEL])
            numbers.append(rest)
        return b"\n".join(numbers) + b"\n"

    def _read(self, rows: bytes) -> Values:
        """Return the numbers of some rows."""
        letters = np.frombuffer(rows, np.uint8)
        is_newline = letters == _NEWLINE
        is_end = is_newline | (letters == self.layout.separator[0])
        ends = np.flatnonzero(is_end)
        columns = self.layout.numbers
        count = int(is_newline.sum())
        if len(ends) != count * columns or not is_newline[ends[columns - 1 :: columns]].all():
            raise self._uneven(rows)
        lengths = np.diff(ends, prepend=-1) - 1
        if int(lengths.max()) > _LONGEST_CELL:
            raise DataError(f"{self._name} has a text where a pixel was expected.", REMEDY)
        figures = letters - np.uint8(_ZERO)  # what is below the zero becomes large
        if int(lengths.min()) < 1 or int(lengths.max()) > 3 or not ((figures < 10) | is_end).all():
            return self._read_slowly(rows).reshape(count, columns)
        values = figures[ends - 1].astype(np.uint16)
        for place, worth in ((2, 10), (3, 100)):
            longer = np.flatnonzero(lengths >= place)  # most pixels are 0: few are longer than one figure
            values[longer] += figures[ends[longer] - place] * np.uint16(worth)
        kind: type = np.uint8 if int(values.max()) <= 255 else np.float32
        return values.astype(kind).reshape(count, columns)

    def _read_slowly(self, rows: bytes) -> Values:
        cells = rows.strip(b"\n").replace(b"\n", self.layout.separator).split(self.layout.separator)
        try:
            return np.array(cells).astype(np.float32)
        except ValueError:
            at = next(place for place, cell in enumerate(cells) if not is_number(cell.decode("latin-1")))
            row = self.rows + at // self.layout.numbers + 1
            text = cells[at].decode("utf-8", "replace").strip()
            what = f"a text ({text!r})" if text else "an empty cell"
            raise DataError(f"{self._name} has {what} where a pixel was expected, in row {row:,}.", REMEDY) from None

    def _uneven(self, rows: bytes) -> DataError:
        expected = self.layout.numbers + self.layout.has_texts
        found = ((place, len(cells_of(row, self.layout.separator))) for place, row in enumerate(rows.splitlines(), 1))
        row, columns = next(((place, count) for place, count in found if count != self.layout.numbers), (1, 0))
        columns += self.layout.has_texts
        return DataError(
            f"{self._name} has {columns:,} columns in row {self.rows + row:,}, where {expected:,} were expected.",
            REMEDY,
        )
