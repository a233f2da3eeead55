"""Theme: colors that can be read, in light and dark."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.contrast import contrast
from desktop.look.theme import DARK, LIGHT, Theme, ThemeKeeper, palette

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[ThemeKeeper]:
    keeper = ThemeKeeper(qapp, "light")
    yield keeper
    keeper.choose("system")
    keeper.deleteLater()


@THEMES
@pytest.mark.parametrize("text", ["text", "faint_text", "info", "success", "warning", "error"])
@pytest.mark.parametrize("ground", ["background", "surface"])
def test_text_can_be_read(theme: Theme, text: str, ground: str):
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@THEMES
def test_text_on_the_accent_and_ink_on_paper_can_be_read(theme: Theme):
    assert contrast(theme.accent_text, theme.accent) >= 4.5
    assert contrast(theme.ink, theme.paper) >= 4.5
    assert contrast(theme.text, theme.field) >= 4.5


@THEMES
@pytest.mark.parametrize("line", ["train", "test", "validation", "playhead", "positive", "negative"])
def test_lines_can_be_seen(theme: Theme, line: str):
    assert contrast(getattr(theme, line), theme.surface) >= 3
    assert contrast(theme.outline, theme.background) >= 3


@THEMES
def test_every_color_is_a_color(theme: Theme):
    for declared in fields(theme):
        value = getattr(theme, declared.name)
        for color in value if isinstance(value, tuple) else (value,):
            if isinstance(color, str) and declared.name != "name":
                assert QColor.isValidColorName(color), declared.name


@THEMES
def test_the_palette_has_the_colors_of_the_theme(theme: Theme):
    colors = palette(theme)
    assert colors.color(QPalette.ColorRole.Window).name() == theme.background
    assert colors.color(QPalette.ColorRole.WindowText).name() == theme.text
    assert colors.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name() == theme.disabled_text


def test_a_choice_is_applied_and_announced(keeper: ThemeKeeper, qapp: QApplication, qtbot: QtBot):
    with qtbot.waitSignal(keeper.changed) as caught:
        keeper.choose("dark")
    assert caught.args == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.background


def test_the_same_theme_again_is_not_announced(keeper: ThemeKeeper, qtbot: QtBot):
    with qtbot.assertNotEmitted(keeper.changed):
        keeper.choose("light")


def test_toggle_goes_to_the_other_one(keeper: ThemeKeeper):
    keeper.toggle()
    assert (keeper.theme, keeper.choice) == (DARK, "dark")
    keeper.toggle()
    assert (keeper.theme, keeper.choice) == (LIGHT, "light")


def test_system_follows_the_desktop(keeper: ThemeKeeper, qapp: QApplication):
    keeper.choose("system")
    is_dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert keeper.theme is (DARK if is_dark else LIGHT)


def test_an_unknown_theme_is_a_mistake(keeper: ThemeKeeper):
    with pytest.raises(ValueError, match="purple"):
        keeper.choose("purple")  # type: ignore[arg-type]
