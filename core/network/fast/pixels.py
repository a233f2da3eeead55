"""Pixels on their way to the shards: bytes become numbers, a block of images at a time.

Some 256 images at a time are converted: enough that the few numpy calls cost nothing per
image, few enough that they are still in the processor's cache when they are multiplied.
"""

import numpy as np

from core.arrays import Array, Bytes
from core.network.images import Order

_SCALE = np.float32(1 / 255)


def convert(rows: Bytes, chosen: Order, raw: Bytes, x: Array) -> None:
    """Convert the chosen ones of all rows to numbers from 0 to 1 in ``x``, by way of bytes in ``raw``, of its shape."""
    pixels = rows.shape[1]
    if pixels < x.shape[1]:  # as images lie in a file
        raw = raw.reshape(-1)[: len(x) * pixels].reshape(-1, pixels)
        x[:, pixels:] = 0
        x[:, pixels] = 1
        x = x[:, :pixels]
    # With the mode "raise" numpy would copy once more, to leave `raw` alone if an index were wrong.
    np.take(rows, chosen, axis=0, out=raw, mode="clip")
    np.copyto(x, raw)
    np.multiply(x, _SCALE, x)
