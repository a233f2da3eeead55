"""The training of the weight images as an animation: GIF, APNG or WebP."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from core.arrays import Bytes
from core.disk import replace_file
from core.errors import FileError
from core.files import painted
from core.insight import neurons
from core.training.snapshot import Snapshot

FORMATS = {".gif": "GIF", ".png": "PNG", ".apng": "PNG", ".webp": "WEBP"}
MOST_FRAMES = 120
_MOST_NEURONS = 400
_MILLISECONDS, _LAST_MILLISECONDS = 80, 2000
_ENLARGEMENT = 2


def save_animation(path: Path, moments: Sequence[Snapshot], layer: int = 0) -> None:
    """Write how the pictures of a layer's neurons came about; the last moment stays for a while.

    All frames have the color range of the last one, so that growing weights are seen to grow.

    Parameters
    ----------
    path : Path
        Where to; its ending says which format: ``.gif``, ``.png`` (animated), ``.webp``.
    moments : sequence of Snapshot
        The run, oldest first. Of more than ``MOST_FRAMES`` some are left out; of other networks than the last, all.
    layer : int
        Which layer, from 0.

    Raises
    ------
    FileError
        When there is nothing to show, the ending is unknown, or the file cannot be written.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise FileError(f"{path.name} has no ending of an animation.", f"Use one of: {', '.join(FORMATS)}.")
    frames = _frames(moments, layer)
    if not frames:
        raise FileError("There is no moment of a run to show.", "Train first.")
    pictures = [Image.fromarray(frame) for frame in frames]
    if kind == "GIF":
        # One palette for all frames, else the colors flicker.
        palette = pictures[-1].quantize(256)
        pictures = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    durations = [_MILLISECONDS] * (len(pictures) - 1) + [_LAST_MILLISECONDS]

    def write(file: BinaryIO) -> None:
        pictures[0].save(file, kind, save_all=True, append_images=pictures[1:], duration=durations, loop=0)

    replace_file(path, write)


def _frames(moments: Sequence[Snapshot], layer: int) -> list[Bytes]:
    if not moments:
        return []
    last = moments[-1].network
    alike = [moment.network for moment in moments if moment.network.sizes == last.sizes]
    # Early moments matter most: the chosen ones lie evenly among those recorded, which are denser there.
    chosen = np.unique(np.linspace(0, len(alike) - 1, min(len(alike), MOST_FRAMES)).round().astype(int))
    limit = float(np.quantile(np.abs(neurons.pictures(last, layer)), 0.998))
    columns = max(1, round(np.sqrt(1.6 * min(last.sizes[layer + 1], _MOST_NEURONS))))
    return [
        painted.enlarged(
            painted.wall(painted.signed(neurons.pictures(alike[index], layer)[:_MOST_NEURONS], limit), columns),
            _ENLARGEMENT,
        )
        for index in chosen
    ]
