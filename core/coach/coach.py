"""Coach: what there is to say about a run, each thing with one experiment to try.

The rules are in :mod:`core.coach.start_rules`, :mod:`core.coach.curve_rules`, :mod:`core.coach.neuron_rules`,
:mod:`core.coach.answer_rules`, :mod:`core.coach.dropout_rules`, :mod:`core.coach.overfitting` and
:mod:`core.coach.choice_rules`; here they are put in order.
"""

from collections.abc import Callable
from dataclasses import replace

from core.coach.answer_rules import labels_astray, lost_classes, nothing_learned, stuck_at_one_answer, too_narrow
from core.coach.choice_rules import chosen_by_test
from core.coach.curve_rules import diverging, plateau, rate_too_small, strong_decay
from core.coach.dropout_rules import strong_dropout
from core.coach.epochs import GUESSING, above_chance
from core.coach.finding import Finding, Known
from core.coach.neuron_rules import dead_neurons, saturated_neurons, vanishing_slopes
from core.coach.overfitting import overfitting
from core.coach.start_rules import unlucky_start

Rule = Callable[[Known], Finding | None]


def advise(known: Known) -> tuple[Finding, ...]:
    """Return what there is to say about a run, the most urgent first; nothing where all is well.

    Where a cause is found, what follows from it offers the cure of the cause and none of its own; and what is told of a
    network that works is not told of one that does not. Nor is anything said that could only be tried beyond the end of
    a knob's range.
    """
    causes, signs = _found(CAUSES, known), _found(SIGNS, known)
    if not causes:
        return signs or _found(OF_WORKING, known)
    first = causes[0]
    if first.experiment is None:
        return (first,)
    return (first, *(_with_cure_of(first, finding) for finding in (*causes[1:], *signs)))


def _found(rules: tuple[Rule, ...], known: Known) -> tuple[Finding, ...]:
    found = (rule(known) for rule in rules)
    return tuple(each for each in found if each is not None and each.experiment != known.hyperparameters)


def _with_cure_of(cause: Finding, finding: Finding) -> Finding:
    return replace(finding, advice=cause.advice, experiment=cause.experiment, begins_anew=cause.begins_anew)


def is_healthy(known: Known, findings: tuple[Finding, ...]) -> bool:
    """Return whether a run may be called healthy: nothing is to be said, and it does better than guessing.

    A run that has hardly begun does no better yet; neither is there anything to say about it, nor is it healthy.
    """
    accuracy = known.curves.column("train_accuracy")
    return not findings and len(accuracy) > 1 and bool(accuracy[-1] >= above_chance(known, GUESSING))


CAUSES: tuple[Rule, ...] = (labels_astray, too_narrow, diverging, strong_decay, unlucky_start, strong_dropout)
"""Rules that tell why a run does badly, whatever else is seen of it; the most urgent first."""

SIGNS: tuple[Rule, ...] = (
    vanishing_slopes,
    dead_neurons,
    lost_classes,
    saturated_neurons,
    rate_too_small,
    stuck_at_one_answer,
)
"""Rules that tell what is seen of a run, each with its own cure."""

OF_WORKING: tuple[Rule, ...] = (plateau, overfitting, nothing_learned, chosen_by_test)
"""Rules for a run of which nothing else is to be said: how it might do better, or that it does nothing all the same."""

RULES: tuple[Rule, ...] = (*CAUSES, *SIGNS, *OF_WORKING)
"""All rules."""
