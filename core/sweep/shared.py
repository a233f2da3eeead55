"""A data set that lies once in memory for all processes that train on it."""

from core.arrays import place_of
from core.data.dataset import Dataset, Split
from core.network.images import Columns, TrainingImages
from core.network.memory import Memory

_SPLITS = "train", "test"


class SharedDataset:
    """A data set on its way to processes that are started with it among their arguments.

    Its images are written to shared memory once, and once more packed as the engine wants them; those that stay in
    their file are read there by each process.

    Parameters
    ----------
    dataset : Dataset
        The data set.

    Raises
    ------
    OSError
        When the system has no memory to share.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._told = dataset.name, dataset.title, dataset.class_names
        self._places = {name: place_of(getattr(dataset, name).images) for name in _SPLITS}
        arrays = {}
        for name in _SPLITS:
            split: Split = getattr(dataset, name)
            arrays[f"{name} labels"] = split.labels
            if self._places[name] is None:
                arrays[f"{name} images"] = split.images
        self._memory = Memory({name: (array.shape, array.dtype) for name, array in arrays.items()}, is_shared=True)
        for name, array in self._memory.arrays().items():
            array[...] = arrays[name]
        self._packed = None if self._places["train"] else _packed(dataset.train)

    def opened(self) -> tuple[Dataset, TrainingImages]:
        """Return the data set, and its training images packed; all their arrays lie in the shared memory."""
        name, title, class_names = self._told
        train, test = (self._split(each) for each in _SPLITS)
        packed = TrainingImages(train.images, train.labels, self._packed)
        return Dataset(name, title, train, test, class_names), packed

    def _split(self, name: str) -> Split:
        arrays, place = self._memory.arrays(), self._places[name]
        return Split(arrays[f"{name} images"] if place is None else place.array(), arrays[f"{name} labels"])


def _packed(train: Split) -> tuple[Columns, Memory] | None:
    images = TrainingImages(train.images, train.labels)
    memory = images.packed(images.inked_columns, is_shared=True)
    return (images.inked_columns, memory) if isinstance(memory, Memory) else None
