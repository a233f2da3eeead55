"""The last six frames: from the slope at the outputs to the weights, and the same picture again."""

import numpy as np

from core.arrays import Array
from core.insight.neuron import Indices
from core.insight.walk import lines, sentences
from core.insight.walk.formulas import rule_of, slope_at_outputs
from core.insight.walk.forward import TERMS, outputs_lit
from core.insight.walk.frame import Frame, Lit
from core.insight.walk.numbers import Formula, in_numbers, number, pretty
from core.insight.walk.passage import Passage
from core.insight.walk.steps import frame_of_update
from core.insight.walk.writing import drawn, filled, knobs_in, reckoned
from core.parts.costs import CrossEntropy
from core.parts.outputs import Softmax


def frames_backward(seen: Passage) -> tuple[Frame, ...]:
    """Return frames 8 to 13."""
    return (_at_outputs(seen), _weight(seen), _back(seen), _picture(seen), frame_of_update(seen), _again(seen))


def _mean_of(seen: Passage, left: str, value: float) -> tuple[str, ...]:
    """Return the mean over the batch, and how far image and batch agree; nothing for one image."""
    if seen.images == 1:
        return ()
    return sentences.mean(seen.images, left, value), sentences.cosine(seen.cosine)


def _at_outputs(seen: Passage) -> Frame:
    output, part = seen.followed.output, seen.network.output
    formula, d = slope_at_outputs(seen.settings.cost, part), seen.slopes[-1].d[0]
    p = seen.activity.outputs[0].astype(np.float64)
    values = {"p": float(p[output]), "y": float(seen.y[output])}
    if "mix" in formula.right:
        values["mix"] = float(((p - seen.y) * p).sum())
    symbols = [str(formula)]
    if "mix" in formula.right:
        symbols.insert(0, pretty("mix = Σ (p - y) * p"))
    return Frame(
        name="slope at the outputs",
        title="Backwards: the cost's slope at the outputs",
        symbols=tuple(symbols),
        numbers=filled(in_numbers(Formula(f"d[{output}]", formula.right), values, float(d[output]))),
        mean=_mean_of(seen, f"d[{output}]", float(seen.mean.slopes[-1][output])),
        numpy=lines.at_outputs(seen.settings.cost, part, len(seen.slopes) - 1),
        sentence=sentences.at_outputs(
            float(d[output]),
            is_only_difference=isinstance(seen.settings.cost, CrossEntropy) and isinstance(part, Softmax),
            is_finite=seen.is_finite,
        ),
        lit=outputs_lit(seen, is_backward=True),
        arrays=drawn(slopes=d, mean=seen.mean.slopes[-1]),
    )


def _weight(seen: Passage) -> Frame:
    layer, source, target = link = seen.followed.link
    value, d = float(seen.received(layer)[source]), float(seen.slopes[layer].d[0, target])
    left = "dw"
    return Frame(
        name="slope of a weight",
        title="The slope of one weight",
        symbols=(pretty(f"dw = {('a * kept' if seen.keeps else 'a') if layer else 'x'} * d"),),
        numbers=filled(
            in_numbers(
                Formula(left, "value * d"), {"value": value, "d": d}, float(seen.slopes[layer].weights[source, target])
            )
        ),
        mean=_mean_of(seen, left, float(seen.mean.slopes[2 * layer][source, target])),
        numpy=lines.weight(layer, has_dropout=bool(seen.keeps)),
        sentence=sentences.weight(value, d, is_into_hidden=layer < len(seen.slopes) - 1, is_finite=seen.is_finite),
        lit=Lit(pixels=layer == 0, neurons=_ends(link), links=(link,), is_backward=True),
        arrays=drawn(slopes=seen.slopes[layer].weights[:, target], mean=seen.mean.slopes[2 * layer][:, target]),
    )


def _ends(link: tuple[int, int, int]) -> tuple[tuple[int, int], ...]:
    """Return the neurons at which a link begins and ends, as far as they are no pixels."""
    layer, source, target = link
    return ((layer - 1, source), (layer, target)) if layer else ((layer, target),)


def _back(seen: Passage) -> Frame:
    neuron = seen.followed.neuron
    if neuron is None:
        return Frame(
            name="back to the hidden layer",
            title="No hidden layer",
            symbols=(),
            numbers=(),
            numpy="",
            sentence=sentences.NO_HIDDEN_BACK,
            lit=Lit(is_backward=True),
            arrays=drawn(),
        )
    layer, index = neuron
    activation, d = seen.network.layers[layer].activation, seen.slopes[layer].d[0]
    z, a = (float(arrays[layer][0, index]) for arrays in (seen.activity.sums, seen.activity.values))
    carried, weights = seen.slopes[layer + 1].d[0].astype(np.float64), seen.network.layers[layer + 1].weights[index]
    *before, own = rule_of(activation).slope
    factors = ["s", *["kept"] * bool(seen.keeps), *[own.right] * (own.right != "1")]
    rule = (*before, Formula("d", " * ".join(factors)))
    products = carried * weights
    largest = np.argsort(-np.abs(products), kind="stable")[:TERMS]
    values, right, s = _carried(carried, weights, products, largest)
    knobs, left = knobs_in(activation), "d"
    known = {"z": z, "a": a, "s": s, "kept": seen.kept(layer, index)}
    numbers = reckoned(rule, known, knobs, left, float(d[index]))
    return Frame(
        name="back to the hidden layer",
        title="Back through the links to the hidden layer",
        symbols=("s = d @ w.T", *map(str, rule)),
        numbers=filled(in_numbers(Formula("s", right), values), *numbers) if numbers else (),
        mean=_mean_of(seen, left, float(seen.mean.slopes[2 * layer + 1][index])),
        numpy=lines.back(activation, layer, has_dropout=bool(seen.keeps)),
        sentence=sentences.back(
            float(seen.own_slopes(layer)[index]), is_finite=seen.is_finite, kept=seen.kept(layer, index)
        ),
        lit=Lit(
            neurons=((layer, index), *((layer + 1, int(target)) for target in largest)),
            links=tuple((layer + 1, index, int(target)) for target in largest),
            is_backward=True,
        ),
        arrays=drawn(slopes=d, own=seen.slopes_back(layer), mean=seen.mean.slopes[2 * layer + 1], products=products),
    )


def _carried(carried: Array, weights: Array, products: Array, largest: Indices) -> tuple[dict[str, float], str, float]:
    """Return what comes back through the links: what its names stand for, the sum written out, and the sum."""
    values: dict[str, float] = {}
    parts = []
    for place, target in enumerate(largest):
        values |= {f"d{place}": float(carried[target]), f"w{place}": float(weights[target])}
        parts.append(f"d{place} * w{place}")
    rest = np.delete(products, largest)
    if np.count_nonzero(rest):
        values["rest"] = float(rest.sum())
        parts.append("rest")
    return values, " + ".join(parts), float(products.sum())


def _picture(seen: Passage) -> Frame:
    layer, index = seen.followed.first
    place = int(seen.image.argmax())
    slopes, d = seen.slopes[0].weights[:, index], float(seen.slopes[0].d[0, index])
    left = "dw"
    values = {"x": float(seen.activity.inputs[0, place]), "d": d}
    mean = seen.mean.slopes[0][:, index]
    return Frame(
        name="slope picture",
        title="The slopes of all pixel weights of one neuron",
        symbols=("dw = x.T @ d",),
        numbers=filled(in_numbers(Formula(left, "x * d"), values, float(slopes[place]))),
        mean=_mean_of(seen, left, float(mean[place])),
        numpy=lines.weight(0),
        sentence=sentences.picture(
            int(np.count_nonzero(seen.image)),
            d,
            is_finite=seen.is_finite,
            is_standardized=seen.network.scaling is not None,
        ),
        lit=Lit(pixels=True, neurons=((layer, index),), is_backward=True),
        arrays=drawn(slopes=slopes.reshape(seen.image.shape), mean=mean.reshape(seen.image.shape)),
    )


def _again(seen: Passage) -> Frame:
    before, after = seen.image_costs
    is_taken = seen.alone.is_taken
    batch = seen.batch_costs
    both = seen.alone.before, seen.alone.after
    outputs = [one.activity(seen.image[np.newaxis], seen.keeps).outputs[0] for one in both]
    is_told = is_taken and bool(np.isfinite(seen.image_costs).all())
    is_batch_told = seen.images > 1 and bool(np.isfinite(batch).all())
    return Frame(
        name="again",
        title="The same picture again",
        symbols=("cost before → cost after",),
        numbers=(f"{number(before)} → {number(after)}",) if is_told else (),
        mean=(f"{seen.images:,} images: {number(batch[0])} → {number(batch[1])}",) if is_batch_told else (),
        numpy="",
        sentence=sentences.again(before, after, is_taken=is_taken),
        lit=Lit(pixels=True, neurons=outputs_lit(seen).neurons),
        arrays=drawn(before=outputs[0], after=outputs[1]),
    )
