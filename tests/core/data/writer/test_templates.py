import pytest

from core.data.writer.style import Style
from core.data.writer.templates import STYLES


def test_every_digit_has_several_styles() -> None:
    for digit in range(10):
        assert sum(style.digit == digit for style in STYLES) >= 2


def test_styles_are_told_apart_by_their_names() -> None:
    names = [(style.digit, style.name) for style in STYLES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("digit", "name"),
    [
        (0, "slashed"),
        (1, "with a long up-stroke"),
        (1, "with a foot"),
        (3, "flat top"),
        (4, "narrow, in one stroke"),
        (6, "slim"),
        (7, "crossed low"),
        (8, "narrow"),
        (9, "with a foot to the left"),
        (0, "slashed far beyond a small ring"),
        (0, "dotted"),
        (1, "with a close up-stroke"),
        (1, "with a wide flag"),
        (1, "like a cane"),
        (1, "with a curl to the left"),
        (1, "leaning, with a foot to the right"),
        (4, "with a small loop at the crossing"),
        (4, "of a narrow U and a short stem"),
        (5, "in three strokes"),
        (6, "with a wide hook and a tiny ring"),
        (7, "round, with a low bar that rises"),
        (8, "wide open at the top"),
        (8, "leaning"),
        (9, "with a great round hook"),
    ],
)
def test_styles_that_americans_hardly_use_are_there(digit: int, name: str) -> None:
    assert any((style.digit, style.name) == (digit, name) for style in STYLES)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.digit} {style.name}")
def test_variants_of_a_style_can_be_mixed(style: Style) -> None:
    forms = {
        tuple(tuple(len(piece.split()) for piece in stroke.split("|")) for stroke in variant)
        for variant in style.variants
    }
    assert len(forms) == 1
    assert style.points.shape[::2] == (len(style.variants), 2)
    assert -0.25 < style.points.min() < style.points.max() < 1.25
    assert style.share > 0


@pytest.mark.parametrize("style", STYLES, ids=lambda style: f"{style.digit} {style.name}")
def test_sections_cover_all_points(style: Style) -> None:
    covered = [point for _, first, end in style.sections for point in range(first, end)]
    assert set(covered) == set(range(style.points.shape[1]))
    assert all(end - first >= 2 for _, first, end in style.sections)
