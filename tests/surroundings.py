"""What is on a picture beside its digit: ruling, boxes, text, a desk, a finger; for :mod:`tests.conditions`."""

from collections.abc import Callable, Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from core.arrays import Array, Bytes
from tests import scenery
from tests.scene import Color, Scene, shot, taken

_RULING = {"light": (0.78, 0.9), "medium": (0.5, 0.7), "dark": (0.12, 0.35)}  # how bright its lines are on paper


def ruled(how: str, *, squares: bool) -> Callable[[Bytes, np.random.Generator], bytes]:
    def made(image: Bytes, generator: np.random.Generator) -> bytes:
        scene = Scene.of(image, generator, (0.25, 0.6))
        step = scene.height / (generator.uniform(1.2, 4) if squares else generator.uniform(0.5, 2))
        height, width = scene.shape
        tilt = np.tan(np.radians(generator.uniform(-4, 4)))
        reach = max(scene.shape)
        offset_y, offset_x = generator.uniform(0, step, 2)
        at_y = np.arange(-reach + offset_y, height + reach, step)
        segments = [(0, y, width, y + tilt * width) for y in at_y]
        if squares:
            segments += [(x, 0, x - tilt * height, height) for x in np.arange(-reach + offset_x, width + reach, step)]
        thickness = min(scene.shape) / 400 * generator.uniform(0.8, 2)
        return shot(scene.printed(segments, thickness, generator.uniform(*_RULING[how])))

    return made


def boxed(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.3, 0.55))
    left, top, right, bottom = scene.box
    gap = scene.height * generator.uniform(0.06, 0.45, 4)
    left, top, right, bottom = left - gap[0], top - gap[1], right + gap[2], bottom + gap[3]
    corners = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
    segments = [(*one, *other) for one, other in zip(corners, corners[1:], strict=False)]
    thickness = scene.height * generator.uniform(0.012, 0.05)
    is_by_hand = generator.random() < 0.35
    box = scenery.lines(scene.shape, segments, thickness, generator, scene.height / 150 if is_by_hand else 0)
    scene.under.append((box, scene.pen if is_by_hand else tuple(np.array(scene.color) * generator.uniform(0.1, 0.6))))  # type: ignore[arg-type]
    return shot(scene)


def underlined(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    left, _, right, bottom = scene.box
    wide = max(right - left, scene.height * 0.5)
    reach = wide * generator.uniform(0.6, 1.6, 2)
    middle, y = (left + right) / 2, bottom + scene.height * generator.uniform(0.0, 0.25)
    slope = np.tan(np.radians(generator.uniform(-4, 4)))
    segment = (middle - reach[0], y - slope * reach[0], middle + reach[1], y + slope * reach[1])
    line = scenery.lines(
        scene.shape, [segment], scene.height * generator.uniform(0.015, 0.06), generator, generator.choice([0, 1.0])
    )
    scene.under.append((line, scene.pen))
    return shot(scene)


_WORDS = (
    "number",
    "please",
    "write",
    "Name:",
    "exercise",
    "how",
    "many",
    "apples",
    "page",
    "sum",
    "of",
    "the",
    "answer",
)


def lettered(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.3, 0.5))
    height = scene.height * generator.uniform(0.12, 0.3)
    count = int(generator.integers(2, 6))
    text = " ".join(generator.choice(_WORDS, count))
    canvas = Image.new("L", scene.shape[::-1])
    top = scene.box[1] - scene.height * generator.uniform(0.15, 0.4) - height
    left = generator.uniform(0.02, 0.3) * scene.shape[1]
    font = ImageFont.load_default(max(8, height))
    ImageDraw.Draw(canvas).text((left, max(top, 2)), text, fill=255, font=font)
    if top > 3 * height and generator.random() < 0.5:
        more = " ".join(generator.choice(_WORDS, count))
        ImageDraw.Draw(canvas).text((left, top - 1.6 * height), more, fill=255, font=font)
    scene.under.append((np.asarray(canvas, np.float32) / 255, (0.15, 0.15, 0.15)))
    return shot(scene)


def desk_color(generator: np.random.Generator) -> Color:
    desks: Sequence[Color] = ((0.45, 0.3, 0.18), (0.25, 0.17, 0.12), (0.15, 0.15, 0.17), (0.35, 0.36, 0.38))
    return desks[generator.integers(len(desks))]


def at_the_edge(image: Bytes, generator: np.random.Generator) -> bytes:
    """Make a sheet that ends within the picture, on one side or at a corner of it."""
    scene = Scene.of(image, generator, (0.25, 0.5))
    desk = np.zeros(scene.shape, np.float32)
    for turn in range(int(generator.integers(1, 3))):
        angle = generator.integers(4) * np.pi / 2 + turn * np.pi / 2 + generator.normal(0, 0.06)
        desk = np.maximum(desk, scenery.half_plane(scene.shape, angle, generator.uniform(0.06, 0.2), 0.7))
    shade = scenery.paper(scene.shape, generator, desk_color(generator))
    painted = scene.painted()
    ink = scenery.placed(scene.ink, scene.shape, (*scene.place, scene.height), scene.angle)[0]
    clear = desk * (1 - _wide(ink, scene.height * 0.12))  # nobody writes beyond the edge
    return taken(painted + clear[..., None] * (shade - painted), generator)


def _wide(ink: Array, pixels: float) -> Array:
    small = Image.fromarray(np.uint8(ink * 255)).resize((max(1, ink.shape[1] // 8), max(1, ink.shape[0] // 8)))
    turns = max(1, round(pixels / 8))
    rows, columns = (np.flatnonzero((np.asarray(small) > 60).any(axis=axis)) for axis in (1, 0))
    wide = np.zeros(ink.shape, np.float32)
    wide[
        max(0, (rows[0] - turns) * 8) : (rows[-1] + turns + 1) * 8,
        max(0, (columns[0] - turns) * 8) : (columns[-1] + turns + 1) * 8,
    ] = 1
    return wide


def on_a_desk(image: Bytes, generator: np.random.Generator) -> bytes:
    """Make a sheet or a note that lies on a dark desk as a whole."""
    scene = Scene.of(image, generator, (0.22, 0.45))
    height, width = scene.shape
    left, top, right, bottom = scene.box
    room = generator.uniform(0.25, 0.9, 4) * scene.height
    sheet = np.array(
        [
            (left - room[0], top - room[1]),
            (right + room[2], top - room[1]),
            (right + room[2], bottom + room[3]),
            (left - room[0], bottom + room[3]),
        ]
    )
    sheet = np.clip(sheet, 0.03 * min(scene.shape), np.array([width, height]) - 0.03 * min(scene.shape))
    sheet += generator.normal(0, 0.012 * min(scene.shape), sheet.shape)
    mask = Image.new("L", (2 * width, 2 * height))
    ImageDraw.Draw(mask).polygon([tuple(2 * corner) for corner in sheet], fill=255)
    is_sheet = np.asarray(mask.resize((width, height), Image.Resampling.BOX), np.float32) / 255
    desk = scenery.paper(scene.shape, generator, desk_color(generator))
    painted = desk + is_sheet[..., None] * (scene.painted() - desk)
    return taken(painted, generator)


def with_finger(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.25, 0.5))
    height, width = scene.shape
    painted = scene.painted()
    angle = np.arctan2(scene.place[1] - height / 2, scene.place[0] - width / 2) + np.pi + generator.normal(0, 0.4)
    border = np.array([width / 2, height / 2]) * (
        1 + 1.0 * np.array([np.cos(angle), np.sin(angle)]) / max(abs(np.cos(angle)), abs(np.sin(angle)))
    )
    inward = (np.array([width / 2, height / 2]) - border) * generator.uniform(0.2, 0.4)
    wide = min(scene.shape) * generator.uniform(0.07, 0.12)
    down, across = np.mgrid[0:height, 0:width].astype(np.float32)
    at = np.stack([across, down], -1) - border.astype(np.float32)
    part = np.clip((at @ inward) / (inward @ inward), -1, 1)
    away = np.hypot(*(at - part[..., None] * inward).transpose(2, 0, 1)) / wide
    is_finger = (1 / (1 + np.exp(np.clip((away - 1) * wide / 0.8, -40, 40)))).astype(np.float32)
    skin = np.array(((0.85, 0.62, 0.5), (0.55, 0.37, 0.27), (0.75, 0.5, 0.4))[generator.integers(3)], np.float32)
    round_ = (1 - 0.35 * np.clip(away, 0, 1) ** 2)[..., None] * skin
    cast = 1 - 0.25 * np.exp(-np.clip(away - 1, 0, None) * 5)[..., None]
    return taken(painted * cast + is_finger[..., None] * (round_ - painted * cast), generator)


def punched(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.25, 0.55))
    height, width = scene.shape
    radius = min(scene.shape) * generator.uniform(0.02, 0.045)
    twice = Image.new("L", (2 * width, 2 * height))
    y = generator.uniform(0.1, 0.5) * height
    x = radius * generator.uniform(1.4, 3)
    for at in (y, y + generator.uniform(0.3, 0.6) * height):
        ImageDraw.Draw(twice).ellipse(
            [2 * (x - radius), 2 * (at - radius), 2 * (x + radius), 2 * (at + radius)], fill=255
        )
    hole = np.asarray(twice.resize((width, height), Image.Resampling.BOX), np.float32) / 255
    scene.place = (max(scene.place[0], x + 2 * radius + scene.height * 0.6), scene.place[1])
    scene.under.append((hole, desk_color(generator)))
    return shot(scene)
