"""Frame 12: the step of one weight, with what the optimizer remembers."""

import math

import numpy as np

from core.arrays import Arrays
from core.insight.walk import lines, sentences
from core.insight.walk.choice import Link
from core.insight.walk.formulas import STAYS, Formulas, memory_names, step_and_decay
from core.insight.walk.frame import Frame, Lit
from core.insight.walk.numbers import FIRST_DIGITS, evaluated, in_numbers
from core.insight.walk.passage import Passage
from core.insight.walk.update import Update
from core.insight.walk.writing import drawn, filled, knobs_in
from core.parts.clipping import norm_of

_DIGITS_OF_FLOAT32 = 7


def frame_of_update(seen: Passage) -> Frame:
    """Return frame 12."""
    layer, source, target = link = seen.followed.link
    optimizer, alone, together = seen.settings.optimizer, seen.alone, seen.together
    settings, is_frozen, remembered = seen.settings, layer + 1 in seen.settings.frozen, memory_names(optimizer)
    rule = STAYS if is_frozen else step_and_decay(optimizer, settings.weight_decay, settings.l1, settings.clip_norm)
    moving = settings.moving_layers
    own_norm = norm_of(array for at in moving for array in (seen.slopes[at].weights, seen.slopes[at].biases))
    mean_norm = norm_of(array for at in moving for array in seen.mean.slopes[2 * at : 2 * at + 2])
    own = float(seen.slopes[layer].weights[source, target])
    mean = float(seen.mean.slopes[2 * layer][source, target])
    return Frame(
        name="update",
        title="The step: " + (f"layer {layer + 1} is frozen" if is_frozen else "every weight goes against its slope"),
        symbols=tuple(map(str, rule)),
        numbers=_in_numbers(seen, alone, rule, link, own, own_norm),
        mean=_in_numbers(seen, together, rule, link, mean, mean_norm) if seen.images > 1 else (),
        numpy=lines.frozen(layer) if is_frozen else lines.step(settings, alone.rate, layer, mean_norm),
        sentence=sentences.step(
            is_taken=alone.is_taken,
            is_memory_new=alone.is_memory_new,
            memory=remembered,
            is_clipped=0 < settings.clip_norm < (mean_norm if seen.images > 1 else own_norm),
            frozen=layer + 1 if is_frozen else 0,
            do_others_stay=bool(settings.frozen),
        ),
        lit=Lit(pixels=layer == 0, neurons=((layer, target),), links=(link,)),
        arrays=drawn(
            before=alone.before.layers[layer].weights[:, target],
            after=alone.after.layers[layer].weights[:, target],
            together=together.after.layers[layer].weights[:, target],
            **{
                f"{name}_before": _memory(seen, alone.memory_before, kind, link) for kind, name in enumerate(remembered)
            },
            **{f"{name}_after": _memory(seen, alone.memory_after, kind, link) for kind, name in enumerate(remembered)},
        ),
    )


def _in_numbers(seen: Passage, step: Update, rule: Formulas, link: Link, slope: float, norm: float) -> tuple[str, ...]:
    """Return the lines of a step with numbers, for a slope in a gradient of some norm; none without a step."""
    if not step.is_taken:
        return ()
    layer, source, target = link
    knobs = _knobs(seen, step)
    values = {"w": float(step.before.layers[layer].weights[source, target]), "dw": slope, "rate": step.rate}
    values["norm"] = norm
    results = {"w": float(step.after.layers[layer].weights[source, target])}
    for kind, name in enumerate(memory_names(seen.settings.optimizer)):
        values[name] = _memory(seen, step.memory_before, kind, link)
        results[name] = _memory(seen, step.memory_after, kind, link)
    texts = []
    for index, line in enumerate(rule):
        # The weight decays before it is moved, so its first line does not give what it comes to in the end.
        is_last = not any(later.left == line.left for later in rule[index + 1 :])
        result = results.get(line.left) if is_last else None
        least = _digits_to_tell(values["w"], result) if line.left == "w" and result is not None else FIRST_DIGITS
        texts.append(in_numbers(line, values, result, knobs, least))
        comes_to = evaluated(line.right, {**values, **knobs})
        if line.left == "t":
            knobs["t"] = comes_to
        else:
            values[line.left] = comes_to if result is None else result
    return filled(*texts)


def _digits_to_tell(before: float, after: float) -> int:
    """Return how many digits it takes to tell a weight after the step from the one before, by two of them."""
    if not before or not after or before == after or not np.isfinite(after):
        return FIRST_DIGITS
    share = abs(after - before) / max(abs(before), abs(after))
    return min(max(FIRST_DIGITS, 1 - math.floor(math.log10(share)) + 1), _DIGITS_OF_FLOAT32)


def _knobs(seen: Passage, step: Update) -> dict[str, float]:
    settings = seen.settings
    pulls = {"pull": settings.weight_decay, "l1": settings.l1, "largest": settings.clip_norm}
    knobs = knobs_in(settings.optimizer) | pulls
    if len(step.memory_before) % len(seen.network.parameters):
        knobs["t"] = float(step.memory_before[-1][0])
    return knobs


def _memory(seen: Passage, memory: Arrays, kind: int, link: Link) -> float:
    """Return what is remembered of one link: ``m`` is of kind 0, ``v`` of kind 1, where there are both."""
    layer, source, target = link
    return float(memory[kind * len(seen.network.parameters) + 2 * layer][source, target])
