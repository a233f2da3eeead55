"""Picture files: which are opened, how large they may be, and how one becomes small without taking much memory.

A picture file may come from anywhere. It is opened only as one of a few formats, refused
by the size its header tells before a pixel is decoded, and made smaller a band of
rows at a time, so that no copy of the whole is ever made.
"""

import io
import os
import re
import warnings
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import ExifTags, Image, ImageFile, ImageOps

from core.arrays import Array
from core.data.ink import colors
from core.disk import open_to_read
from core.errors import FileError, foreign

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "PPM")
"""What people have photos and scans in; AVIF where this Pillow can.

The many others that Pillow knows are left out. Some start programs (Ghostscript, for what
begins as PostScript does, whatever the file is called); the rest are rare, and hardly anyone looks after them.
"""

MOST_PIXELS = 64_000_000
"""Largest picture that is opened, in any format: that of the finest telephone cameras."""

MOST_SIDE = 20_000
"""Most pixels on a side: each row takes memory of its own, however narrow."""

MOST_FILE_BYTES = 100_000_000
"""Largest file: some formats are read whole before anything is known of them."""

MOST_MEMORY = 384_000_000
"""Bytes that decoding may take; with all else that is in memory it stays below 500 million."""

_BAND_PIXELS = 1_000_000
_AHEAD = 2  # a side is made at least so many times smaller than it is in bands, and the last step is Pillow's thumbnail
_LYING = 5  # from that number on, a photo's orientation says that it lies on its side
_BRIGHTEST = 1e30  # of the numbers in a deep picture: no sum of them overflows
_REMEDY = "Choose a PNG or JPEG picture of one digit."
_DAMAGED = "cannot be read: it is damaged or cut short"


def shades(path: Path, side: int) -> Array:
    """Read a picture and make it small.

    Parameters
    ----------
    path : Path
        A file of one of :data:`FORMATS`, whatever its name. Of an animation, the first picture counts.
    side : int
        How many pixels its longer side may have.

    Returns
    -------
    ndarray, shape (height, width), float32
        Its brightness, 0 black to 1 white, upright, on what shows it where it is transparent; of two colors that are
        equally bright, how much each pixel has of one of them.

    Raises
    ------
    FileError
        When the file is missing, is no such picture, is damaged or too large.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is odd in a file but does not matter
        return shades_of(path, side)


def shades_of(path: Path, side: int, memory: int = MOST_MEMORY) -> Array:
    """Read a picture as :func:`shades` does; warnings are the caller's to catch, ``memory`` is what it may take."""
    with foreign(path, _DAMAGED, _REMEDY), _open(path) as file:
        return _decoded(path, file, os.fstat(file.fileno()).st_size, side, memory)


def size(path: Path) -> tuple[int, int]:
    """Return how wide and high a picture is in pixels, the right way up; it was read before.

    Raises
    ------
    FileError
        When it is gone, or is another file now.
    """
    with foreign(path, _DAMAGED, _REMEDY), _open(path) as file, _recognized(path, file) as picture:
        width, height = picture.size
        lies = picture.getexif().get(ExifTags.Base.Orientation, 1) >= _LYING
        return (height, width) if lies else (width, height)


def _open(path: Path) -> BinaryIO:
    if not os.path.exists(path):
        raise FileError(f"There is no file {path}.", "Check the spelling, or choose another file.")
    return open_to_read(path)


def shades_in(content: bytes, name: str, side: int, memory: int = MOST_MEMORY) -> Array:
    """Read a picture that is in memory, and make it small, as :func:`shades` does it.

    Warnings are the caller's to catch: to do so is no work for one of several threads. ``memory`` is what decoding
    may take in bytes, for where several are decoded at a time.
    """
    path = Path(name)
    with foreign(path, _DAMAGED, _REMEDY):
        return _decoded(path, io.BytesIO(content), len(content), side, memory)


def formats() -> tuple[str, ...]:
    """Return those of :data:`FORMATS` that this Pillow can open."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def is_picture(head: bytes) -> bool:
    """Return whether a file that begins so is a picture of one of these formats, as far as its first bytes tell."""
    for name in formats():
        _, accepts = Image.OPEN[name]
        with suppress(Exception):  # what is too short for its check
            if accepts is not None and accepts(head[:16]) is True:
                return True
    return False


def _decoded(path: Path, file: BinaryIO, size: int, side: int, memory: int = MOST_MEMORY) -> Array:
    if size > MOST_FILE_BYTES:
        raise _too_large(path, f"{size / 1e6:,.0f} MB", f"{MOST_FILE_BYTES / 1e6:,.0f} MB")
    with _recognized(path, file) as picture:
        _check_size(path, picture, memory)
        return _small(picture, side)


def _recognized(path: Path, file: BinaryIO) -> ImageFile.ImageFile:
    """Return a picture of which only the header was read."""
    known = formats()
    with foreign(path, f"is no picture that Inkling can open: it opens {', '.join(known)}", _REMEDY):
        try:
            return Image.open(file, formats=known)
        except Image.DecompressionBombError as error:  # Pillow's own bound, beyond which it tells only this
            found = re.search(r"\d+", str(error))
            pixels = f"{int(found[0]):,} pixels" if found else "far too many pixels"
            raise _too_large(path, pixels, f"{MOST_PIXELS:,} of them") from error


class TooLargeBesideOthersError(FileError):
    """A picture takes more memory than it was given, and no more than there is for one alone."""


def _check_size(path: Path, picture: ImageFile.ImageFile, memory: int = MOST_MEMORY) -> None:
    width, height = picture.size
    most = min(MOST_PIXELS, memory // _bytes_per_pixel(picture))
    most_alone = min(MOST_PIXELS, MOST_MEMORY // _bytes_per_pixel(picture))
    if width * height > most or max(width, height) > MOST_SIDE:
        bounds = f"{most:,} in a {picture.format} file of this kind, and {MOST_SIDE:,} on a side"
        refusal = _too_large(path, f"{width:,} × {height:,} pixels", bounds)
        if most < width * height <= most_alone and max(width, height) <= MOST_SIDE:
            raise TooLargeBesideOthersError(refusal.what, refusal.remedy)
        raise refusal


def _bytes_per_pixel(picture: ImageFile.ImageFile) -> int:
    """Return how many bytes a pixel takes at worst while the picture is decoded, by what each decoder keeps."""
    channels = len(picture.getbands())
    # What Pillow keeps of a pixel: one byte of a single channel, two or four of a deep one, else always four.
    kept = {"I;16": 2, "I": 4, "F": 4}.get(picture.mode[:4], 1) if channels == 1 else 4
    if any(tile[0] in Image.DECODERS for tile in picture.tile):
        return 100  # decoded by Python: in bytes that are copied, and so slowly that a large one would take minutes
    match picture.format:
        case "JPEG" | "MPO":
            # A progressive one is kept whole, two bytes a channel, however small it is decoded then.
            return 2 * channels
        case "TIFF":
            # All may be in one strip, of twice as many bits as are kept; and what lies on its side is turned.
            return 4 * kept
        case "WEBP":
            return 18  # two canvases, the picture as bytes, and as Pillow keeps it
        case "AVIF":
            return 30  # as many, and planes of two bytes a channel
        case _:
            return kept + 1


def _too_large(path: Path, size: str, most: str) -> FileError:
    return FileError(f"{path.name} has {size}, and Inkling reads at most {most}.", "Make the picture smaller first.")


def _small(picture: ImageFile.ImageFile, side: int) -> Array:
    picture.draft("RGB", (side, side))  # a JPEG photo is decoded smaller at once
    picture.load()
    width, height = picture.size
    scale = min(1.0, side / max(width, height))
    across, down = (max(1, int(length / (_AHEAD * max(1.0, length * scale)))) for length in (width, height))
    rows = down * max(1, _BAND_PIXELS // (width * down))
    bands = [
        _even(picture.crop((0, top, width, min(top + rows, height)))).reduce((across, down))
        for top in range(0, height, rows)
    ]
    whole = Image.fromarray(np.concatenate([np.asarray(band) for band in bands]))
    shown = colors.laid_on_paper(whole) if whole.mode == "RGBA" else whole
    gray = colors.without(shown) if shown.mode == "RGB" else shown
    gray.getexif()[ExifTags.Base.Orientation] = picture.getexif().get(ExifTags.Base.Orientation, 1)
    upright = ImageOps.exif_transpose(gray)
    upright.thumbnail((side, side))
    found = np.asarray(upright, np.float32)
    if picture.mode.startswith("F"):
        white = max(float(found.max()), 1.0)
    else:
        white = 65535 if picture.mode.startswith("I") else 255
    shades: Array = np.clip(found / white, 0.0, 1.0)
    return shades


def _even(band: Image.Image) -> Image.Image:
    """Return a band in one of a few ways to keep a picture, in which it can be made smaller."""
    if band.mode.startswith(("I", "F")):  # Pillow would clip more than 8 bits at 255
        numbers = np.nan_to_num(np.asarray(band, np.float32), posinf=0.0, neginf=0.0)
        return Image.fromarray(np.clip(numbers, 0.0, _BRIGHTEST))
    if band.has_transparency_data:
        return band.convert("RGBA")
    return band if band.mode in ("L", "RGB") else band.convert("RGB")
