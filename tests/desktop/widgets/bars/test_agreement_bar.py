"""The bar of a cosine."""

import math

from pytestqt.qtbot import QtBot

from desktop.look.theme import LIGHT
from desktop.widgets.bars.agreement_bar import AgreementBar


def test_it_fills_from_the_middle_to_the_side_that_the_cosine_says(qtbot: QtBot) -> None:
    bar = AgreementBar()
    qtbot.addWidget(bar)
    bar.resize(200, bar.sizeHint().height())

    def filled(cosine: float) -> tuple[str, str]:
        bar.show_cosine(cosine)
        shown = bar.grab().toImage()
        return tuple(shown.pixelColor(x, bar.height() - 7).name() for x in (60, 140))

    assert filled(0.8) == (LIGHT.grid, LIGHT.accent)
    assert filled(-0.8) == (LIGHT.positive, LIGHT.grid)
    assert "Cosine −0.80" in bar.accessibleDescription()
    assert filled(math.nan) == (LIGHT.grid, LIGHT.grid)
    assert bar.accessibleDescription() == "They cannot be compared."
