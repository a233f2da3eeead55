"""What a sweep has shown, in sentences."""

import math
from collections.abc import Sequence
from typing import Any

from core.hyperparameters import in_sentence
from core.sweep.findings import Effect, Findings, Lead, Row
from core.sweep.goal import SECONDS, Goal
from core.sweep.plan import Sweep

_SURE, _LIKELY = 0.05, 0.2  # how often chance may make a lead that is called clear, or likely
_NOTICED = 0.02  # a share below this is not worth a sentence


def name_for(sweep: Sweep) -> str:
    """Return what a sweep is called: ``Learning rate and optimizer``, by what varies in it."""
    labels = [axis.label if not place else in_sentence(axis.label) for place, axis in enumerate(sweep.axes)]
    if len(labels) < 2:
        return labels[0] if labels else "Seeds"
    return f"{', '.join(labels[:-1])} and {labels[-1]}"


def setting_in_words(sweep: Sweep, values: Sequence[Any]) -> str:
    """Return what a setting is, by its values of what varies: ``learning rate 0.003, optimizer Adam``."""
    pairs = zip(sweep.axes, values, strict=True)
    return ", ".join(f"{in_sentence(axis.label)} {axis.written(value)}" for axis, value in pairs)


def difference_in_words(goal: Goal, difference: float) -> str:
    """Return how much better or worse: ``1.2 points``, ``0.013``, ``4.2 s``."""
    if goal.is_share:
        return f"{100 * difference:.2g} points" if difference < 0.1 else f"{100 * difference:.0f} points"
    return f"{difference:.2g}" if goal.kind == "cost" else f"{difference:.1f} s"


def told(sweep: Sweep, found: Findings, *, is_done: bool = False) -> tuple[str, ...]:
    """Return what was found, the most important first; a single sentence where it is too early to say."""
    measured = [row for row in found.rows if not math.isnan(row.mean)]
    if not measured:
        return (_of_none(sweep, found) if is_done else "No run has a figure to compare yet.",)
    sentences = [_best(sweep, measured[0], "Best" if is_done else "Best so far")]
    if len(measured) > 1:
        sentences += [_effect(sweep, effect, is_first=not place) for place, effect in enumerate(_worth(found))]
    sentences.append(_of_seeds(sweep, found))
    if found.lead is not None:
        sentences.append(_of_lead(sweep, found.lead))
    return tuple(sentence for sentence in sentences if sentence)


def _of_none(sweep: Sweep, found: Findings) -> str:
    if sweep.goal.kind == SECONDS and any(not result.trouble for row in found.rows for result in row.results):
        return f"No setting reached {sweep.goal.target:g} % with all of its seeds. Train longer, or ask for less."
    return "No run came to a figure to compare."


def _best(sweep: Sweep, row: Row, which: str) -> str:
    figure = sweep.goal.written(row.mean)
    spread = "" if math.isnan(row.spread) else f" ± {difference_in_words(sweep.goal, row.spread)}"
    what = setting_in_words(sweep, row.values) or "these settings"
    count = sum(not result.trouble for result in row.results)
    over = f", the mean of {count} seeds" if count > 1 else ""
    return f"{which}: {what} with {figure}{spread} ({sweep.goal.label}{over})."


def _worth(found: Findings) -> list[Effect]:
    return [effect for effect in found.effects if effect.share >= _NOTICED]


def _effect(sweep: Sweep, effect: Effect, *, is_first: bool) -> str:
    span = difference_in_words(sweep.goal, effect.span)
    best = min(effect.groups, key=lambda group: sweep.goal.rank(group[1]))[0]
    if effect.is_of_single_runs:
        return f"{effect.axis.label}: values lie {span} apart, best at {best}; what of it is the seed's is not known."
    share, label = f"{100 * effect.share:.0f} % of all differences", effect.axis.label
    if is_first:
        return f"{label}: matters most. Its values lie {span} apart on average ({share}), best at {best}."
    return f"{label}: {span} ({share}), best at {best}."


def _of_seeds(sweep: Sweep, found: Findings) -> str:
    if math.isnan(found.seed_spread):
        return (
            "What the seed alone moves is not known: try each setting with two seeds or more."
            if sweep.seeds == 1
            else ""
        )
    return f"The seed alone moves {difference_in_words(sweep.goal, found.seed_spread)} (standard deviation)."


def _of_lead(sweep: Sweep, lead: Lead) -> str:
    if not lead.difference:
        return "The best two settings are equally good."
    ahead = f"The best setting is {difference_in_words(sweep.goal, lead.difference)} ahead of the next"
    if math.isnan(lead.chance):
        return f"{ahead}; with one seed each nobody can say whether that is chance."
    often = f"seeds alone make such a lead in {_often(lead.chance)}"
    if lead.chance < _SURE:
        return f"{ahead}: more than chance ({often})."
    if lead.chance < _LIKELY:
        return f"{ahead}: perhaps more than chance ({often})."
    return f"{ahead}: that may well be chance ({often}). More seeds would tell."


def _often(chance: float) -> str:
    if chance < 0.005:
        return "fewer than 1 of 100 sweeps"
    return f"{max(round(100 * chance), 1)} of 100 sweeps"
