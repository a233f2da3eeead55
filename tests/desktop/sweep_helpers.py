"""What tests of sweeps in the window share."""

from core.data.dataset import Dataset
from core.hyperparameters import Hyperparameters
from core.sweep.plan import Sweep
from core.sweep.result import Result, Trial
from core.sweep.shelf import Shelf
from core.sweep.typed import axis
from desktop.models.sweeps import State, SweepEntry
from desktop.session.workbench import Workbench
from tests.core.sweep.teams import Bench

SMALL = Sweep(
    base=Hyperparameters(hidden=(4,), epochs=1, batch_size=100),
    axes=(axis("learning_rate", "0.01 0.1"),),
    seeds=2,
)


def train_here(workbench: Workbench) -> None:
    """Let sweeps be trained in the thread that conducts them: no test waits for processes to start."""
    workbench.sweeping.conducting._make_team = Bench


def result(setting: int, seed: int, accuracy: float, trouble: str = "") -> Result:
    point = (1.0, 1.0, accuracy, 0.1, accuracy, 0.1)
    return Result(Trial(setting, seed), 0, 1.0, accuracy, 0.1, 1.0, 1.0, (point,), trouble)


def entry_of(sweep: Sweep, dataset: Dataset, *results: Result, state: State = State.DONE) -> SweepEntry:
    shelved = Shelf().begin(sweep, "rates", dataset)
    for each in results:
        shelved.journal.note(each)
    return SweepEntry.of(Shelf().open(shelved.id), state)
