"""The nearest of many lines to the mouse."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def nearest_segment(
    point: tuple[float, float], begins: tuple[Floats, Floats], ends: tuple[Floats, Floats]
) -> tuple[int, float] | None:
    """Return which of many straight pieces is nearest to a point, and how far away it is.

    Parameters
    ----------
    point : tuple of float
        x and y, in pixels.
    begins, ends : tuple of ndarray, shape (pieces,)
        x and y of both ends of each piece; one with an end that is NaN is none.

    Returns
    -------
    tuple of int and float, or None
        Nothing where there is no piece.
    """
    (x, y), (from_x, from_y), (to_x, to_y) = point, begins, ends
    across, down = to_x - from_x, to_y - from_y
    lengths = np.maximum(across**2 + down**2, 1e-12)
    share = np.clip(((x - from_x) * across + (y - from_y) * down) / lengths, 0.0, 1.0)
    away = np.hypot(from_x + share * across - x, from_y + share * down - y)
    if not np.isfinite(away).any():
        return None
    place = int(np.nanargmin(away))
    return place, float(away[place])
