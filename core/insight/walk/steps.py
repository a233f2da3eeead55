"""Frame 12: the step of one weight, with what the optimizer remembers."""

from core.arrays import Arrays
from core.insight.walk import sentences
from core.insight.walk.choice import Link
from core.insight.walk.formulas import Lines, in_numpy, memory_names, step_of
from core.insight.walk.frame import Frame, Lit
from core.insight.walk.numbers import Formula, evaluated, in_numbers
from core.insight.walk.passage import Passage
from core.insight.walk.update import Update
from core.insight.walk.writing import drawn, filled, knobs_in, name_of
from core.parts.optimizers import AdamW, Optimizer


def frame_of_update(seen: Passage) -> Frame:
    """Return frame 12."""
    layer, source, target = link = seen.followed.link
    optimizer, alone, together = seen.settings.optimizer, seen.alone, seen.together
    lines, remembered = lines_of(optimizer, seen.settings.weight_decay), memory_names(optimizer)
    own = float(seen.slopes[layer].weights[source, target])
    mean = float(seen.mean.slopes[2 * layer][source, target])
    settings = {name: f"{value:.12g}" for name, value in _knobs(seen, alone).items() if name != "t"}
    names = settings | {"rate": f"{alone.rate:.12g}", "w": name_of("w", layer), "dw": name_of("dw", layer)}
    return Frame(
        name="update",
        title="The step: every weight goes against its slope",
        symbols=tuple(map(str, lines)),
        numbers=_in_numbers(seen, alone, lines, link, own),
        mean=_in_numbers(seen, together, lines, link, mean) if seen.images > 1 else (),
        numpy="\n".join(f"{in_numpy(line.left, **names)} = {in_numpy(line.right, **names)}" for line in lines),
        sentence=sentences.step(
            is_taken=alone.is_taken,
            is_memory_new=alone.is_memory_new,
            memory=remembered,
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


def lines_of(optimizer: Optimizer, weight_decay: float) -> Lines:
    """Return the lines of a step; with weight decay the pull towards zero comes first."""
    if not weight_decay:
        return step_of(optimizer)
    if isinstance(optimizer, AdamW):
        return (Formula("w", "w * (1 - rate * pull)"), *step_of(optimizer))
    return (Formula("dw", "dw + pull * w"), *step_of(optimizer))


def _in_numbers(seen: Passage, step: Update, lines: Lines, link: Link, slope: float) -> tuple[str, ...]:
    """Return the lines of a step with numbers; none where no step was taken."""
    if not step.is_taken:
        return ()
    layer, source, target = link
    knobs = _knobs(seen, step)
    values = {"w": float(step.before.layers[layer].weights[source, target]), "dw": slope, "rate": step.rate}
    results = {"w": float(step.after.layers[layer].weights[source, target])}
    for kind, name in enumerate(memory_names(seen.settings.optimizer)):
        values[name] = _memory(seen, step.memory_before, kind, link)
        results[name] = _memory(seen, step.memory_after, kind, link)
    texts = []
    for index, line in enumerate(lines):
        # The weight decays before it is moved, so its first line does not give what it comes to in the end.
        is_last = not any(later.left == line.left for later in lines[index + 1 :])
        result = results.get(line.left) if is_last else None
        texts.append(in_numbers(line, values, result, knobs))
        comes_to = evaluated(line.right, {**values, **knobs})
        if line.left == "t":
            knobs["t"] = comes_to
        else:
            values[line.left] = comes_to if result is None else result
    return filled(*texts)


def _knobs(seen: Passage, step: Update) -> dict[str, float]:
    knobs = knobs_in(seen.settings.optimizer) | {"pull": seen.settings.weight_decay}
    if len(step.memory_before) % len(seen.network.parameters):
        knobs["t"] = float(step.memory_before[-1][0])
    return knobs


def _memory(seen: Passage, memory: Arrays, kind: int, link: Link) -> float:
    """Return what is remembered of one link: ``m`` is of kind 0, ``v`` of kind 1, where there are both."""
    layer, source, target = link
    return float(memory[kind * len(seen.network.parameters) + 2 * layer][source, target])
