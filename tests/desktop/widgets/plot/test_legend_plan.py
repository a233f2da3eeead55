"""The parts of a legend: figures whole in any width, words as long as there is room."""

import pytest

from desktop.widgets.plot.legend_plan import MOST_ROWS, plan


def test_all_stands_in_one_row_where_there_is_room() -> None:
    found = plan(40, (60, 30), (70, 70), 400)
    assert (found.rows, found.has_words) == (1, True)


def test_a_narrow_legend_takes_more_rows_before_it_drops_words() -> None:
    found = plan(60, (60, 30), (70, 70), 140)
    assert (found.rows, found.has_words) == (3, True)
    assert [row for row, _left in found.places] == [1, 2]


@pytest.mark.parametrize("room", [40, 75, 90, 130, 200, 500])
@pytest.mark.parametrize("entries", [1, 2, 5])
def test_no_entry_ends_outside_where_it_fits_at_all(room: float, entries: int) -> None:
    words, figures = [40.0] * entries, [70.0] * entries
    found = plan(50, words, figures, room)
    assert found.rows <= MOST_ROWS or not found.has_words
    for (_row, left), word, figure in zip(found.places, words, figures, strict=True):
        width = figure + (word if found.has_words else 0)
        assert left + width <= room or left == 0
