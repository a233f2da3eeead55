"""For how many epochs a run is asked that was at its end."""

import pytest

from core.hyperparameters import MOST_EPOCHS, Hyperparameters
from desktop.session.more_epochs import with_more_epochs


@pytest.mark.parametrize(
    ("done", "epochs"), [(1, 2), (7, 14), (20, 40), (300, 320), (MOST_EPOCHS - 5, MOST_EPOCHS), (MOST_EPOCHS,) * 2]
)
def test_about_as_many_epochs_again_and_no_more_than_there_may_be(done: int, epochs: int):
    assert with_more_epochs(Hyperparameters(epochs=done), done).epochs == epochs
