"""The steps of a picture's preparation, as they are shown: at their end is what the network reads."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.data.ink import picture_file, pictures
from core.data.ink.pictures import STAGES, WORKING_SIDE, Preparation, preparation
from core.errors import FileError
from tests.photos import Light, photo

SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]


def drawn(side: int = 300, line: int = 30, *, ink: int = 0, paper: int = 255) -> Image.Image:
    picture = Image.new("L", (side, side), paper)
    ImageDraw.Draw(picture).line([(x * side, y * side) for x, y in SEVEN], fill=ink, width=line, joint="curve")
    return picture


def prepared(path: Path, side: int = WORKING_SIDE) -> Preparation:
    return preparation(picture_file.shades(path, WORKING_SIDE), path.name, side)


def saved(picture: Image.Image, path: Path) -> Path:
    picture.save(path)
    return path


@pytest.mark.parametrize("side", [16, WORKING_SIDE])
@pytest.mark.parametrize(
    "picture",
    [drawn(), drawn(ink=255, paper=0), drawn(28, 3), drawn(900, 4), drawn(300, 30, ink=90, paper=140)],
    ids=["dark", "light", "small", "thin", "faint"],
)
def test_the_last_step_is_what_is_read(picture: Image.Image, side: int, tmp_path: Path) -> None:
    path = saved(picture, tmp_path / "seven.png")
    found = prepared(path, side)
    assert tuple(stage.name for stage in found.stages) == STAGES
    np.testing.assert_array_equal(found.image, pictures.read(path))
    assert all(stage.image.dtype == np.uint8 and not stage.image.flags.writeable for stage in found.stages)
    assert all(max(stage.image.shape) <= side for stage in found.stages[:-1])


@pytest.mark.parametrize("is_dark", [True, False])
def test_the_last_step_of_a_photo_is_what_is_read(is_dark: bool, tmp_path: Path) -> None:
    path = saved(drawn(28, 3, ink=255, paper=0), tmp_path / "seven.png")
    image = pictures.read(path)
    (tmp_path / "photo.jpg").write_bytes(photo(image, np.random.default_rng(5), Light(is_dark_on_light=is_dark)))
    found = prepared(tmp_path / "photo.jpg", 96)
    np.testing.assert_array_equal(found.image, pictures.read(tmp_path / "photo.jpg"))
    assert found.is_ink_light is not is_dark


def test_each_step_does_what_its_name_says(tmp_path: Path) -> None:
    picture = drawn(300, 30, ink=40, paper=200)
    ImageDraw.Draw(picture).ellipse([10, 280, 16, 286], fill=40)
    found = prepared(saved(picture, tmp_path / "seven.png"))
    images = {stage.name: stage.image for stage in found.stages}
    assert not found.is_ink_light
    assert images["picture"][0, 0] == 200, "as it came"
    assert images["ink"][0, 0] == 0, "without the paper"
    assert images["ink"][62, 150] == images["ink"][283, 13] == 255, "and inverted"
    assert images["specks"][283, 13] == 0
    assert images["specks"][62, 150] == 255
    assert max(images["box"].shape) < 220
    assert images["box"].any(axis=0)[[0, -1]].all()
    assert images["frame"].shape == (28, 28)


def test_a_blank_picture_has_no_steps(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"white\.png is blank"):
        prepared(saved(Image.new("L", (300, 300), 255), tmp_path / "white.png"))
