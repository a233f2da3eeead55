"""OwnSettings: which settings a new network begins with where its data are a person's own classes, and after that."""

from dataclasses import replace

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.training import own_classes
from core.training.fitting import images_used
from core.training.run import Run

_BY_COUNT = ("epochs", "batch_size")  # what hangs on how many drawings there are


class OwnSettings:
    """Keeps apart the settings for a few drawings and those for everything else.

    A hundred drawings want hundreds of epochs, with which a large data set would never come to an end; and its
    twenty epochs teach nothing about a hundred drawings.

    Parameters
    ----------
    usual : Hyperparameters
        Those for everything else, to begin with.
    """

    def __init__(self, usual: Hyperparameters) -> None:
        self._usual = usual

    def usual(self, shown: Hyperparameters, run: Run | None) -> Hyperparameters:
        """Return the settings for other data than one's own classes, given those shown and the run on screen."""
        return self._usual if _is_of_own(run) else shown

    def fitting(self, dataset: Dataset, shown: Hyperparameters, run: Run | None) -> Hyperparameters:
        """Return the settings that a new network begins with.

        Parameters
        ----------
        dataset : Dataset
            What it is trained on.
        shown : Hyperparameters
            What the form shows; what a person has chosen there for a run on their own classes stays.
        run : Run, optional
            What is on screen.
        """
        if not own_classes.is_own(dataset.name):
            self._usual = self.usual(shown, run)
            return self._usual
        fitting = own_classes.settings_for(len(dataset.train), shown)
        if run is None or not _is_of_own(run):
            self._usual = shown
            return fitting
        untouched = [name for name in _BY_COUNT if getattr(shown, name) == getattr(run.settings, name)]
        chosen = replace(shown, **{name: getattr(fitting, name) for name in untouched})
        return replace(chosen, batch_size=min(chosen.batch_size, images_used(chosen, len(dataset.train))))


def _is_of_own(run: Run | None) -> bool:
    return run is not None and own_classes.is_own(run.data_name)
