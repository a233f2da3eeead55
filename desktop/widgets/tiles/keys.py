"""Which tile a key leads to, and which keys open one or change their size."""

from PySide6.QtCore import Qt

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
ZOOM_STEPS = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}


def target_of(key: Qt.Key, chosen: int | None, *, count: int, columns: int, page: int) -> int | None:
    """Return the tile a key leads to; None for a key that leads to none, or where there are no tiles.

    Parameters
    ----------
    key : Qt.Key
        An arrow key, or one that turns a page, goes to an end or opens a tile.
    chosen : int or None
        Where one is; without, keys lead to the first tile, or End to the last.
    count, columns, page : int
        How many tiles there are, stand in a row and are in sight.
    """
    jumps = {
        Qt.Key.Key_Left: -1,
        Qt.Key.Key_Right: 1,
        Qt.Key.Key_Up: -columns,
        Qt.Key.Key_Down: columns,
        Qt.Key.Key_PageUp: -page,
        Qt.Key.Key_PageDown: page,
        Qt.Key.Key_Home: -count,
        Qt.Key.Key_End: count,
        **dict.fromkeys(OPENING, 0),
    }
    if key not in jumps or count == 0:
        return None
    if chosen is None:
        return count - 1 if key == Qt.Key.Key_End else 0
    return max(0, min(count - 1, chosen + jumps[key]))
