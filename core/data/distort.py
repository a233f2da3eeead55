"""Pictures bent a little: turned, scaled, slanted, moved, made wavy, written with a thicker or thinner pen.

Every pixel of the new picture is fetched from some place of the old one, between
four pixels, whose mean it becomes, weighted by how near they are (bilinear
interpolation). A *map* says for each pixel where that place is.

To do this quickly with numpy, some 8 to 32 images share one map. With these images
side by side, so that the same pixel of all of them lies in one row of bytes, a fetch
copies whole rows, and a row has one weight: four fetches and four products, in whole
numbers, serve all images of the group. Loops over single pixels, which numpy cannot
do fast, are not needed.

Sharing maps costs some variety, but none that a mini-batch could notice when enough
images are passed in at once. The images of a group are spread evenly among them: of at
least 512, no two of any 64 in a row share a map; of 64 alone, each shares its map with
seven others. And maps are drawn anew each time, so an image meets another map, in other
company, in every epoch.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Array, Bytes
from core.data.frame import CENTER, SIDE

Maps: TypeAlias = npt.NDArray[np.float32]
"""Shape (maps, 2, 28, 28): for each pixel of the new picture how far down, and how far
across, the place in the old one lies that it is fetched from. 0 is the first pixel's middle."""

_MAPS = 64  # as many as a usual batch has images
_FEWEST, _MOST = 8, 32  # images that share a map: fewer are slow, more gain nothing

_BITS = 8  # of the fixed-point numbers of the interpolation; shifting them out divides, and faster than // does
_ONE = 1 << _BITS  # one pixel
_BEFORE, _AFTER = 1, 2  # pixels of paper around an image, so that places outside it need no special care
_PADDED = _BEFORE + SIDE + _AFTER
_INSIDE = slice(_BEFORE, _BEFORE + SIDE)

_Numbers = npt.NDArray[np.uint16]  # pixels and weights: a pixel times all of _ONE just fits


def maps_for(images: int) -> int:
    """Return how many maps to draw for so many images."""
    group = min(max(images // _MAPS, _FEWEST), _MOST)
    return -(-images // group)


def affine_maps(rotation: Array, scale: Array, shear: Array, shift: Array) -> Maps:
    """Return maps that slant the ink, scale it, turn it, all about its center of mass, and then move it.

    Parameters
    ----------
    rotation : ndarray, shape (maps,)
        Degrees, counterclockwise.
    scale : ndarray, shape (maps, 2)
        How many times as high, and as wide; above 0.
    shear : ndarray, shape (maps,)
        Pixels to the right per pixel upwards.
    shift : ndarray, shape (maps, 2)
        Pixels down, and to the right.

    Returns
    -------
    ndarray, shape (maps, 2, 28, 28), float32
        See :data:`Maps`.

    Notes
    -----
    A map leads from the new picture back to the old one: it undoes the four in reverse order.
    MNIST's centers of mass are all at :data:`~core.data.frame.CENTER`, so the ink stays in the middle.
    """
    angle = np.radians(rotation)
    turn_back = np.stack([np.cos(angle), np.sin(angle), -np.sin(angle), np.cos(angle)], axis=1).reshape(-1, 2, 2)
    back = turn_back / scale[:, :, np.newaxis]
    back[:, 1] += shear[:, np.newaxis] * back[:, 0]
    # A place is the sum of what its row and its column contribute: few numbers to work out, many sums.
    places = np.arange(SIDE) - CENTER
    by_row = back[:, :, 0, np.newaxis] * (places - shift[:, 0, np.newaxis])[:, np.newaxis] + CENTER
    by_column = back[:, :, 1, np.newaxis] * (places - shift[:, 1, np.newaxis])[:, np.newaxis]
    return np.asarray(by_row[..., np.newaxis] + by_column[..., np.newaxis, :], np.float32)


def noise_for(count: int, generator: np.random.Generator) -> Maps:
    """Return what :func:`waves` are made of for so many maps: uniform noise between -1/2 and 1/2."""
    noise: Maps = generator.random((count, 2, SIDE, SIDE), np.float32) - np.float32(0.5)
    return noise


def waves(noise: Maps, strength: float, smoothness: float) -> Maps:
    """Return random smooth displacements, to be added to maps: an elastic distortion.

    Parameters
    ----------
    noise : ndarray, shape (count, 2, 28, 28), float32
        What :func:`noise_for` drew; it is not written to.
    strength : float
        How far a pixel is moved along each axis, in pixels: root of the mean square.
    smoothness : float
        Standard deviation of the Gaussian that smooths them, in pixels; above 0.

    Returns
    -------
    ndarray, shape (count, 2, 28, 28), float32
        Pixels down and across.

    Notes
    -----
    Simard, Steinkraus and Platt, *Best Practices for Convolutional Neural Networks
    Applied to Visual Document Analysis* (2003): uniform noise for each pixel,
    convolved with a Gaussian. They multiply by 34 after a Gaussian of standard deviation
    4, which moves pixels by about 1.4. We divide by what the smoothing takes away, so
    that strength and smoothness can be turned independently, near the margin as well.
    """
    places = np.arange(SIDE)
    smoothing = np.exp(-0.5 * ((places - places[:, np.newaxis]) / smoothness) ** 2)
    smoothing /= np.sqrt((smoothing**2).sum(axis=1, keepdims=True))
    smoothing = smoothing.astype(np.float32)
    # Uniform noise between -1/2 and 1/2 has the mean square 1/12.
    displacements: Maps = smoothing @ noise @ smoothing.T
    displacements *= np.float32(strength * np.sqrt(12))
    return displacements


def warp_some(images: Bytes, maps: Maps, thickness: Array, out: Bytes, *, first: int, of: int) -> None:
    """Make strokes thicker or thinner and bend the images as the maps say: those of some of the maps.

    Image i is bent by map i mod ``of``. So several threads can share the work.

    Parameters
    ----------
    images : ndarray, shape (n, 28, 28), uint8
        All images. They are not written to. What lies outside an image is paper.
    maps : ndarray, shape (m, 2, 28, 28), float32
        Maps number ``first``, ``first + 1``, ….
    thickness : ndarray, shape (m,)
        Pixels by which the strokes of the images of these maps get wider, -2 to 2.
    out : ndarray, shape (n, 28, 28), uint8
        Where the new images go. Those of other maps are left alone.
    first, of : int
        The number of the first map given, and how many maps there are for all images.
    """
    corners, weights = _interpolation(maps)
    group = _Group(0)
    for number, wider in enumerate(thickness):
        chosen = images[first + number :: of]
        if len(chosen) != group.size:
            group = _Group(len(chosen))
        group.load(chosen)
        group.thicken(float(wider))
        out[first + number :: of] = group.interpolate(corners[number], weights[:, number])


def _interpolation(maps: Maps) -> tuple[npt.NDArray[np.intp], _Numbers]:
    """Return for each pixel the row of a group's upper left neighbor, and the four neighbors' weights."""
    places = np.rint((maps + np.float32(_BEFORE)) * np.float32(_ONE))
    # Places far outside are brought to where there is still nothing but paper.
    places = np.clip(places, 0, (_BEFORE + SIDE) * _ONE).astype(np.int32).reshape(len(maps), 2, SIDE * SIDE)
    down, across = places[:, 0], places[:, 1]
    corners = ((down >> _BITS) * _PADDED + (across >> _BITS)).astype(np.intp)
    down, across = down & (_ONE - 1), across & (_ONE - 1)
    both = (down * across) >> _BITS
    # The four add up to exactly one, so that full ink stays full ink.
    weights = np.stack([_ONE - down - across + both, across - both, down - both, both])
    return corners, weights.astype(np.uint16)[..., np.newaxis]


class _Group:
    """Images that share a map, side by side: one row per pixel, one column per image.

    Parameters
    ----------
    size : int
        How many images.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._padded: _Numbers = np.zeros((_PADDED, _PADDED, size), np.uint16)
        self._around: _Numbers = np.empty((_PADDED, _PADDED, size), np.uint16)
        self._sum, self._part = np.empty((2, SIDE * SIDE, size), np.uint16)

    def load(self, images: Bytes) -> None:
        """Take in images, shape (size, 28, 28)."""
        # Images that lie far apart in memory are brought together first: read crosswise from there, they are slow.
        self._padded[_INSIDE, _INSIDE] = np.ascontiguousarray(images).transpose(1, 2, 0)

    def thicken(self, wider: float) -> None:
        """Mix each pixel with the darkest of its four neighbors, or with the lightest one.

        Taking the darkest altogether would make a stroke wider by a pixel on either side.
        """
        share = round(abs(wider) / 2 * _ONE)
        if share == 0:
            return
        extreme = np.maximum if wider > 0 else np.minimum
        # All pixels in one row, paper around them included: one long stretch is much faster than many short ones.
        ink, around = self._padded.reshape(-1), self._around.reshape(-1)
        inside = slice(_PADDED * self.size, -_PADDED * self.size)  # all that has a row above it and one below
        middle, result = ink[inside], around[inside]
        extreme(ink[: -2 * _PADDED * self.size], ink[2 * _PADDED * self.size :], out=result)
        for step in (-self.size, self.size):
            extreme(result, ink[inside.start + step : inside.stop + step], out=result)
        extreme(result, middle, out=result)
        result *= np.uint16(share)
        middle *= np.uint16(_ONE - share)
        middle += result
        middle >>= _BITS
        self._clear_paper()

    def _clear_paper(self) -> None:
        """Take away the ink that came upon the paper around the images."""
        for outside in (slice(0, _BEFORE), slice(_BEFORE + SIDE, _PADDED)):
            self._padded[outside] = 0
            self._padded[:, outside] = 0

    def interpolate(self, corners: npt.NDArray[np.intp], weights: _Numbers) -> Bytes:
        """Return the new images, shape (size, 28, 28); the arguments are those of one map."""
        rows = self._padded.reshape(-1, self.size)
        total, part = self._sum, self._part
        total.fill(_ONE // 2)  # so that what is cut off below is rounded
        for step, weight in zip((0, 1, _PADDED, _PADDED + 1), weights, strict=True):
            # Starting later takes the neighbor's rows with the same numbers. With the mode "raise" numpy would copy
            # once more, to leave `out` alone if a number were wrong.
            np.take(rows[step:], corners, axis=0, out=part, mode="clip")
            part *= weight
            total += part
        total >>= _BITS
        return total.T.astype(np.uint8).reshape(self.size, SIDE, SIDE)
