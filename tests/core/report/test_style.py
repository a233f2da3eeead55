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


def test_on_paper_nothing_is_wider_than_a_sheet_or_cut() -> None:
    _screen, paper = style().split("@page")
    assert paper.startswith(" { size: A4;"), "and no rule after it takes it back"
    assert ".scroll { overflow: visible; }" in paper
    assert re.search(r"\.runs td, \.runs th \{ white-space: normal; overflow-wrap: anywhere; \}", paper)
    assert re.search(r"figure, [^{]*svg, img \{ break-inside: avoid; \}", paper)
    assert ".key { white-space: normal; }" in paper, "the legend of many runs goes over several lines"
    assert "prefers-color-scheme: dark" not in re.sub(r"@media screen and \(prefers-color-scheme: dark\)", "", style())


def test_every_bracket_is_closed() -> None:
    assert style().count("{") == style().count("}")
