"""Stopping: when a run ends before its epochs are done, and the words for it.

Whether it does follows from the settings and from what was measured at the ends of epochs, so that a run that is
opened again knows by itself that it is at its end. A limit of time is the exception: it follows from the machine.
"""

from dataclasses import dataclass

from core.hyperparameters import Hyperparameters, derived
from core.training.history import Column, Curves, Mark

RULES = ("target_accuracy", "patience", "minutes")
"""The settings that can end a run; at 0 they never do."""

_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended, for one of its moments to know.

    Attributes
    ----------
    epoch : float
        After how many epochs.
    by : tuple of str
        Which of ``RULES`` ended it before its epochs were done.
    keeps_best : bool
        Whether its best moment was picked then.
    test_accuracy : float
        The highest accuracy on all test images, 0 to 1, at the end of an epoch; NaN where none was measured.
    """

    epoch: float
    by: tuple[str, ...]
    keeps_best: bool
    test_accuracy: float

    @classmethod
    def of(cls, settings: Hyperparameters, curves: Curves, epoch: float, by: tuple[str, ...]) -> "Ended":
        """Return it for a run that is at its end, of which these are the settings in force and all curves."""
        accuracy = curves.column("test_accuracy")[curves.is_end_of_epoch]
        known = accuracy[accuracy == accuracy]  # NaN differs from itself
        return cls(epoch, by, settings.keep_best, float(known.max()) if len(known) else float("nan"))


def has_rules(settings: Hyperparameters) -> bool:
    """Return whether a run with these settings may end before its epochs are done."""
    return any(getattr(settings, name) for name in RULES)


def is_out_of_time(settings: Hyperparameters, seconds: float) -> bool:
    """Return whether so many seconds of training are all there may be."""
    return bool(settings.minutes) and seconds >= settings.minutes * _SECONDS


def ended_by(
    settings: Hyperparameters, curves: Curves, marks: tuple[Mark, ...] = (), seconds: float | None = None
) -> tuple[str, ...]:
    """Return which of ``RULES`` end a run at the place where it is; none where it goes on.

    Parameters
    ----------
    settings : Hyperparameters
        Those in force.
    curves : Curves
        All that was measured. Only the looks at all validation images count, or all test images where none are held
        out; there are such at the ends of epochs.
    marks : tuple of Mark
        Where settings were changed: what was measured before the latest change says nothing of those in force.
    seconds : float, optional
        How long it was trained; without it, the time of the latest measurement.
    """
    if not has_rules(settings):
        return ()
    if seconds is None:
        seconds = float(curves.column("seconds")[-1]) if len(curves) else 0.0
    epochs, accuracy = _judged(curves, marks[-1].epoch if marks else 0.0)
    holds = {
        "target_accuracy": bool(settings.target_accuracy)
        and len(accuracy) > 0
        and bool(100 * accuracy[-1] >= settings.target_accuracy),
        "patience": bool(settings.patience)
        and len(accuracy) > 0
        and bool(epochs[-1] - epochs[accuracy.argmax()] >= settings.patience),
        "minutes": is_out_of_time(settings, seconds),
    }
    return tuple(name for name in RULES if holds[name])


def without(settings: Hyperparameters, names: tuple[str, ...]) -> Hyperparameters:
    """Return settings in which these rules never end a run."""
    return derived(settings, **{name: type(getattr(settings, name))(0) for name in names})


def reason(settings: Hyperparameters, names: tuple[str, ...]) -> str:
    """Return why a run ended, to be put behind a colon: ``no better for 3 epochs``; empty without a rule."""
    words = {
        "target_accuracy": f"{settings.target_accuracy:g} % are read correctly",
        "patience": f"no better for {_counted(settings.patience, 'epoch')}",
        "minutes": f"{_counted(settings.minutes, 'minute')} of training",
    }
    return ", and ".join(words[name] for name in names)


def _judged(curves: Curves, since: float) -> tuple[Column, Column]:
    """Return the ends of epochs after ``since`` at which a trained network was looked at, and its accuracy, 0 to 1."""
    epochs, accuracy = curves.column("epoch"), curves.column(curves.judged)
    counts = curves.is_end_of_epoch & (accuracy == accuracy)  # NaN differs from itself
    counts &= (curves.column("step") > 0) & (epochs > since)
    return epochs[counts], accuracy[counts]


def _counted(number: float, unit: str) -> str:
    return f"{number:g} {unit}{'s' * (number != 1)}"
