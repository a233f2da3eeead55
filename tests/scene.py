"""A scene: a digit on paper, and the picture that is taken of it, for :mod:`tests.conditions`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from core.arrays import Array, Bytes
from tests import scenery

Color: TypeAlias = tuple[float, float, float]
Box: TypeAlias = tuple[float, float, float, float]

_PENS: Sequence[Color] = ((0.1, 0.1, 0.12), (0.12, 0.15, 0.4), (0.2, 0.2, 0.22), (0.08, 0.1, 0.3))


@dataclass
class Scene:
    """A digit on paper, before light and camera."""

    generator: np.random.Generator
    shape: tuple[int, int]
    ink: Array  # (FINE, FINE)
    pen: Color
    color: Color  # of the paper
    height: float  # of the digit, in pixels
    angle: float
    place: tuple[float, float] = (0, 0)
    under: list[tuple[Array, Color]] = field(default_factory=list)  # printed or drawn before the digit
    box: Box = (0, 0, 0, 0)  # of the digit

    @classmethod
    def of(cls, image: Bytes, generator: np.random.Generator, size: tuple[float, float] = (0.28, 0.62)) -> "Scene":
        """Begin a scene: an ordinary pen on ordinary paper, a digit somewhere around the middle."""
        short = int(generator.integers(300, 640))
        shape = (short, round(short * generator.uniform(1, 1.4)))
        shape = shape if generator.random() < 0.5 else shape[::-1]
        pen = _PENS[generator.integers(len(_PENS))]
        white = generator.uniform(0.78, 0.97)
        color = tuple(white * generator.uniform(0.94, 1, 3))
        ink = scenery.sharp(image, generator.uniform(-0.4, 0.5))
        made = cls(generator, shape, ink, pen, color, 0, generator.uniform(-4, 4))  # type: ignore[arg-type]
        return made.put(size)

    def put(self, size: tuple[float, float]) -> "Scene":
        """Choose how large the digit is, in parts of the shorter side, and where it stands."""
        height, width = self.shape
        self.height = min(self.shape) * self.generator.uniform(*size)
        room = self.height * 0.75
        away = np.clip(self.generator.normal(0.5, 0.13, 2), 0, 1)
        self.place = tuple(np.clip(away * (width, height), room, np.array([width, height]) - room))
        self.box = scenery.placed(self.ink, self.shape, (*self.place, self.height), self.angle)[1]
        return self

    def painted(self) -> Array:
        """Return the scene in even light, shape (height, width, 3)."""
        scene = scenery.paper(self.shape, self.generator, self.color)
        for ink, color in self.under:
            scene = scenery.inked(scene, ink, color)
        ink, self.box = scenery.placed(self.ink, self.shape, (*self.place, self.height), self.angle)
        grain = 1 - 0.12 * self.generator.random(self.shape).astype(np.float32)
        return scenery.inked(scene, ink * grain, self.pen)

    def printed(self, lines: list[tuple[float, float, float, float]], width: float, shade: float) -> "Scene":
        """Rule lines, in a shade that is a part of the paper's."""
        tint = self.generator.choice([0, 0, 1])
        color = tuple(np.array(self.color) * shade * np.where(tint, (0.9, 0.97, 1.08), 1))
        self.under.append((scenery.lines(self.shape, lines, width, self.generator), color))  # type: ignore[arg-type]
        return self


def shot(scene: Scene, light: Array | None = None, noise: float | None = None, blur: float | None = None) -> bytes:
    """Return the file of a picture of a scene, in some light."""
    painted = scene.painted()
    return taken(painted if light is None else painted * light[..., None], scene.generator, noise, blur)


def taken(
    painted: Array, generator: np.random.Generator, noise: float | None = None, blur: float | None = None
) -> bytes:
    """Return the file of a picture of what was painted."""
    noise = generator.uniform(0.004, 0.016) if noise is None else noise
    blur = generator.uniform(0.3, 1.0) if blur is None else blur
    return scenery.jpeg(scenery.camera(painted, generator, noise, blur), generator)
