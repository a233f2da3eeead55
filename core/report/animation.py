"""The training of the weight images as an animation: GIF, APNG or WebP."""

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.arrays import Array, Bytes
from core.disk import replace_file
from core.errors import Cancelled, FileError
from core.insight import neurons
from core.report import painted
from core.training.snapshot import Snapshot

FORMATS = {".gif": "GIF", ".png": "PNG", ".apng": "PNG", ".webp": "WEBP"}
MOST_FRAMES = 120
_MOST_NEURONS = 400
_MILLISECONDS, _LAST_MILLISECONDS = 80, 2000
_ENLARGEMENT = 2
_ZERO = 31  # the place in the palette of a weight of 0, which is white; the ends have the full colors
# The same few colors in all frames: nothing flickers, and a file takes a quarter of the time and the room.
_PALETTE = painted.signed(np.linspace(-1, 1, 2 * _ZERO + 1, dtype=np.float32), 1.0).tobytes() + b"\x1c\x24\x30"
_TEXT = 2 * _ZERO + 1  # the last place in the palette
_SMALLEST_TEXT, _TEXT_SHARE = 18, 0.035  # its height in pixels; in a wide picture this share of its width


def save_animation(
    path: Path,
    moments: Sequence[Snapshot],
    layer: int = 0,
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> None:
    """Write how the pictures of a layer's neurons came about; the last moment stays for a while.

    All frames have the color range of the last one, so that growing weights are seen to grow; below stands the epoch.

    Parameters
    ----------
    path : Path
        Where to; its ending says which format: ``.gif``, ``.png`` or ``.apng`` (animated), ``.webp``.
    moments : sequence of Snapshot
        The run, oldest first. Of more than ``MOST_FRAMES`` some are left out; of other networks than the last, all.
    layer : int
        Which layer, from 0; a deeper one as its linear projection, see :func:`core.insight.neurons.pictures`.
    progress : callable
        Told how many frames are painted, and of how many; of 0 while they are packed, which takes as long.
    is_cancelled : callable
        Asked between frames and between parts of the file; what was there before stays when it says yes.

    Raises
    ------
    Cancelled
        When ``is_cancelled`` said so.
    FileError
        When there is nothing to show, the ending is unknown, or the file cannot be written.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise FileError(f"{path.name} has no ending of an animation.", f"Use one of: {', '.join(FORMATS)}.")
    pictures = []
    for frame, total in _frames(moments, layer):
        if is_cancelled():
            raise Cancelled
        pictures.append(frame)
        progress(len(pictures), total)
    if not pictures:
        raise FileError("There is no moment of a run to show.", "Train first.")
    durations = [_MILLISECONDS] * (len(pictures) - 1) + [_LAST_MILLISECONDS]

    def write(file: BinaryIO) -> None:
        progress(0, 0)
        target = _Interruptible(file, is_cancelled)
        options: dict[str, Any] = {"append_images": pictures[1:], "duration": durations, "loop": 0}
        pictures[0].save(cast(BinaryIO, target), kind, save_all=True, **options)

    replace_file(path, write)


class _Interruptible(io.BufferedIOBase):
    """A file that raises :class:`Cancelled` at the next write once that is wished."""

    def __init__(self, file: BinaryIO, is_cancelled: Callable[[], bool]) -> None:
        self._file, self._is_cancelled = file, is_cancelled

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        if self._is_cancelled():
            raise Cancelled
        return self._file.write(content)


def _frames(moments: Sequence[Snapshot], layer: int) -> Iterator[tuple[Image.Image, int]]:
    """Yield the pictures of the film, and with each how many there are in all."""
    if not moments:
        return
    sound = [moment for moment in moments if moment.is_sound]  # there is nothing to see of weights that are no numbers
    if not sound:
        return
    last = sound[-1].network
    alike = [moment for moment in sound if moment.network.sizes == last.sizes]
    # Early moments matter most: the chosen ones lie evenly among those recorded, which are denser there.
    chosen = np.unique(np.linspace(0, len(alike) - 1, min(len(alike), MOST_FRAMES)).round().astype(int))
    shown = np.arange(min(last.sizes[layer + 1], _MOST_NEURONS))
    limit = float(np.quantile(np.abs(neurons.pictures(last, layer, shown)), 0.998))
    columns = max(1, round(np.sqrt(1.6 * len(shown))))
    for index in chosen:
        levels = _levels(neurons.pictures(alike[index].network, layer, shown), limit)
        sheet = painted.wall(levels[..., None], columns, _ZERO)
        picture = _with_epoch(painted.enlarged(sheet, _ENLARGEMENT)[..., 0], alike[index].epoch)
        picture.putpalette(_PALETTE)
        yield picture, len(chosen)


def _with_epoch(levels: Bytes, epoch: float) -> Image.Image:
    """Return a frame with the epoch below it, in the same place in all of them."""
    height, width = levels.shape
    size = max(_SMALLEST_TEXT, round(_TEXT_SHARE * width))
    font, words = ImageFont.load_default(size), f"epoch {epoch:,.2f}"
    room = max(width, round(font.getlength("epoch 0,000.00")))
    picture = Image.new("P", (room, height + 2 * size), _ZERO)
    picture.paste(Image.fromarray(levels, "P"), ((room - width) // 2, 0))
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"  # places in a palette cannot be mixed
    draw.text((size // 4, height + size // 2), words, fill=_TEXT, font=font)
    return picture


def _levels(values: Array, limit: float) -> Bytes:
    """Return the place of each value in the palette, 0 for ``-limit`` and below."""
    share = np.clip(np.nan_to_num(values) / max(limit, 1e-12), -1, 1)
    levels: Bytes = np.rint(_ZERO + _ZERO * share).astype(np.uint8)
    return levels
