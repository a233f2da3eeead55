"""Pictures of digits under the conditions in which people take them: :data:`CONDITIONS` by name, files to be read.

A condition is given a prepared image, shape (28, 28), 255 full ink, and a generator; it returns a file. What it makes
is made as a photo or a scan looks, without a thought of how it will be read.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from PIL import Image

from core.arrays import Bytes
from tests import scenery, surroundings
from tests.scene import Color, Scene, shot, taken

Condition: TypeAlias = Callable[[Bytes, np.random.Generator], bytes]

_COLORS: Sequence[Color] = ((0.75, 0.1, 0.12), (0.1, 0.5, 0.2), (0.15, 0.3, 0.8), (0.9, 0.45, 0.05), (0.55, 0.15, 0.6))


def _plain(image: Bytes, generator: np.random.Generator) -> bytes:
    return shot(Scene.of(image, generator, (0.25, 0.7)))


def _thin(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    scene.ink = scenery.drawn(image, generator.uniform(0.45, 0.9))
    return shot(scene)


def _thick(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    scene.ink = scenery.sharp(image, generator.uniform(0.9, 1.6))
    return shot(scene)


def _coloured(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    scene.pen = _COLORS[generator.integers(len(_COLORS))]
    if generator.random() < 0.4:
        scene.color = tuple(generator.uniform(0.75, 1, 3))  # type: ignore[assignment]
    return shot(scene)


def _isoluminant(image: Bytes, generator: np.random.Generator) -> bytes:
    """Make ink and paper of two colors that are the same without color."""
    scene = Scene.of(image, generator, (0.35, 0.65))
    pairs = (
        ((0.85, 0.3, 0.3), (0.3, 0.55, 0.3)),
        ((0.85, 0.55, 0.2), (0.45, 0.65, 0.9)),
        ((0.7, 0.4, 0.8), (0.4, 0.6, 0.3)),
    )
    one, other = (np.array(color) for color in pairs[generator.integers(len(pairs))])
    if generator.random() < 0.5:
        one, other = other, one
    gray = np.array([0.299, 0.587, 0.114])
    scene.pen, scene.color = tuple(one * (gray @ other) / (gray @ one)), tuple(other)  # type: ignore[assignment]
    return shot(scene)


def _faint(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    scene.pen = tuple(np.array(scene.color) * generator.uniform(0.76, 0.88))  # type: ignore[assignment]
    return shot(scene, noise=generator.uniform(0.004, 0.012))


def _chalk(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    scene.color = ((0.12, 0.22, 0.17), (0.15, 0.15, 0.16), (0.1, 0.13, 0.2))[generator.integers(3)]
    scene.pen = tuple(generator.uniform(0.75, 0.95) * generator.uniform(0.93, 1, 3))  # type: ignore[assignment]
    grains = Image.fromarray(np.uint8(generator.random((112, 112)) * 255)).resize((scenery.FINE,) * 2)
    scene.ink = scene.ink * (0.45 + 0.55 * (np.asarray(grains, np.float32) / 255 > 0.3))
    smear = scenery.half_plane(scene.shape, generator.uniform(0, 6.3), 0.5, 60) * 0.08
    scene.under.append((smear, (0.8, 0.8, 0.8)))
    return shot(scene)


def _gradient(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator)
    side = scenery.half_plane(scene.shape, generator.uniform(0, 6.3), 0.5, max(scene.shape) / 5)
    return shot(scene, 1 - generator.uniform(0.45, 0.75) * side)


def _shadow(softness: tuple[float, float]) -> Condition:
    def shadow(image: Bytes, generator: np.random.Generator) -> bytes:
        scene = Scene.of(image, generator)
        angle, share = generator.uniform(0, 6.3), generator.uniform(0.3, 0.6)
        side = scenery.half_plane(scene.shape, angle, share, generator.uniform(*softness))
        if generator.random() < 0.4:  # a second edge: of a hand or a pen
            side = side * scenery.half_plane(
                scene.shape, angle + generator.uniform(1, 2), 0.6, generator.uniform(*softness)
            )
        return shot(scene, 1 - generator.uniform(0.3, 0.55) * side)

    return shadow


def _noisy(image: Bytes, generator: np.random.Generator) -> bytes:
    return shot(Scene.of(image, generator), noise=generator.uniform(0.05, 0.1))


def _blurred(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.35, 0.65))
    return shot(scene, blur=scene.height * generator.uniform(0.02, 0.04))


def _perspective(image: Bytes, generator: np.random.Generator) -> bytes:
    return taken(scenery.seen_aslant(Scene.of(image, generator).painted(), generator, 0.16), generator)


def _turned(low: float, high: float) -> Condition:
    def turned(image: Bytes, generator: np.random.Generator) -> bytes:
        scene = Scene.of(image, generator)
        scene.angle = generator.uniform(low, high) * generator.choice([-1, 1])
        return shot(scene)

    return turned


def _small(image: Bytes, generator: np.random.Generator) -> bytes:
    """Make a small digit on a page of twelve megapixels."""
    scene = Scene.of(image, generator)
    scene.shape = (3000, 4000) if generator.random() < 0.5 else (4000, 3000)
    scene.put((0.035, 0.1))
    return shot(scene, blur=generator.uniform(0.8, 2))


def _transparent(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.3, 0.8))
    ink = scenery.placed(scene.ink, scene.shape, (*scene.place, scene.height), scene.angle)[0]
    colors: Sequence[Color] = ((0, 0, 0), (1, 1, 1), (1, 1, 1), (0.1, 0.2, 0.7), (1, 0.9, 0.2))
    color = np.uint8(np.array(colors[generator.integers(len(colors))]) * 255)
    under = np.where(generator.random() < 0.5, color, 0 if generator.random() < 0.5 else 255)  # what nobody sees
    pixels = np.where((ink > 0)[..., None], color, under)
    layers = np.dstack([pixels, np.clip(ink, 0, 1) * 255]).astype(np.uint8)
    return scenery.saved(Image.fromarray(layers), "PNG")


def _cropped(image: Bytes) -> Bytes:
    rows, columns = (np.flatnonzero((image > 40).any(axis=axis)) for axis in (1, 0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _tight(image: Bytes, generator: np.random.Generator) -> bytes:
    """Cut off all paper: as it is, in 28 × 28, or enlarged."""
    picture = Image.fromarray(_cropped(image))
    match generator.integers(4):
        case 1:
            picture = picture.resize((28, 28), Image.Resampling.BICUBIC)
        case 2:
            scale = generator.uniform(4, 18)
            picture = picture.resize(
                (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.BICUBIC
            )
        case 3:
            ink = scenery.sharp(image, generator.uniform(-0.3, 0.6))
            left, top, right, bottom = (round(each * scenery.FINE) for each in scenery.extent(ink))
            picture = Image.fromarray(np.uint8(ink[top:bottom, left:right] * 255))
    return _either_way(picture, generator)


def _tiny(*, is_enlarged: bool) -> Condition:
    def tiny(image: Bytes, generator: np.random.Generator) -> bytes:
        cropped = _cropped(image)
        side = max(cropped.shape)
        square = np.zeros((side, side), np.uint8)
        top, left = (side - cropped.shape[0]) // 2, (side - cropped.shape[1]) // 2
        square[top : top + cropped.shape[0], left : left + cropped.shape[1]] = cropped
        picture = Image.fromarray(square).resize((8, 8), Image.Resampling.BOX)
        if is_enlarged:
            larger = int(generator.integers(8, 50)) * 8
            ways = (Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC)
            picture = picture.resize((larger, larger), ways[generator.integers(len(ways))])
        return _either_way(picture, generator)

    return tiny


def _either_way(picture: Image.Image, generator: np.random.Generator) -> bytes:
    """Save ink that is light either so, or dark on light."""
    if generator.random() < 0.5:
        picture = Image.eval(picture, lambda shade: 255 - shade)
    return scenery.saved(picture, "PNG")


def _as_outline(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.45, 0.7))
    scene.ink = scenery.outlined(scenery.sharp(image, generator.uniform(0, 0.5)), int(generator.integers(4, 9)))
    return shot(scene)


def _with_hairlines(image: Bytes, generator: np.random.Generator) -> bytes:
    scene = Scene.of(image, generator, (0.35, 0.65))
    scene.ink = scenery.drawn(
        image, generator.uniform(3, 4.2), (generator.uniform(0.3, 0.9), generator.uniform(0.35, 0.6))
    )
    return shot(scene)


def _mixed(image: Bytes, generator: np.random.Generator) -> bytes:
    """Put several conditions together: what is on the paper, how it lies, the light, the camera."""
    scene = Scene.of(image, generator, (0.28, 0.5))
    scene.angle = generator.uniform(-10, 10)
    if generator.random() < 0.3:
        scene.pen = _COLORS[generator.integers(len(_COLORS))]
    height, width = scene.shape
    match generator.integers(4):
        case 0:
            step, reach = scene.height / generator.uniform(0.7, 1.8), max(scene.shape)
            segments: list[tuple[float, float, float, float]] = [
                (0, y, width, y) for y in np.arange(step / 2, reach, step)
            ]
            scene.printed(segments, min(scene.shape) / 350, generator.uniform(0.5, 0.85))
        case 1:
            step, reach = scene.height / generator.uniform(1.3, 3), max(scene.shape)
            segments = [(0, y, width, y) for y in np.arange(step / 2, reach, step)]
            segments += [(x, 0, x, height) for x in np.arange(step / 3, reach, step)]
            scene.printed(segments, min(scene.shape) / 400, generator.uniform(0.6, 0.85))
        case 2:
            y = scene.box[3] + scene.height * generator.uniform(0.05, 0.2)
            scene.printed([(0.05 * width, y, 0.95 * width, y)], scene.height / 50, 0.3)
    painted = scene.painted()
    if generator.random() < 0.5:
        painted = scenery.seen_aslant(painted, generator, 0.08)
    if generator.random() < 0.4:
        desk = scenery.half_plane(scene.shape, generator.integers(4) * np.pi / 2 + generator.normal(0, 0.05), 0.08, 0.8)
        painted = painted + desk[..., None] * (np.float32(surroundings.desk_color(generator)) - painted)
    softness = generator.choice([1.0, 8.0, 40.0])
    side = scenery.half_plane(scene.shape, generator.uniform(0, 6.3), generator.uniform(0.3, 0.6), softness)
    light = 1 - generator.uniform(0.1, 0.45) * side
    return taken(painted * light[..., None], generator, generator.uniform(0.01, 0.04), generator.uniform(0.5, 1.5))


CONDITIONS: dict[str, Condition] = {
    "plain": _plain,
    "thin": _thin,
    "thick": _thick,
    "coloured": _coloured,
    "isoluminant": _isoluminant,
    "faint": _faint,
    "chalk": _chalk,
    "gradient": _gradient,
    "hard shadow": _shadow((0.5, 2)),
    "soft shadow": _shadow((10, 35)),
    "noise": _noisy,
    "blur": _blurred,
    "perspective": _perspective,
    "15 degrees": _turned(5, 15),
    "30 degrees": _turned(20, 30),
    "12 megapixels": _small,
    "light ruling": surroundings.ruled("light", squares=False),
    "medium ruling": surroundings.ruled("medium", squares=False),
    "dark ruling": surroundings.ruled("dark", squares=False),
    "light squares": surroundings.ruled("light", squares=True),
    "medium squares": surroundings.ruled("medium", squares=True),
    "dark squares": surroundings.ruled("dark", squares=True),
    "box": surroundings.boxed,
    "underlined": surroundings.underlined,
    "text above": surroundings.lettered,
    "desk edge": surroundings.at_the_edge,
    "dark desk": surroundings.on_a_desk,
    "finger": surroundings.with_finger,
    "punch hole": surroundings.punched,
    "transparent": _transparent,
    "tight crop": _tight,
    "8 by 8": _tiny(is_enlarged=False),
    "8 by 8 enlarged": _tiny(is_enlarged=True),
    "outline": _as_outline,
    "hairlines": _with_hairlines,
    "mixture": _mixed,
}
"""Each by its name."""
