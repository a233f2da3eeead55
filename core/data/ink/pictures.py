"""Pictures: image files of one digit, prepared as the pad prepares ink.

A photo or a scan differs from ink in what has to be thrown away first: color, the
paper's shade and shadows, the empty space around the digit, a line too thin to be
seen in 20 pixels. What is left is scaled and centred by the same code as a drawing.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view
from PIL import Image, ImageFilter

from core.arrays import Array, Bytes
from core.data.frame import BOX, MARGIN, SIDE, centered
from core.data.ink import picture_file
from core.data.ink.strokes import PEN_WIDTH
from core.errors import FileError

_WORKING_SIDE = 400
_INK_SIDE = 200
_SMALL = 64
_PAPER_SIDE = 96  # of the small picture of the paper, in pixels
_NEAR = 12  # of its pixels: half a neighborhood, which has to be wider than a line of ink
_SMOOTHNESS = 3.0  # of its pixels
_FAINTEST = 0.08  # ink that differs less from the paper, from 0 to 1, is none
_DARKEST_PAPER = 0.1
_FEWEST_INK = 3.0  # in 5 × 5 pixels; the thinnest line has five
_BLOT_SIDE = 80  # cells on a side in which connected ink is looked for
_SMALLEST_BLOT = 0.04  # of the largest one's ink
_INKED = 0.3  # of full ink: from there on a pixel of a large picture belongs to the digit
_REMEDY = "Choose a PNG or JPEG picture of one digit."


def read(path: Path) -> Bytes:
    """Read a picture of one digit, dark on light or light on dark.

    Parameters
    ----------
    path : Path
        Of one of :data:`core.data.ink.picture_file.FORMATS`. Of an animation, the first picture counts.

    Returns
    -------
    ndarray, shape (28, 28), uint8
        0 is paper, 255 is full ink; framed as :func:`core.data.ink.strokes.prepare` frames a drawing.

    Raises
    ------
    FileError
        When the file is missing, is no picture, is cut short or too large, or shows nothing.
    """
    return _framed(_cropped(_without_specks(_without_paper(picture_file.shades(path, _WORKING_SIDE), path.name))))


def _without_paper(shades: Array, name: str) -> Array:
    """Return how much ink each pixel holds, 0 to 1, whichever of paper and ink is the darker.

    Raises
    ------
    FileError
        When nothing stands out from the paper.
    """
    surface = _surface(shades)
    difference = shades - surface
    is_light = _is_ink_light(difference)
    if not is_light:
        difference = -difference
    if max(shades.shape) > _SMALL:
        shadows = _shadows(difference)
        surface = surface + shadows if is_light else surface - shadows
        difference = difference - shadows
    difference -= np.median(difference)
    noise = 1.5 * float(np.median(np.abs(difference)))
    if float(difference.max()) - 4 * noise < _FAINTEST:
        raise FileError(f"{name} is blank: no digit can be seen in it.", _REMEDY)
    # In the shade, ink differs from paper by as much less as there is less light.
    ink = np.maximum(difference - 4 * noise, 0) / np.maximum(surface, _DARKEST_PAPER)
    full = float(np.percentile(ink[ink > ink.max() / 2], 75))
    result: Array = np.minimum(ink / full, 1)
    return result


def _is_ink_light(difference: Array) -> bool:
    """Return whether what stands out from the paper is lighter than it."""
    if max(difference.shape) > _SMALL:
        # The sunny side of a shadow stands out as well, but not from what is around it.
        small = _reduced(difference)
        windows = sliding_window_view(np.pad(small, _NEAR, "edge"), (2 * _NEAR + 1, 2 * _NEAR + 1))
        difference = small - np.median(windows, axis=(2, 3))
    # Cubes, because ink is rare but far from the paper, and noise is common but near.
    return bool((difference**3).sum() > 0)


def _surface(shades: Array) -> Array:
    """Return the paper's shade at each pixel: one shade, or in a large picture one that changes evenly."""
    if max(shades.shape) <= _SMALL:
        return np.full_like(shades, np.median(shades))
    small = _reduced(shades)
    y, x = np.meshgrid(*(np.linspace(-1, 1, n) for n in small.shape), indexing="ij")
    curves = np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=-1).reshape(-1, 6)
    paper = np.full_like(small, np.median(small))
    for _ in range(4):  # each time, what is far from the paper found so far is taken for ink and left out
        is_paper = _is_paper(small - paper)
        fit = np.linalg.lstsq(curves[is_paper.ravel()], small[is_paper], rcond=None)[0]
        paper = (curves @ fit).reshape(small.shape).astype(np.float32)
    return _enlarged(paper, shades.shape)


def _shadows(difference: Array) -> Array:
    """Return by how much the paper itself differs from an even surface: by shadows, which may have edges.

    A closing, as it is called in mathematical morphology: a pixel's paper is the lowest in its
    neighborhood, so that ink, which lies above, disappears; then the highest of these, so that the slopes of
    shadows are back where they were.
    """
    small = _reduced(difference)
    for extreme in (np.min, np.max):
        for axis in (0, 1):
            around = [(_NEAR, _NEAR) if axis == at else (0, 0) for at in (0, 1)]
            windows = sliding_window_view(np.pad(small, around, "edge"), 2 * _NEAR + 1, axis=axis)
            small = extreme(windows, axis=-1)
    down, across = (_smoothing(length) for length in small.shape)
    return _enlarged(down @ small @ across.T, difference.shape)


def _reduced(shades: Array) -> Array:
    """Return a small picture: light changes slowly, and in the mean of many pixels there is less noise."""
    height, width = (max(1, round(length * _PAPER_SIDE / max(shades.shape))) for length in shades.shape)
    return np.asarray(Image.fromarray(shades).resize((width, height), Image.Resampling.BOX))


def _enlarged(paper: Array, shape: tuple[int, ...]) -> Array:
    """Return a small picture in another one's size."""
    height, width = shape
    return np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))


def _is_paper(difference: Array) -> npt.NDArray[np.bool_]:
    """Return which pixels are as near to the paper's shade as most are."""
    away = np.abs(difference)
    return away <= max(3 * float(np.median(away)), 0.02)


def _smoothing(length: int) -> Array:
    """Return a matrix that smooths a column of numbers with a Gaussian."""
    places = np.arange(length, dtype=np.float32)
    weights = np.exp(-0.5 * ((places - places[:, np.newaxis]) / np.float32(_SMOOTHNESS)) ** 2)
    smoothing: Array = weights / weights.sum(axis=1, keepdims=True)
    return smoothing


def _without_specks(ink: Array) -> Array:
    """Take away noise and dust from a large picture: ink that has hardly any other ink around it."""
    if max(ink.shape) <= _SMALL:
        return ink
    height, width = ink.shape
    sums = np.pad(ink.astype(np.float64), ((3, 2), (3, 2))).cumsum(axis=0).cumsum(axis=1)
    around = sums[5:, 5:] - sums[:-5, 5:] - sums[5:, :-5] + sums[:-5, :-5]
    cleaned: Array = np.where(around[:height, :width] > _FEWEST_INK, ink, np.float32(0))
    return _large_blots(cleaned) if cleaned.max() > _INKED else ink


def _large_blots(ink: Array) -> Array:
    """Keep the largest connected piece of ink, and those not much smaller: a 5 may have been drawn in two."""
    step = -(-max(ink.shape) // _BLOT_SIDE)
    height, width = (-(-length // step) for length in ink.shape)
    cells = np.pad(ink, ((0, height * step - ink.shape[0]), (0, width * step - ink.shape[1])))
    blocks = cells.reshape(height, step, width, step)
    inked = blocks.max(axis=(1, 3)) > _INKED
    # Every inked cell takes the highest number among its neighbors until no number changes.
    numbers = np.arange(1, inked.size + 1).reshape(inked.shape) * inked
    while not np.array_equal(higher := _spread(numbers) * inked, numbers):
        numbers = higher
    mass = np.bincount(numbers.ravel(), weights=blocks.sum(axis=(1, 3)).ravel())
    mass[0] = 0
    kept = mass[numbers] >= _SMALLEST_BLOT * mass.max()
    # The faint edge of the ink may reach into the next cells.
    mask = np.repeat(np.repeat(_spread(kept & inked), step, axis=0), step, axis=1)
    return np.where(mask[: ink.shape[0], : ink.shape[1]], ink, np.float32(0))


def _spread(cells: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return for each cell the highest of it and its eight neighbors."""
    spread = cells.copy()
    for axis in (0, 1):
        row = np.moveaxis(spread, axis, 0)  # a view
        before = row.copy()
        np.maximum(row[1:], before[:-1], out=row[1:])
        np.maximum(row[:-1], before[1:], out=row[:-1])
    return spread


def _cropped(ink: Array) -> Array:
    """Return the part of the picture that holds ink."""
    inked = ink > (_INKED if max(ink.shape) > _SMALL else 0.02)
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
