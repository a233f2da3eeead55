"""Where the parts of a neuron's card go: all of it in sight in a small window, larger pictures in a large one."""

import pytest

from desktop.views.neurons.card_plan import COUNT, plan
from desktop.views.neurons.strip import strip_height, strip_width


@pytest.mark.parametrize(("width", "height"), [(512, 262), (690, 320), (980, 620), (1900, 1100)])
def test_the_strips_fit_into_the_room(width: int, height: int) -> None:
    found = plan(width, height, 18)
    assert 3 * strip_height(found.strip, 18) <= height
    assert found.picture + strip_width(found.strip, COUNT) <= width
    assert found.picture <= height


def test_more_room_is_used() -> None:
    sizes = [(512, 262), (690, 320), (1000, 620), (1900, 1100)]
    plans = [plan(width, height, 18) for width, height in sizes]
    assert [found.shape for found in plans[:2]] == ["stacked", "wide"]
    areas = [found.picture**2 + 3 * COUNT * found.strip**2 for found in plans]
    assert areas == sorted(areas)
    assert areas[-1] > 10 * areas[0]


def test_a_narrow_card_is_one_column_to_be_scrolled() -> None:
    assert plan(360, 300, 18).shape == "tall"
