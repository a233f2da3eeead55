"""What a run is called: the preset it follows, or what is different about it."""

from collections.abc import Collection
from itertools import count
from typing import Any

from core.hyperparameters import Hyperparameters, changed_fields, describe_value, in_sentence, label_of
from core.presets import PRESETS
from core.registry import Part

_SHORT = {"learning_rate": "rate", "batch_size": "batch", "train_images": "images", "validation_split": "validation %"}
_ALL = {"batch_size": "all images at once", "train_images": "all images"}  # what zero stands for
_MOST_TOLD = 3  # changes in a name; of more the number is told


def name_for(settings: Hyperparameters, before: Hyperparameters | None = None) -> str:
    """Return a name that says what a run is.

    Parameters
    ----------
    settings : Hyperparameters
        Its settings.
    before : Hyperparameters, optional
        Those of the run before it.

    Returns
    -------
    str
        The label of the preset that it follows; else what was changed against the run before it, as in
        ``rate 0.01``; else what differs from the preset that comes nearest, as in ``Quick and good, rate 0.01``.
    """
    same = next((preset for preset in PRESETS if preset.hyperparameters == settings), None)
    if same is not None:
        return same.label
    if before is not None and before != settings:
        return _changes(before, settings)
    nearest = min(PRESETS, key=lambda preset: len(changed_fields(preset.hyperparameters, settings)))
    return f"{nearest.label}, {_changes(nearest.hyperparameters, settings)}"


def unused(name: str, names: Collection[str]) -> str:
    """Return a name that is not among ``names``: the one given, or that with a number after it."""
    numbered = (f"{name} ({number})" for number in count(2))
    return name if name not in names else next(other for other in numbered if other not in names)


def _changes(old: Hyperparameters, new: Hyperparameters) -> str:
    told = [_change(name, getattr(old, name), getattr(new, name)) for name in changed_fields(old, new)]
    more = len(told) - _MOST_TOLD
    return ", ".join(told) if more <= 1 else f"{', '.join(told[:_MOST_TOLD])} and {more} more"


def _change(name: str, old: Any, new: Any) -> str:
    if isinstance(new, Part):  # its knobs only where they are what was changed
        return in_sentence(new.label if type(new) is not type(old) else describe_value(new))
    if name == "hidden":
        return f"hidden {'-'.join(map(str, new))}" if new else "no hidden layer"
    if name == "hidden_activations" and new:
        return "-".join(in_sentence(describe_value(each)) for each in new)
    if name == "frozen":
        return f"{'layers' if len(new) > 1 else 'layer'} {describe_value(new)} frozen" if new else "nothing frozen"
    if name in _ALL and new == 0:
        return _ALL[name]
    return f"{_SHORT.get(name, label_of(name).lower())} {describe_value(new)}"
