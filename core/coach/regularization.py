"""Regularization: what is held against learning by heart, when it is so strong that it holds learning itself back.

The words and the cures for it; the rules that ask are in :mod:`core.coach.curve_rules`.
"""

from dataclasses import replace
from typing import Any

from core.hyperparameters import Hyperparameters

STRONG_DECAY, MILD_DECAY = 0.01, 1e-4
"""Of weight decay and of L1 alike: with an L1 of 0.01 a network still learns, if badly, and with 0.03 no longer."""
STRONG_DROPOUT, MILD_DROPOUT = 0.5, 0.2
"""Of the hidden neurons: more than half is beyond what is usual (Srivastava et al., JMLR 15, 2014); more than a fifth
slows small layers down."""

_DECAYS = {"weight_decay": ("a", "weight decay"), "l1": ("an", "L1 decay")}


def strong_decays(settings: Hyperparameters) -> tuple[str, ...]:
    """Return which of the settings that pull weights to zero are so strong that they may hold learning back."""
    return tuple(name for name in _DECAYS if getattr(settings, name) >= STRONG_DECAY)


def decays_called(names: tuple[str, ...]) -> str:
    """Return decays as a title names them: ``weight decay and the L1 decay``."""
    return " and the ".join(_DECAYS[name][1] for name in names)


def decays_told(settings: Hyperparameters, names: tuple[str, ...]) -> str:
    """Return decays with what they are set to: ``a weight decay of 0.5 and an L1 decay of 0.03``."""
    return " and ".join(f"{' '.join(_DECAYS[name])} of {getattr(settings, name):g}" for name in names)


def with_mild_decays(settings: Hyperparameters, names: tuple[str, ...]) -> Hyperparameters:
    """Return settings in which these decays are as strong as is usual."""
    mild: dict[str, Any] = dict.fromkeys(names, MILD_DECAY)
    return replace(settings, **mild)


def held_back(settings: Hyperparameters) -> tuple[str, Hyperparameters] | None:
    """Return what to try where decays or dropout hold a network back that learns; none where they are not strong."""
    strong = strong_decays(settings)
    has_strong_dropout = bool(settings.hidden) and settings.dropout > STRONG_DROPOUT
    if not strong and not has_strong_dropout:
        return None
    experiment, offers, reasons = with_mild_decays(settings, strong), [], []
    if strong:
        offers.append(decays_told(experiment, strong))
        reasons.append(
            f"{decays_told(settings, strong)} {'hold' if len(strong) > 1 else 'holds'} the weights near zero"
        )
    if has_strong_dropout:
        experiment = replace(experiment, dropout=MILD_DROPOUT)
        offers.append(f"a dropout of {MILD_DROPOUT:g}")
        reasons.append(f"a dropout of {settings.dropout:g} leaves few neurons to learn with")
    return f"Try {' and '.join(offers)}: {', and '.join(reasons)}.", experiment
