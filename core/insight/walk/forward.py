"""The first seven frames: from the picture to the cost."""

from typing import Any

import numpy as np

from core.data.classes import a_or_an
from core.insight.liveliness import ends_of
from core.insight.sums import WrittenSum, written_out
from core.insight.walk import lines, sentences
from core.insight.walk.choice import Neuron
from core.insight.walk.formulas import rule_of
from core.insight.walk.frame import Frame, Lit
from core.insight.walk.numbers import Formula, in_numbers, pretty
from core.insight.walk.passage import Passage
from core.insight.walk.writing import drawn, filled, knobs_in, reckoned
from core.parts.costs import CrossEntropy
from core.parts.outputs import Softmax

TERMS = 4
_TINY = 1e-30  # what a probability may be before its logarithm is taken from the sums


def frames_forward(seen: Passage) -> tuple[Frame, ...]:
    """Return frames 1 to 7."""
    return (
        _picture(seen),
        _sums(seen),
        _activation(seen),
        _output_sums(seen),
        _outputs(seen),
        _target(seen),
        _cost(seen),
    )


def outputs_lit(seen: Passage, *, is_backward: bool = False) -> Lit:
    """Return all outputs lit."""
    last = len(seen.network.layers) - 1
    return Lit(neurons=tuple((last, index) for index in range(seen.network.classes)), is_backward=is_backward)


def _neuron_name(seen: Passage, neuron: Neuron) -> str:
    """Return what a neuron is called on screen, where layers and neurons are counted from 1."""
    layer, index = neuron
    return f"Neuron {index + 1:,}" + (f" of layer {layer + 1}" if len(seen.network.layers) > 2 else "")


def _picture(seen: Passage) -> Frame:
    place = int(seen.image.argmax())
    ink = int(seen.image.flat[place])
    scaling, value = seen.network.scaling, float(seen.activity.inputs[0, place])
    values = {"ink": float(ink)} | ({} if scaling is None else {"mean": scaling.mean, "spread": scaling.spread})
    rule = "{} / 255" if scaling is None else "({} / 255 - mean) / spread"
    return Frame(
        name="picture",
        title="The picture is 784 numbers",
        symbols=(pretty(f"x = {rule.format('image')}"),),
        numbers=filled(in_numbers(Formula("x", rule.format("ink")), values, value)),
        numpy=lines.picture(scaling),
        sentence=sentences.ink(int(np.count_nonzero(seen.image)), place, is_standardized=scaling is not None),
        lit=Lit(pixels=True),
        arrays=drawn(picture=seen.activity.inputs[0].reshape(seen.image.shape)),
    )


def _sums(seen: Passage) -> Frame:
    neuron = seen.followed.neuron
    if neuron is None:
        return Frame(
            name="sums",
            title="No hidden layer",
            symbols=(),
            numbers=(),
            numpy="",
            sentence=sentences.NO_HIDDEN_SUMS,
            lit=Lit(pixels=True),
            arrays=drawn(),
        )
    layer, index = neuron
    return _sum_frame(seen, "sums", f"{_neuron_name(seen, neuron)} adds up what it receives", layer, index, "z")


def _output_sums(seen: Passage) -> Frame:
    last, output = len(seen.network.layers) - 1, seen.followed.output
    return _sum_frame(seen, "output sums", f"Output {output} adds up what it receives", last, output, f"z[{output}]")


def _sum_frame(seen: Passage, name: str, title: str, layer: int, index: int, left: str) -> Frame:
    found = written_out(seen.network, seen.sent, layer, index, TERMS)
    return Frame(
        name=name,
        title=title,
        symbols=(f"z = {_received(seen, layer)} @ w + b",),
        numbers=_written_sum(found, left),
        numpy=lines.sums(layer, has_dropout=bool(seen.keeps)),
        sentence=sentences.sum_of(found, is_finite=np.isfinite(found.total)),
        lit=Lit(
            pixels=layer == 0,
            neurons=((layer, index), *((layer - 1, term.source) for term in found.terms if layer)),
            links=tuple((layer, term.source, index) for term in found.terms),
        ),
        arrays=drawn(
            sources=np.array([term.source for term in found.terms], np.intp),
            products=seen.received(layer) * seen.network.layers[layer].weights[:, index],
        ),
    )


def _received(seen: Passage, layer: int) -> str:
    """Return what a layer receives, in symbols."""
    kept = "(a * kept)" if seen.keeps else "a"
    return pretty(kept) if layer else "x"


def _written_sum(found: WrittenSum, left: str) -> tuple[str, ...]:
    values: dict[str, float] = {}
    parts: list[str] = []
    for place, term in enumerate(found.terms):
        values |= {f"value{place}": term.value, f"weight{place}": term.weight}
        parts.append(f"value{place} * weight{place}")
    if found.rest_count:
        values["rest"] = found.rest
        parts.append("rest")
    values["bias"] = found.bias
    return filled(in_numbers(Formula(left, " + ".join((*parts, "bias"))), values, found.total))


def _activation(seen: Passage) -> Frame:
    neuron = seen.followed.neuron
    if neuron is None:
        return Frame(
            name="activation",
            title="No hidden layer",
            symbols=(),
            numbers=(),
            numpy="",
            sentence=sentences.NO_HIDDEN_VALUES,
            lit=Lit(pixels=True),
            arrays=drawn(),
        )
    layer, index = neuron
    activation = seen.network.layers[layer].activation
    rule = rule_of(activation).value
    z, a = (float(arrays[layer][0, index]) for arrays in (seen.activity.sums, seen.activity.values))
    own, knobs = float(seen.own_slopes(layer)[index]), knobs_in(activation)
    curve = np.linspace(-max(6.0, abs(z)), max(6.0, abs(z)), 241) if np.isfinite(z) else np.linspace(-6, 6, 241)
    return Frame(
        name="activation",
        title=f"{_neuron_name(seen, neuron)} makes a value of its sum: {activation.label}",
        symbols=tuple(map(str, rule)),
        numbers=reckoned(rule, {"z": z}, knobs, "a", a),
        numpy=lines.values(activation, layer, seen.settings.dropout),
        sentence=sentences.value_of(z, a, own, is_squashing=ends_of(activation)[1] is not None)
        + (sentences.dropped(seen.kept(layer, index)) if seen.keeps else ""),
        lit=Lit(neurons=((layer, index),)),
        arrays=drawn(curve_z=curve, curve_a=activation.values(curve[np.newaxis])[0], dot=np.array([z, a])),
    )


def _outputs(seen: Passage) -> Frame:
    last, output = len(seen.network.layers) - 1, seen.followed.output
    part = seen.network.output
    z, p = seen.activity.sums[last][0].astype(np.float64), seen.activity.outputs[0]
    values, rule = {"z": float(z[output])}, rule_of(part).value
    symbols = tuple(str(Formula("p", line.right)) for line in rule)
    if isinstance(part, Softmax):
        values |= {"top": float(z.max()), "total": float(np.exp(z - z.max()).sum())}
        symbols = ("p = exp(z − max z) / Σ exp(z − max z)",)
    return Frame(
        name="outputs",
        title=f"{part.label}: the outputs",
        symbols=symbols,
        numbers=reckoned(rule, values, {}, f"p[{output}]", float(p[output])),
        numpy=lines.outputs(part, last),
        sentence=sentences.answer(p, seen.label, seen.class_names),
        lit=outputs_lit(seen),
        arrays=drawn(outputs=p),
    )


def _target(seen: Passage) -> Frame:
    output = seen.followed.output
    p, y = float(seen.activity.outputs[0, output]), float(seen.y[output])
    return Frame(
        name="target",
        title=f"The target: {a_or_an(seen.class_names[seen.label])}",
        symbols=(f"y[{seen.label}] = {seen.y[seen.label]:.4g}, the others {seen.y.min():.4g}", "gap = p − y"),
        numbers=filled(in_numbers(Formula(f"gap[{output}]", "p - y"), {"p": p, "y": y})),
        numpy=lines.target(seen.network.classes),
        sentence=sentences.target(
            seen.class_names[seen.label], is_finite=np.isfinite(p), is_soft=bool(seen.y[seen.label] < 1)
        ),
        lit=outputs_lit(seen),
        arrays=drawn(outputs=seen.activity.outputs[0], target=seen.y),
    )


def _cost(seen: Passage) -> Frame:
    symbols, formula, values, terms = _cost_formula(seen)
    return Frame(
        name="cost",
        title="The cost: how wrong the outputs are, as one number",
        symbols=(symbols,),
        numbers=filled(in_numbers(formula, values, seen.image_costs[0])),
        numpy=lines.cost_of(seen.settings.cost, seen.network.output, len(seen.slopes) - 1),
        sentence=sentences.cost(seen.image_costs[0]),
        lit=outputs_lit(seen),
        arrays=drawn(terms=terms),
    )


def _cost_formula(seen: Passage) -> tuple[str, Formula, dict[str, float], Any]:
    """Return the formula, the one with numbers, what its names stand for, and the terms."""
    z, p, y = seen.activity.sums[-1][0], seen.activity.outputs[0], seen.y
    names = " + ".join(f"term{digit}" for digit in range(len(p)))
    if not isinstance(seen.settings.cost, CrossEntropy):
        terms = np.square(p.astype(np.float64) - y)
        values = {f"term{digit}": float(term) for digit, term in enumerate(terms)}
        return pretty("cost = ½ Σ (p - y)**2"), Formula("cost", f"({names}) / 2"), values, terms
    if not isinstance(seen.network.output, Softmax):
        columns = [slice(digit, digit + 1) for digit in range(len(p))]
        terms = np.array([seen.network.output.cross_entropy(z[None, at], y[None, at])[0] for at in columns])
        values = {f"term{digit}": float(term) for digit, term in enumerate(terms)}
        return pretty("cost = -Σ (y log p + (1 - y) log(1 - p))"), Formula("cost", names), values, terms
    right = float(p[seen.label])
    wide = z.astype(np.float64) - z.max()
    terms = np.where(y > 0, y * (np.log(np.exp(wide).sum()) - wide), 0)
    if y[seen.label] < 1:  # every class has a part of the target
        values = {f"term{digit}": float(term) for digit, term in enumerate(terms)}
        return pretty("cost = -Σ y log p"), Formula("cost", names), values, terms
    if right > _TINY or not np.isfinite(right):
        symbols, formula = f"-log(p[{seen.label}])", Formula("cost", "-log(p)")
        return pretty(f"cost = {symbols}"), formula, {"p": right}, terms
    values = {"total": float(np.exp(wide).sum()), "z": float(z[seen.label]), "top": float(z.max())}
    symbols = f"cost = log(Σ exp(z - max z)) - (z[{seen.label}] - max z)"
    return pretty(symbols), Formula("cost", "log(total) - (z - top)"), values, terms
