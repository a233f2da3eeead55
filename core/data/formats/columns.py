"""What the columns of a table are: pixels, and perhaps a label, by their names or by their number and their values."""

import math
import re
from dataclasses import dataclass

from core.data.formats.pixels import MOST_SIDE
from core.errors import DataError

_SEPARATORS = (b",", b";", b"\t", b" ")
_LABEL = re.compile(r"labels?|class(es)?|target|digit|letter|symbol|character|y|category", re.IGNORECASE)
_ROW_NUMBER = re.compile(r"id|index|image_?id|unnamed: ?0|row|#|", re.IGNORECASE)
_COLUMN_NAME = re.compile(r"[\w .:#-]{0,24}")
_FEWEST = 16  # columns; what has fewer is some other table
_ROWS = 50  # that are looked at
_REMEDY = "A row is an image: its pixels, of a square, and perhaps a label before or after them."


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table are.

    Attributes
    ----------
    separator : bytes
        A single one.
    header : bool
        Whether the first row names the columns.
    numbers : int
        How many columns hold numbers: all but that of the label where its values are texts.
    pixels : slice
        Which of those are pixels.
    label : int or None
        Which column is the label's; None where there is none.
    has_texts : bool
        Whether the labels are texts.
    is_named : bool
        Whether a header said which column is the label's; else it may turn out to be the last one.
    """

    separator: bytes
    header: bool
    numbers: int
    pixels: slice
    label: int | None
    has_texts: bool
    is_named: bool


def is_table(head: bytes) -> bool:
    """Return whether a file that begins so is a table of many numbers, or of many columns with names."""
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if not text or b"\0" in text or text[:1] in b"<{[%":
        return False
    cells = cells_of(text.splitlines()[0], _separator(text.splitlines()[0]))
    middle = cells[1:-1]
    if len(cells) <= _FEWEST:
        return False
    if all(map(is_number, middle)):
        return True
    is_plain = all(_COLUMN_NAME.fullmatch(cell) for cell in middle)
    return is_plain and sum(any(map(str.isdigit, cell)) for cell in middle) > len(middle) // 2


def layout_of(rows: bytes, name: str) -> Layout:
    """Return what the columns of a table are, by its first rows.

    Raises
    ------
    DataError
        When there is no square number of pixels among them.
    """
    lines = rows.split(b"\n", _ROWS)[:_ROWS]
    separator = _separator(lines[0])
    first = cells_of(lines[0], separator)
    header = not all(map(is_number, first[1:-1]))
    body = [cells_of(line, separator) for line in lines[header:] if line.strip()]
    columns = len(first)
    names = first if header else []
    named = next((at for at, each in enumerate(names) if _LABEL.fullmatch(each)), None)
    skipped = sum(1 for each in names if _ROW_NUMBER.fullmatch(each)) if names and not _is_square(columns) else 0
    if named is not None and skipped <= named < columns and _is_square(columns - 1 - skipped):
        label: int | None = named
    elif _is_square(columns - skipped) and not _texts(body, 0):
        label = None
    elif _is_square(columns - 1 - skipped):
        label = columns - 1 if _texts(body, -1) else skipped
    else:
        raise DataError(
            f"{name} has {columns:,} columns, which is no square of pixels, with a label or without.", _REMEDY
        )
    if label is not None and label not in (skipped, columns - 1):
        raise DataError(f"{name} has its labels in the middle of the pixels, in column {label + 1:,}.", _REMEDY)
    has_texts = label is not None and _texts(body, label)
    if has_texts and skipped:
        raise DataError(f"{name} has columns that are neither pixels nor labels.", "Take them out of the table.")
    numbers = columns - has_texts
    begin = skipped + (label == skipped and not has_texts)
    end = columns - (label == columns - 1 and label != skipped) - (has_texts and label == skipped)
    return Layout(separator, header, numbers, slice(begin, end), label, has_texts, named is not None)


def cells_of(row: bytes, separator: bytes) -> list[str]:
    """Return the texts of a row."""
    return [cell.strip().strip('"') for cell in row.decode("utf-8", "replace").split(separator.decode())]


def is_number(cell: str) -> bool:
    """Return whether a text is a number, an odd one (nan, infinity) included: it is told of later."""
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _separator(row: bytes) -> bytes:
    return max(_SEPARATORS, key=row.count)


def _is_square(pixels: int) -> bool:
    side = math.isqrt(max(pixels, 0))
    return side * side == pixels and 4 <= side <= MOST_SIDE


def _texts(body: list[list[str]], column: int) -> bool:
    return any(row[column] and not is_number(row[column]) for row in body if row)
