import pytest
from PySide6.QtCore import Qt

from desktop.widgets.tiles.keys import target_of

Key = Qt.Key


def go(key: Qt.Key, chosen: int | None, count: int = 20) -> int | None:
    return target_of(key, chosen, count=count, columns=5, page=10)


@pytest.mark.parametrize(
    ("key", "target"),
    [
        (Key.Key_Left, 6),
        (Key.Key_Right, 8),
        (Key.Key_Up, 2),
        (Key.Key_Down, 12),
        (Key.Key_PageDown, 17),
        (Key.Key_PageUp, 0),
        (Key.Key_Home, 0),
        (Key.Key_End, 19),
        (Key.Key_Return, 7),
        (Key.Key_Space, 7),
    ],
)
def test_keys_lead_from_the_chosen_tile(key: Qt.Key, target: int) -> None:
    assert go(key, 7) == target


def test_keys_end_at_the_last_tile() -> None:
    assert go(Key.Key_Down, 18) == 19


def test_without_a_chosen_tile_keys_lead_to_the_first_and_end_to_the_last() -> None:
    assert go(Key.Key_Right, None) == 0
    assert go(Key.Key_End, None) == 19


def test_other_keys_and_no_tiles_lead_nowhere() -> None:
    assert go(Key.Key_A, 7) is None
    assert go(Key.Key_Right, None, count=0) is None
