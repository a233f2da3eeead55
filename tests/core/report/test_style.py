"""Runs can be told apart by color and dashes, in the light and in the dark."""

import re

from core.report.style import LOOKS, style


def test_no_two_looks_are_the_same() -> None:
    rules = re.findall(r"\.run-(\d+) \{ stroke: (.+?); stroke-dasharray: (.+?); \}", style())
    assert [int(which) for which, _, _ in rules] == list(range(LOOKS))
    assert len({color for _, color, _ in rules}) == LOOKS
    assert len({dashes for _, _, dashes in rules[:4]}) == 4  # without color


def test_every_color_that_is_used_is_declared_for_light_and_for_dark() -> None:
    sheet = style()
    used = set(re.findall(r"var\((--[\w-]+)\)", sheet)) | {"--wrong"}
    light, dark = (part.split("@media")[0] for part in sheet.split(":root {")[1:3])
    for part in (light, dark):
        assert used <= set(re.findall(r"(--[\w-]+):", part))


def test_every_bracket_is_closed() -> None:
    assert style().count("{") == style().count("}")
