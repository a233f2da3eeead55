"""Colors of a sweep's pictures: rising, readable, and seen on their ground."""

import pytest

from desktop.look.contrast import contrast
from desktop.look.theme import DARK, LIGHT, Theme
from desktop.views.sweep.colors import SHADES, cell_ramp, dot_ramp, ink_on, line_ramp, shade


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_better_the_more_a_color_differs_from_the_ground(theme: Theme) -> None:
    for ramp, least in ((cell_ramp(theme), 1.0), (line_ramp(theme), 2.0), (dot_ramp(theme), 3.0)):
        contrasts = [contrast(color, theme.surface) for color in ramp]
        assert contrasts == sorted(contrasts)
        assert contrasts[0] >= least
        assert contrasts[-1] >= 4.5
        assert len(ramp) == SHADES


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_are_read_on_every_cell(theme: Theme) -> None:
    assert min(contrast(ink_on(color), color) for color in cell_ramp(theme)) >= 4.5


def test_the_best_has_the_last_color() -> None:
    assert [shade(merit) for merit in (0.0, 0.5, 1.0)] == [0, SHADES // 2, SHADES - 1]
