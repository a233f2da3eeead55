"""Two data sets learned together: people's handwriting and the built-in writer's, for example."""

import numpy as np

from core.data.dataset import Dataset, Split


def joined(dataset: Dataset, more: Split, *, title: str) -> Dataset:
    """Return a data set with more images to train on; those to test with stay as they are.

    Parameters
    ----------
    dataset : Dataset
        What gives the name, the class names and the images to test with.
    more : Split
        Images to train on beside its own. Training shuffles, so they are put behind them.
    title : str
        What the whole is called on screen.

    Returns
    -------
    Dataset
        Its fingerprint is not that of ``dataset``: the images are others.
    """
    images = np.concatenate([dataset.train.images, more.images])
    labels = np.concatenate([dataset.train.labels, more.labels])
    return Dataset(dataset.name, title, Split(images, labels), dataset.test, dataset.class_names)
