"""Pictures: image files of one digit, prepared as the pad prepares ink.

A photo or a scan differs from ink in what has to be thrown away first: color, the
paper's shade and shadows, the empty space around the digit, a line too thin to be
seen in 20 pixels. What is left is scaled and centred by the same code as a drawing.
"""

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter, ImageOps, UnidentifiedImageError

from core.arrays import Array, Bytes
from core.data.frame import BOX, MARGIN, SIDE, centered
from core.data.ink import PEN_WIDTH
from core.errors import FileError

MOST_PIXELS = 64_000_000
"""Largest picture that is opened: more would take gigabytes of memory for one digit."""

_WORKING_SIDE = 800
_INK_SIDE = 200
_SMALL = 64
_REMEDY = "Choose a PNG or JPEG picture of one digit."


def read(path: Path) -> Bytes:
    """Read a picture of one digit, dark on light or light on dark.

    Parameters
    ----------
    path : Path
        Any format that Pillow opens: PNG, JPEG, TIFF, WebP, …. Of an animation, the first picture counts.

    Returns
    -------
    ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink; framed as :func:`core.data.ink.prepare` frames a drawing.

    Raises
    ------
    FileError
        When the file is missing, is no picture, is cut short or too large, or shows nothing.
    """
    return _framed(_cropped(_without_paper(_opened(path), path.name)))


def _opened(path: Path) -> Array:
    """Return the picture's brightness, 0 black to 1 white, upright, on white where it is transparent."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file but does not matter
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Image.DecompressionBombError
                return _shades(picture)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise FileError(
            f"{path.name} has more than {MOST_PIXELS // 1_000_000} million pixels, which is too large.",
            "Make the picture smaller first.",
        ) from error
    except FileNotFoundError as error:
        raise FileError(f"There is no file {path}.", "Check the spelling, or choose another file.") from error
    except UnidentifiedImageError as error:
        raise FileError(f"{path.name} is not a picture that Inkling can open.", _REMEDY) from error
    # A damaged file fails anywhere in Pillow's many decoders, with any of these.
    except (OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError) as error:
        raise FileError(f"{path.name} cannot be read: it is damaged or cut short.", _REMEDY) from error


def _shades(picture: Image.Image) -> Array:
    side = (_WORKING_SIDE, _WORKING_SIDE)
    if picture.mode.startswith(("I", "F")):  # Pillow would clip more than 8 bits at 255
        deep = np.nan_to_num(np.asarray(ImageOps.exif_transpose(picture), np.float32))
        gray = Image.fromarray(deep / (65535.0 if picture.mode.startswith("I") else max(float(deep.max()), 1.0)))
        gray.thumbnail(side)
        return np.asarray(gray)
    picture.draft("RGB", side)  # a JPEG photo is decoded smaller at once
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer)
    gray = upright.convert("RGB").convert("L")
    gray.thumbnail(side)
    return np.asarray(gray, np.float32) / 255


def _without_paper(shades: Array, name: str) -> Array:
    """Return how much ink each pixel holds, 0 to 1, whichever of paper and ink is the darker.

    Raises
    ------
    FileError
        When nothing stands out from the paper.
    """
    difference = shades - _paper(shades)
    # Cubes, because ink is rare but far from the paper, and noise is common but near.
    ink = difference if (difference**3).sum() > 0 else -difference
    noise = 1.5 * float(np.median(np.abs(difference)))
    ink = np.maximum(ink - 4 * noise, 0)
    darkest = float(ink.max())
    if darkest < 0.08:
        raise FileError(f"{name} is blank: no digit can be seen in it.", _REMEDY)
    full = float(np.percentile(ink[ink > darkest / 2], 75))
    result: Array = np.minimum(ink / full, 1)
    return result


def _paper(shades: Array) -> Array:
    """Return the paper's shade at each pixel: one shade, or in a large picture one with soft shadows."""
    paper = np.full_like(shades, np.median(shades))
    if max(shades.shape) <= _SMALL:
        return paper
    y, x = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in shades.shape), indexing="ij")
    surface = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    for _ in range(4):  # each time, what is far from the paper found so far is taken for ink and left out
        away = np.abs(shades - paper).ravel()
        is_paper = away <= max(3 * float(np.median(away)), 0.02)
        fit = np.linalg.lstsq(surface[is_paper], shades.ravel()[is_paper], rcond=None)[0]
        paper = (surface @ fit).reshape(shades.shape).astype(np.float32)
    return paper


def _cropped(ink: Array) -> Array:
    """Return the part of the picture that holds ink."""
    inked = ink > (0.3 if max(ink.shape) > _SMALL else 0.02)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _framed(ink: Array) -> Bytes:
    """Scale cropped ink to 20 pixels and centre it."""
    box = _fitted(_thickened(_fitted(ink, _INK_SIDE)), BOX, enlarge=True)
    canvas = np.zeros((1, SIDE, SIDE), np.uint8)
    height, width = box.shape
    canvas[0, MARGIN : MARGIN + height, MARGIN : MARGIN + width] = np.rint(np.clip(box, 0, 1) * 255)
    image: Bytes = centered(canvas)[0]
    return image


def _fitted(ink: Array, side: int, *, enlarge: bool = False) -> Array:
    """Scale the longer side to ``side`` pixels; without ``enlarge``, only if it is longer."""
    longer = max(ink.shape)
    if longer == side or (longer < side and not enlarge):
        return ink
    height, width = (max(1, round(length * side / longer)) for length in ink.shape)
    return np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BICUBIC))


def _thickened(ink: Array) -> Array:
    """Widen a line that would be thinner than a pen's in the frame; a small picture's is left as it is."""
    scale = max(ink.shape) / BOX
    if scale < 3:
        return ink
    inside = np.pad(ink > 0.5, 1)
    core = inside[1:-1, 1:-1]
    edge = core & ~(inside[:-2, 1:-1] & inside[2:, 1:-1] & inside[1:-1, :-2] & inside[1:-1, 2:])
    # A line has two edges, each as long as the line.
    width = 2 * core.sum() / max(edge.sum(), 1)
    missing = round((PEN_WIDTH * scale - width) / 2)
    if missing < 1:
        return ink
    padded = Image.fromarray(np.rint(np.pad(ink, missing) * 255).astype(np.uint8))
    return np.asarray(padded.filter(ImageFilter.MaxFilter(2 * missing + 1)), np.float32) / 255
