"""More epochs: for how many to ask where all are done and training is to go on, and how that is said."""

from core.hyperparameters import MOST_EPOCHS
from desktop.models.notices import Notice

_MOST_MORE = 20


def more_epochs(done: int) -> int:
    """Return how many epochs a run is to have that has had so many: about as many again."""
    return min(done + min(done, _MOST_MORE), MOST_EPOCHS)


def of_more_epochs(done: int, epochs: int) -> Notice:
    """Return what tells that a run which was at its end goes on."""
    text = f"The run was at its end after {done} epochs; it goes on to {epochs}. The schedule stretches with it."
    return Notice("info", text, topic="more")
