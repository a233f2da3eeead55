"""What several tests of the window do and compare."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor, QImage

from core.data.dataset import from_folder
from core.files.store import Store
from core.hyperparameters import Hyperparameters
from core.network.network import Network
from core.network.processors import limit_blas
from core.parts.costs import SquaredError
from core.parts.optimizers import GradientDescent
from core.parts.outputs import LinearOutput
from core.training.recording import Recording
from core.training.run import Run
from core.training.trainer import Trainer
from desktop.look.icons import RESOURCES
from desktop.models.training import State
from desktop.session.workbench import Workbench

ICONS = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


def flat(*levels: float) -> np.ndarray:
    """Return one evenly filled picture per level."""
    return np.repeat(np.array(levels, np.float32), 28 * 28).reshape(-1, 28, 28)


def assert_same_weights(first: Network, second: Network) -> None:
    for ours, theirs in zip(first.parameters, second.parameters, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def trained_directly(hyperparameters: Hyperparameters, folder: Path, steps: int) -> Network:
    """Return the network of an unbroken run without a window."""
    trainer = Trainer(hyperparameters, from_folder(folder))
    with limit_blas():
        for _ in range(steps):
            trainer.advance()
    return trainer.snapshot().network


def assert_same_moments(first: Recording, second: Recording) -> None:
    assert [moment.step for moment in first] == [moment.step for moment in second]


def kept_runs() -> list[Run]:
    """Return all runs that are on disk, with their moments, the one begun first at the beginning."""
    store = Store()
    return [store.open(run.id) for run in store.load().runs]


def file_of(workbench: Workbench) -> Path | None:
    """Return the file of the person's that has the network on screen."""
    run = workbench.runs.current
    return None if run is None or run.saved is None else run.saved.path


def put_two_runs_side_by_side(person) -> tuple[int, int]:
    """Train one network, put it aside, train another one further, and return where they stand."""
    person.train_a_little()
    first = person.step
    person.trigger("resetAction")
    person.wait_for_state(State.READY)
    person.train_a_little(first + 5)
    return first, person.step


def send_astray(person) -> None:
    """Train with steps so large that the cost becomes infinite."""
    settings = replace(
        person.workbench.settings.value, output=LinearOutput(), cost=SquaredError(), optimizer=GradientDescent()
    )
    person.workbench.settings.show_value(settings)
    person.wait_for_state(State.READY)
    person.workbench.settings.propose("learning_rate", 0.001)
    person.train_a_little()
    person.workbench.settings.propose("learning_rate", 1000.0)
    person.trigger("trainAction")
    person.wait_for_state(State.FAILED)


def wait_for_hidden(person, sizes: tuple[int, ...]) -> None:
    """Wait for a network with these hidden layers."""
    timeline = person.workbench.timeline
    person.wait_until(lambda: timeline.latest is not None and timeline.latest.network.sizes[1:-1] == sizes)


def pixels_of(image: QImage, color: str) -> int:
    """Return how many pixels of an image have a color."""
    wanted = QColor(color).rgb()
    return sum(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))
