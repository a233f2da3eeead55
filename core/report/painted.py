"""Arrays as pictures in a file: weights in two colors, ink on paper, many small pictures on one wall."""

import base64
import io

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import Array, Bytes

_BLUE = np.array([0x1F, 0x6F, 0xC4], np.float32)
_WHITE = np.array([0xFF, 0xFF, 0xFF], np.float32)
_ORANGE = np.array([0xD9, 0x60, 0x08], np.float32)
_GAP = 2  # pixels between two pictures of a wall


def signed(values: Array, limit: float) -> Bytes:
    """Return signed values in colors: blue below zero, white at zero, orange above.

    Parameters
    ----------
    values : ndarray, any shape
        What to paint.
    limit : float
        The size of value that has the full color.

    Returns
    -------
    ndarray, shape (..., 3), uint8
        RGB.
    """
    share = np.clip(np.nan_to_num(values) / max(limit, 1e-12), -1, 1)[..., None]
    colors = np.where(share < 0, _WHITE + (_BLUE - _WHITE) * -share, _WHITE + (_ORANGE - _WHITE) * share)
    painted: Bytes = np.rint(colors).astype(np.uint8)
    return painted


def ink(images: Bytes) -> Bytes:
    """Return images, 0 (paper) to 255 (ink), as dark ink on white paper, shape (..., 3), uint8."""
    painted: Bytes = np.repeat((255 - images)[..., None], 3, axis=-1)
    return painted


def wall(pictures: Bytes, columns: int, ground: int = 255) -> Bytes:
    """Return pictures, shape (n, height, width, channels), side by side, so many in a row; white between them."""
    count, height, width, channels = pictures.shape
    rows = -(-count // columns)
    size = (rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP, channels)
    sheet: Bytes = np.full(size, ground, np.uint8)
    for index, picture in enumerate(pictures):
        top, left = index // columns * (height + _GAP), index % columns * (width + _GAP)
        sheet[top : top + height, left : left + width] = picture
    return sheet


def enlarged(picture: Bytes, times: int) -> Bytes:
    """Return a picture, shape (height, width, channels), with every pixel ``times`` as wide and as high."""
    whole: Bytes = picture.repeat(times, axis=0).repeat(times, axis=1)
    return whole


def png(picture: npt.NDArray[np.uint8]) -> bytes:
    """Return a picture, shape (height, width, 3), as the bytes of a PNG file."""
    content = io.BytesIO()
    Image.fromarray(picture).save(content, "PNG", optimize=True)
    return content.getvalue()


def data_address(picture: Bytes) -> str:
    """Return a picture as an address that holds it whole, for a page without other files."""
    return "data:image/png;base64," + base64.b64encode(png(picture)).decode("ascii")
