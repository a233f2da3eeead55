"""BatchKeeper: a data set with few images is trained on in smaller batches, and a larger one in those of before."""

from dataclasses import replace

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training.fitting import images_used, with_fitting_batch


class BatchKeeper:
    """Finds the batch for a new network on another data set; what a person has chosen since is left alone."""

    def __init__(self) -> None:
        self._before: tuple[int, int] | None = None  # the batch size a person had, and what was put in its place

    def fitting(self, settings: Hyperparameters, dataset: Dataset) -> tuple[Hyperparameters, str]:
        """Return settings that a network can be trained with on a data set, and what is to be said where they differ.

        Parameters
        ----------
        settings : Hyperparameters
            Those shown.
        dataset : Dataset
            What is trained on from now on.
        """
        before, self._before = self._before, None
        usual = replace(settings, batch_size=before[0]) if before and settings.batch_size == before[1] else settings
        fits = with_fitting_batch(usual, dataset)
        if fits == usual:
            return usual, ""
        self._before = usual.batch_size, fits.batch_size
        images = f"{images_used(usual, len(dataset.train)):,} training images of {dataset.title}"
        return fits, f"A batch of {usual.batch_size:,} is more than the {images}: it has {fits.batch_size:,} now."
