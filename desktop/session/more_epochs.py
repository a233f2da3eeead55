"""More epochs: for how many to ask where all are done and training is to go on, and how that is said."""

from core.hyperparameters import Hyperparameters, derived
from desktop.models.notices import Notice

_MOST_MORE = 20


def with_more_epochs(settings: Hyperparameters, done: int) -> Hyperparameters:
    """Return settings for a run that has had so many epochs and is to go on: about as many again."""
    return derived(settings, epochs=done + min(done, _MOST_MORE))


def of_more_epochs(done: int, epochs: int) -> Notice:
    """Return what tells that a run which was at its end goes on."""
    text = f"The run was at its end after {done} epochs; it goes on to {epochs}. The schedule stretches with it."
    return Notice("info", text, topic="more")
