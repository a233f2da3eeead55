"""Record: what a lesson's run was trained with, so that it can be told on paper, and trained again."""

from dataclasses import dataclass
from typing import Any

from core.errors import InklingError
from core.hyperparameters import Hyperparameters
from core.lessons.block import IMAGES
from core.training.run import Run

_LONGEST_FINGERPRINT = 128


@dataclass(frozen=True, slots=True)
class Record:
    """What a run was trained with.

    Attributes
    ----------
    settings : Hyperparameters
        Its settings, its seed among them.
    images, fingerprint : str
        The data set: ``mnist`` or ``builtin``, empty for another one; and what tells it from all others.
    goes_on_from : str
        The lesson's run that it goes on from; empty for a new network.
    is_changed : bool
        Whether settings were changed on its way, so that it cannot be trained again from these alone.
    is_stopped : bool
        Whether Inkling stopped it, because its cost could not be counted any more.
    """

    settings: Hyperparameters
    images: str
    fingerprint: str
    goes_on_from: str = ""
    is_changed: bool = False
    is_stopped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for a file."""
        return {
            "settings": self.settings.to_dict(),
            "images": self.images,
            "fingerprint": self.fingerprint,
            "goes_on_from": self.goes_on_from,
            "is_changed": self.is_changed,
            "is_stopped": self.is_stopped,
        }


def record_of(run: Run, goes_on_from: str = "") -> Record:
    """Return the record of a run that has ended.

    Parameters
    ----------
    run : Run
        The run.
    goes_on_from : str
        The lesson's run that it goes on from.
    """
    # A run that goes on is given more epochs, which is written down as a mark like any change a person makes.
    is_changed = run.parent is not None or not all(mark.is_of_epochs_alone for mark in run.marks)
    images = run.data_name if run.data_name in IMAGES else ""
    return Record(run.settings, images, run.data_fingerprint, goes_on_from, is_changed, bool(run.trouble))


def read_record(values: dict[str, Any]) -> Record:
    """Make a record from what :meth:`Record.to_dict` returned; the values may come from anywhere.

    Raises
    ------
    Exception
        Of any kind, for values that are none: who reads the file fences it.
    """
    flags = {name: values[name] for name in ("is_changed", "is_stopped")}
    if not all(isinstance(flag, bool) for flag in flags.values()):
        raise ValueError("neither yes nor no")
    try:
        settings = Hyperparameters.from_dict(values["settings"])
    except InklingError as error:
        raise ValueError(str(error)) from error
    images, fingerprint = str(values["images"]), str(values["fingerprint"])
    if images not in (*IMAGES, "") or len(fingerprint) > _LONGEST_FINGERPRINT:
        raise ValueError("no data set")
    return Record(settings, images, fingerprint, str(values["goes_on_from"]), **flags)
