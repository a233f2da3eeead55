"""Connected pixels: which of a mask hang together, looked for only where the mask has any."""

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.int32]
Box = tuple[slice, slice]

_ALL_AROUND = np.ones((3, 3))


def box_of(mask: Mask) -> Box:
    """Return the rows and the columns that hold any of a mask; none where it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return slice(0, 0), slice(0, 0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def labels_of(mask: Mask) -> tuple[Labels, int]:
    """Return a number from 1 for each pixel of a mask, the same for pixels that touch, if by a corner; and how many."""
    from scipy import ndimage  # takes half a second to import, so only once a picture is read

    labels, count = ndimage.label(mask, _ALL_AROUND)
    return labels, int(count)


def chosen(labels: Labels, count: int, numbers: list[int] | npt.NDArray[np.int64]) -> Mask:
    """Return which pixels have one of some numbers, of as many as there are."""
    is_chosen = np.zeros(count + 1, bool)
    is_chosen[numbers] = True
    return is_chosen[labels]


def reached(mask: Mask, start: Mask) -> Mask:
    """Return those pixels of a mask that hang together with any at the start."""
    box = box_of(mask)
    labels, count = labels_of(mask[box])
    begun = np.bincount(labels[start[box]], minlength=count + 1) > 0
    begun[0] = False
    found = np.zeros_like(mask)
    found[box] = begun[labels]
    return found


def without_holes(mask: Mask) -> Mask:
    """Return a mask with what it encloses."""
    from scipy import ndimage  # as above

    around, _ = ndimage.label(np.pad(~mask, 1, constant_values=True))
    return np.asarray(around != around[0, 0])[1:-1, 1:-1]
