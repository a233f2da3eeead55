"""Icons: there for everything the window names, in the theme's colors, sharp at every scaling."""

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.commands import COMMANDS
from desktop.look.icons import app_icon, icon, icon_pixmap
from desktop.look.theme import DARK, LIGHT, Theme
from tests.desktop.helpers import ICONS, pixels_of

LINES = [name for name in ICONS if name != "inkling"]


def drawn_color(picture: QIcon) -> str:
    """Return the color of the pixel with the most ink."""
    image = picture.pixmap(QSize(96, 96), 1.0).toImage()
    colors = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(colors, key=QColor.alpha).name()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_an_icon_has_the_color_of_the_text(qtbot: QtBot, theme: Theme) -> None:
    assert drawn_color(icon("train", theme)) == theme.text
    assert drawn_color(icon("train", theme, theme.error)) == theme.error


@pytest.mark.parametrize("name", LINES)
def test_every_icon_leaves_ink(qtbot: QtBot, name: str) -> None:
    assert drawn_color(icon(name, LIGHT)) == LIGHT.text


@pytest.mark.parametrize("size", [16, 20, 24, 32])
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
def test_an_icon_is_drawn_for_the_very_pixels_of_the_screen(qtbot: QtBot, size: int, ratio: float) -> None:
    picture = icon("save", LIGHT).pixmap(QSize(size, size), ratio)
    assert (picture.width(), picture.devicePixelRatio()) == (round(size * ratio), ratio)
    assert picture.toImage() == icon_pixmap("save", LIGHT.text, size, ratio).toImage()  # and not another one, scaled


def test_an_icon_is_grey_where_nothing_can_be_pressed(qtbot: QtBot) -> None:
    button = QPushButton(icon("save", LIGHT, LIGHT.error), "")
    qtbot.addWidget(button)
    assert pixels_of(button.grab().toImage(), LIGHT.error)
    button.setEnabled(False)
    assert not pixels_of(button.grab().toImage(), LIGHT.error)
    assert pixels_of(button.grab().toImage(), LIGHT.disabled_text)


def test_a_single_icon_knows_its_screen(qtbot: QtBot) -> None:
    pixmap = icon_pixmap("warning", LIGHT.warning, 18, 2.0)
    assert (pixmap.width(), pixmap.devicePixelRatio()) == (36, 2.0)


def test_the_app_icon_is_there_small_and_large(qtbot: QtBot) -> None:
    widths = {size.width() for size in app_icon().availableSizes()}
    assert {16, 32, 256} <= widths


def test_an_unknown_icon_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon("nonsense", LIGHT)


def test_every_command_has_its_icon() -> None:
    wanted = {command.icon for command in COMMANDS if command.icon}
    assert wanted <= set(LINES)


@pytest.mark.parametrize("name", LINES)
def test_an_icon_names_no_color_of_its_own(name: str) -> None:
    from desktop.look.icons import RESOURCES

    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in source
    assert not re.search(r"#[0-9a-fA-F]{3,6}", source)
