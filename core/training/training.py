"""Training as one call: from settings to a finished run, for scripts, notebooks, the command line and sweeps."""

from collections.abc import Callable
from dataclasses import replace

from core.data.dataset import Dataset
from core.errors import TrainingError
from core.hyperparameters import Hyperparameters, changed_fields, describe_change, label_of, needs_new_network
from core.network.engine import WAYS
from core.network.images import TrainingImages
from core.network.processors import limit_blas
from core.training.history import Mark
from core.training.naming import name_for
from core.training.run import MOMENT_BYTES, Run
from core.training.snapshot import Snapshot
from core.training.stopping import ended_by, reason
from core.training.trainer import Trainer

_PATIENCE = 0.02  # seconds: how long a wish to stop may wait for the batches at hand


def train(
    settings: Hyperparameters,
    dataset: Dataset,
    *,
    start: Run | None = None,
    name: str = "",
    way: str = WAYS[0],
    moments: int = MOMENT_BYTES,
    packed: TrainingImages | None = None,
    is_one_of_many: bool = False,
    progress: Callable[[int, int], None] | None = None,
    reached: Callable[[Run], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Train a network to the end of its epochs, or to where its settings end it before, and return the run.

    The same settings on the same data give the same weights, whatever else is asked for. When the cost is no longer a
    finite number, the run ends there: ``run.trouble`` says so in plain words, and its latest moment is the last that
    was sound.

    Parameters
    ----------
    settings : Hyperparameters
        What the network is built and trained with.
    dataset : Dataset
        What it is trained on and tested with.
    start : Run, optional
        A run to go on with, from its last sound moment; settings that are others there leave a mark. Without one, a
        new network is made.
    name : str
        What the run is called; without a name it is called by its settings.
    way : str
        How the processor is used; see :data:`core.network.engine.WAYS`.
    moments : int
        Bytes of moments to keep besides, the early ones dense: the first, the best and the latest are kept in any
        case, and there is one at each point of the curves.
    packed : TrainingImages, optional
        The training images of ``dataset``, packed already.
    is_one_of_many : bool
        Whether others are trained beside it; see :class:`~core.training.trainer.Trainer`.
    progress : callable, optional
        Called many times a second with how many images were shown and how many will be in all.
    reached : callable, optional
        Called with the run at its beginning and at each point of its curves, of which the end of an epoch is one. It
        may be kept: nothing in it changes.
    is_cancelled : callable, optional
        Asked many times a second; once it says yes, the run is returned as it is.

    Returns
    -------
    Run
        ``run.best`` is the moment that knew most of the test images, or of the validation images where some are held
        out; ``run.latest`` the end, and ``run.outcome`` the one of the two that the settings ask for.

    Raises
    ------
    TrainingError
        When training cannot begin: a batch is larger than the data, the network does not fit into memory, or
        ``start`` has all epochs that are asked for.
    ValueError
        When ``start`` has no moment to go on from, or another network than ``settings``.

    Examples
    --------
    >>> from core.data import catalog
    >>> from core.hyperparameters import Hyperparameters
    >>> from core.training.training import train
    >>> run = train(Hyperparameters(hidden=(32,), epochs=2), catalog.load("builtin"))
    >>> run.is_finished
    True
    >>> run.best.whole_accuracy > 0.9
    True
    >>> run.latest.network.outputs(catalog.load("builtin").test.images[:5]).shape
    (5, 10)
    """
    run, moment = _begun(settings, dataset, start, name, moments)
    with limit_blas():
        trainer = Trainer(settings, dataset, start=moment, way=way, packed=packed, is_one_of_many=is_one_of_many)
        try:
            if trainer.is_finished:
                raise _nothing_to_do(run, settings)
            return _train(run, trainer, progress, reached or (lambda run: None), is_cancelled or (lambda: False))
        finally:
            trainer.close()


def _begun(
    settings: Hyperparameters, dataset: Dataset, start: Run | None, name: str, moments: int
) -> tuple[Run, Snapshot | None]:
    """Return the run that is trained, and the moment it goes on from."""
    if start is None:
        return Run.begin(settings, dataset, name or name_for(settings), moments), None
    moment = start.last_sound
    if moment is None:
        raise ValueError("the run has no moment to go on from")
    if needs_new_network(moment.hyperparameters, settings):
        raise ValueError(f"needs a new network: {changed_fields(moment.hyperparameters, settings)}")
    run = start.going_on_from(moment).renamed(name)
    if settings != moment.hyperparameters:
        mark = Mark(moment.epoch, describe_change(moment.hyperparameters, settings))
        moment = replace(moment, marks=(*moment.marks, mark))
    return replace(run, trouble=""), moment


def _nothing_to_do(run: Run, settings: Hyperparameters) -> TrainingError:
    """Return what tells that a run is at its end already, and how it can go on."""
    latest = run.last_sound
    rules = () if latest is None else ended_by(settings, latest.curves, latest.marks, latest.seconds)
    if latest is None or latest.whole_epochs >= settings.epochs or not rules:
        return TrainingError(
            f"{run.name} has all the {settings.epochs} epochs that are asked for.",
            f"Ask for more epochs in all, such as {settings.epochs + 10}.",
        )
    names = " and ".join(label_of(name).lower() for name in rules)
    return TrainingError(
        f"{run.name} has come to its end: {reason(settings, rules)}.", f"To go on, set {names} higher, or to 0."
    )


def _train(
    run: Run,
    trainer: Trainer,
    progress: Callable[[int, int], None] | None,
    reached: Callable[[Run], None],
    is_cancelled: Callable[[], bool],
) -> Run:
    run = run.reached(trainer.snapshot())
    reached(run)
    began, images = trainer.epoch, trainer.images
    try:
        while not trainer.is_finished and not is_cancelled():
            trainer.advance(trainer.batches_in(_PATIENCE))
            if trainer.is_measured:
                run = run.reached(trainer.snapshot())
                reached(run)
            if progress is not None:
                total = trainer.hyperparameters.epochs - began
                progress(round((trainer.epoch - began) * images), round(total * images))
    except TrainingError as error:
        return replace(run, trouble=str(error))
    latest = trainer.snapshot()
    return run.reached(latest) if latest.step > run.step and latest.is_sound else run
