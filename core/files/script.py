"""The lines of numpy that settings stand for: a script that trains without Inkling, and its five blocks.

It is put together from the lines that the parts declare (:mod:`core.parts.lines`), with the trainer's own
generators, batches, rates and measurements around them, so that its weights are those of ``--way plain`` to
rounding errors. What so short a script cannot do is said in its head, and not approximated.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.data.augment import Unchanged
from core.files.weights import sizes_of
from core.hyperparameters import Hyperparameters, describe_value
from core.network import dropout
from core.network import lines as network_lines
from core.network.network import PIXELS
from core.parts.activations import Activation
from core.parts.clipping import clip_lines
from core.parts.initializers import first_biases_line
from core.parts.lines import written
from core.training.batches import SAMPLING, SHUFFLING, WEIGHTS
from core.training.measuring import LARGE_SAMPLE

BLOCKS = ("data", "first weights", "forward", "cost and backward", "update")
"""What the lines of a script are about, in their order; the rest reads files and tells the costs."""

_HEAD = '''\
"""Trains a network of {sizes} with numpy (2 or newer) alone:

    python train.py FOLDER

FOLDER holds the four IDX files of a data set, such as `inkling data export {data} FOLDER` writes.
The weights and costs are those of `inkling train --way plain` with these settings, but for rounding.
It does not do what would make it long:
{missing}
"""

import gzip
import math
import sys
from pathlib import Path

import numpy as np

if len(sys.argv) != 2:
    sys.exit("Usage: python train.py FOLDER, a folder with the four IDX files of a data set.")
np.seterr(all="ignore")  # where numbers grow too large, the cost tells


def read(name):
    """Return the images, a row each, or the labels of an IDX file, which may be compressed."""
    files = sorted(Path(sys.argv[1]).glob(f"{{name}}[-.]idx*-ubyte*"))
    if not files:
        sys.exit(f"{{sys.argv[1]}} has no file {{name}}-idx{{3 if 'images' in name else 1}}-ubyte (or .gz).")
    content = files[0].read_bytes()
    content = gzip.decompress(content) if content[:2] == b"\\x1f\\x8b" else content
    values = np.frombuffer(content, np.uint8, offset=4 + 4 * content[3])  # behind the header
    return values.reshape(-1, {pixels}) if "images" in name else values
'''

_MISSING = (
    "images of your own among the training images",
    "settings that are changed in the middle of a run",
    "neurons that are switched off",
)

_REPORT = '''\
x_test, t_test = read("t10k-images"), read("t10k-labels")
look = np.arange(n)  # which of the training images are measured
if n > {sample}:
    look = np.sort(np.random.default_rng((0, {sampling})).choice(n, {sample}, replace=False))


def measured(images, labels):
    """Return the mean cost, and what part is read correctly."""
    cost, right = 0.0, 0
    for start in range(0, len(labels), 1000):
        part = slice(start, start + 1000)
        z, p = forward({x})[-2:]
        cost += cost_of(z, p, np.eye({classes}, dtype=np.float32)[labels[part]]) * len(p)
        right += int((p.argmax(axis=1) == labels[part]).sum())
    return cost / len(labels), right / len(labels)


def report(epoch):
    cost, right = measured(x_train[look], t_train[look])
    print(f"epoch {{epoch:4}}   train cost {{cost:.8f}}  {{right:7.2%}}", end="   ")
    test_cost, test_right = measured(x_test, t_test)
    print(f"test cost {{test_cost:.8f}}  {{test_right:7.2%}}", {ends}flush=True){kept}
    if not math.isfinite(cost):
        sys.exit("The cost is no longer a finite number: try a smaller learning rate.")
    return {judged}
'''

_VALIDATION = """
    held_cost, held_right = measured(x_held, t_held)
    print(f"validation cost {held_cost:.8f}  {held_right:7.2%}", flush=True)"""


_KEEPS = """

def keeps(epoch, start, count):  # for each hidden layer 0 for neurons left out, and a little more than 1 for the others
    for layer, size in enumerate({hidden}):
        drawn = []
        for first in range(0, count, {piece}):
            chance = np.random.default_rng(({seed}, {purpose}, epoch, start + first, layer))  # seed, purpose, place
            drawn.append(chance.integers({levels}, size=(min({piece}, count - first), size), dtype=np.uint16))
        yield (np.concatenate(drawn) >= {threshold}) * np.float32(1 / (1 - {share}))"""


_SCALING = (
    "counts = sum(np.bincount(image, minlength=256) for image in x_train)  # how often each value of a byte occurs",
    "values = np.arange(256) / 255",
    "mean = float(counts @ values / x_train.size)",
    "spread = float(np.sqrt(counts @ (values - mean) ** 2 / x_train.size))",
    "spread = spread if np.count_nonzero(counts) > 1 else 1.0",
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a script.

    Attributes
    ----------
    text : str
        The line, without its end.
    block : str
        One of :data:`BLOCKS`, or "" for a line of none.
    setting : str
        The field of the hyperparameters that it comes from, or "" where it is the same for all.
    """

    text: str
    block: str = ""
    setting: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A program that trains a network with numpy alone."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The whole file."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def places(self, block: str) -> range:
        """Return the numbers of a block's lines, counted from 1, from its first to its last."""
        numbers = [number for number, line in enumerate(self.lines, 1) if line.block == block]
        return range(numbers[0], numbers[-1] + 1)


def script(settings: Hyperparameters, data: str = "builtin", classes: int = 10) -> Script:
    """Return the script that trains with these settings.

    Parameters
    ----------
    settings : Hyperparameters
        The experiment. Its augmentation is left out, and the head of the script says so.
    data : str
        The name of a data set, for the example in the head.
    classes : int
        How many classes it has.
    """
    sizes = sizes_of(settings, classes)
    head = _HEAD.format(sizes="-".join(map(str, sizes)), data=data, missing=_missing(settings), pixels=PIXELS)
    report = _report(settings, classes)
    lines = (
        _data(settings, classes),
        _first_weights(settings, sizes),
        _forward(settings),
        _cost_and_backward(settings),
        _update(settings),
    )
    blocks = [tuple(_in_block(name, its)) for name, its in zip(BLOCKS, lines, strict=True)]
    parts = (_in_order(head), *blocks[:4], _in_order(report), blocks[4])
    return Script(tuple(line for index, part in enumerate(parts) for line in (*_gap(index), *part)))


def _report(settings: Hyperparameters, classes: int) -> str:
    """Return the lines that measure the network, and return the accuracy that the run is judged by."""
    holds_out = bool(settings.validation_split)
    return _REPORT.format(
        sample=LARGE_SAMPLE,
        sampling=SAMPLING,
        classes=classes,
        ends='end="   ", ' if holds_out else "",
        kept=_VALIDATION * holds_out + "\n    costs.append(cost)" * settings.schedule.watches_cost,
        judged="held_right" if holds_out else "test_right",
        x=_inputs(settings),
    )


def _gap(index: int) -> tuple[Line, ...]:
    return (Line(""), Line("")) if index else ()


def _in_order(text: str) -> tuple[Line, ...]:
    return tuple(Line(line) for line in text.splitlines())


def _in_block(name: str, lines: Iterable[Line]) -> Iterator[Line]:
    yield Line(f"# {name[0].upper()}{name[1:]}", name)
    for line in lines:
        yield Line(line.text, name, line.setting)


def _missing(settings: Hyperparameters) -> str:
    augmentation = settings.augmentation
    asked: tuple[str, ...]
    asked = () if isinstance(augmentation, Unchanged) else (f"augmentation, here: {describe_value(augmentation)}",)
    if settings.minutes:
        asked += (f"an end after so many minutes, here: {describe_value(settings.minutes)}",)
    return "\n".join(textwrap.fill(f"- {what}", 100, subsequent_indent="  ") for what in (*asked, *_MISSING))


def _indented(depth: int, lines: Iterable[str], setting: str) -> Iterator[Line]:
    return (Line(" " * 4 * depth + line, setting=setting) for line in lines)


def _data(settings: Hyperparameters, classes: int) -> Iterator[Line]:
    yield Line('x_train, t_train = read("train-images"), read("train-labels")')
    if settings.validation_split:
        yield from _indented(0, _held_out(settings.validation_split), "validation_split")
    if settings.train_images:
        yield Line(f"n = min({settings.train_images}, len(t_train))", setting="train_images")
        if settings.first_images:
            yield Line("x_train, t_train = x_train[:n], t_train[:n]", setting="first_images")
        else:
            yield Line("spread = np.arange(n) * len(t_train) // n  # evenly over all of them", setting="train_images")
            yield Line("x_train, t_train = x_train[spread], t_train[spread]", setting="train_images")
    else:
        yield Line("n = len(t_train)")
    if settings.standardize:
        yield from _indented(0, _SCALING, "standardize")
    yield Line(f"batch = {settings.batch_size or 'n'}", setting="batch_size")
    yield Line(f"epochs = {settings.epochs}", setting="epochs")
    yield Line("")
    yield Line("")
    yield Line("def batches(epoch):")
    order = f"np.random.default_rng(({settings.seed}, {SHUFFLING}, epoch)).permutation(n)  # seed, purpose, epoch"
    yield Line(f"    order = {order if settings.shuffle else 'np.arange(n)'}", setting="shuffle")
    yield Line("    for start in range(0, n, batch):", setting="batch_size")
    yield Line("        pick = order[start : start + batch]")
    yield Line("        x = x_train[pick] * np.float32(1 / 255)")
    if settings.standardize:
        yield Line("        x = (x - mean) / spread", setting="standardize")
    yield Line(f"        y = np.eye({classes}, dtype=np.float32)[t_train[pick]]")
    kept = ", keeps(epoch, start, len(y))" if settings.dropout else ""
    yield Line(
        f"        yield {'epoch + start / n, ' if _needs_now(settings) else ''}x, y{kept}",
        setting=_of_batches(settings),
    )
    if settings.dropout:
        yield from _indented(0, _keeps(settings).splitlines(), "dropout")


def _keeps(settings: Hyperparameters) -> str:
    """Return what draws which neurons are left out: :func:`core.network.dropout.keeps` in lines of numpy."""
    return _KEEPS.format(
        seed=settings.seed,
        purpose=dropout.PURPOSE,
        hidden=list(settings.hidden),
        piece=dropout.PIECE,
        levels=dropout.LEVELS,
        threshold=dropout.threshold(settings.dropout),
        share=repr(settings.dropout),
    )


def _held_out(percent: float) -> Iterator[str]:
    """Give the lines that hold images out; see :func:`core.training.validation.is_held_out`."""
    yield f"held = round(len(t_train) * {percent!r} / 100)  # so many are held out, evenly over the classes"
    yield 'by_class, is_held = np.argsort(t_train, kind="stable"), np.zeros(len(t_train), bool)'
    yield "is_held[by_class[np.arange(held) * len(t_train) // held]] = True"
    yield "x_held, t_held = x_train[is_held], t_train[is_held]  # never trained on"
    yield "x_train, t_train = x_train[~is_held], t_train[~is_held]"


def _inputs(settings: Hyperparameters) -> str:
    """Return what makes a part of some images what the network receives."""
    plain = "images[part] * np.float32(1 / 255)"
    return f"({plain} - mean) / spread" if settings.standardize else plain


def _first_weights(settings: Hyperparameters, sizes: tuple[int, ...]) -> Iterator[Line]:
    yield Line(f"chance = np.random.default_rng(({settings.seed}, {WEIGHTS}))  # seed, purpose", setting="seed")
    for layer, (before, after) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
        names = {"w": f"w{layer}", "inputs": str(before), "outputs": str(after)}
        yield from _indented(0, written(settings.initializer, "weights", names), "initializer")
    biases = _listed(f"b{layer}" for layer in _layers(settings))
    made, field = first_biases_line(settings.first_biases), "first_biases" if settings.first_biases else "hidden"
    yield Line(f"[{biases}] = [{made} for size in {list(sizes[1:])}]", setting=field)
    listed, note, field = _listed(f"w{layer}, b{layer}" for layer in _moving(settings)), "", "hidden"
    if settings.frozen:
        note, field = "  # what learns; the other layers are frozen", "frozen"
    yield Line(f"parameters = [{listed}]{note}", setting=field)


def _forward(settings: Hyperparameters) -> Iterator[Line]:
    also = "".join(f", {name}=1" for name in _keep_names(settings))
    yield Line(f"def forward(x{also}):", setting="dropout" if also else "")
    for layer in _layers(settings):
        yield Line(
            f"    {network_lines.sums(layer, has_dropout=bool(settings.dropout))}", setting=_of_values(settings, layer)
        )
        is_last = layer == _layers(settings)[-1]
        kind, field = (settings.output, "output") if is_last else _activation_of(settings, layer)
        yield from _indented(1, written(kind, "values", _names(settings, layer)), field)
    yield Line(f"    return {_kept(settings)}", setting="hidden")


def _cost_and_backward(settings: Hyperparameters) -> Iterator[Line]:
    cost, output, last = settings.cost, settings.output, _layers(settings)[-1]
    names = _names(settings, last)
    yield Line("def cost_of(z, p, y):")
    *lines, value = network_lines.cost_value(cost, output)
    yield from _indented(1, (*lines, value.replace("cost =", "return", 1)), "cost")
    yield Line("")
    yield Line("")
    also = "".join(f", {name}" for name in _keep_names(settings))
    whose = "dropout" if also else ""
    yield Line(f"def backward(x, y{also}):  # d is the slope of the cost at the sums z of a layer", setting=whose)
    yield Line(f"    {_kept(settings)} = forward(x{also})", setting=whose)
    yield from _indented(1, network_lines.cost_slope(cost, output, names), "cost")
    has_dropout, moving = bool(settings.dropout), _moving(settings)
    for layer in range(last, moving[0] - 1, -1):
        if layer in moving:
            slopes = f"{network_lines.weight_slopes(layer, has_dropout=has_dropout)}, d.sum(axis=0)"
            yield Line(f"    dw{layer}, db{layer} = {slopes}", setting=_of_values(settings, layer))
        if layer > moving[0]:
            back = network_lines.back(layer, has_dropout=has_dropout)
            yield Line(f"    {back}", setting=_of_values(settings, layer))
            activation, field = _activation_of(settings, layer - 1)
            yield from _indented(1, written(activation, "backward", _names(settings, layer - 1)), field)
    slopes = _listed(f"dw{layer}, db{layer}" for layer in moving)
    yield Line(f"    return [{slopes}]", setting="frozen" if settings.frozen else "hidden")


def _update(settings: Hyperparameters) -> Iterator[Line]:
    optimizer, decay = settings.optimizer, settings.weight_decay
    yield from _indented(0, written(optimizer, "begin"), "optimizer")
    if settings.schedule.watches_cost:
        yield Line("costs = []  # of the training images, after each epoch", setting="schedule")
    yield Line("report(0)")
    if settings.patience or settings.keep_best:
        yield Line("best, best_epoch = -1, 0", setting=_judging(settings))
    yield Line("for epoch in range(epochs):", setting="epochs")
    keep = ", keep" if settings.dropout else ""
    yield Line(
        f"    for {'now, ' if _needs_now(settings) else ''}x, y{keep} in batches(epoch):", setting=_of_batches(settings)
    )
    yield Line(f"        rate = {settings.learning_rate!r}", setting="learning_rate")
    yield from _indented(2, written(settings.schedule, "factor"), "schedule")
    yield Line(f"        gradients = backward(x, y{', *keep' if keep else ''})", setting="dropout" if keep else "")
    if settings.clip_norm:
        yield from _indented(2, clip_lines(settings.clip_norm), "clip_norm")
    if decay:
        yield from _indented(2, written(optimizer, "decay_weights", amount=decay), "weight_decay")
    if settings.l1:
        yield from _indented(2, written(optimizer, "shrink_weights", amount=settings.l1), "l1")
    yield from _indented(2, written(optimizer, "step"), "optimizer")
    if settings.target_accuracy or _judging(settings):
        yield from _indented(1, ("right = report(epoch + 1)",), _judging(settings) or "target_accuracy")
        yield from _end(settings)
    else:
        yield Line("    report(epoch + 1)")


def _judging(settings: Hyperparameters) -> str:
    """Return the setting that asks for the best epoch, or "" where none does."""
    return "patience" if settings.patience else "keep_best" if settings.keep_best else ""


def _end(settings: Hyperparameters) -> Iterator[Line]:
    """Give the lines that end a run before its epochs are done, and that go back to the best moment."""
    if _judging(settings):
        yield from _indented(1, ("if right > best:", "    best, best_epoch = right, epoch + 1"), _judging(settings))
    if settings.keep_best:
        yield from _indented(2, ("kept = [values.copy() for values in parameters]",), "keep_best")
    if settings.target_accuracy:
        yield from _indented(1, (f"if 100 * right >= {settings.target_accuracy!r}:", "    break"), "target_accuracy")
    if settings.patience:
        wait = f"if epoch + 1 - best_epoch >= {settings.patience}:  # no better for so long"
        yield from _indented(1, (wait, "    break"), "patience")
    if settings.keep_best:
        back = ("for values, then in zip(parameters, kept):", "    values[...] = then")
        yield from _indented(0, (*back, 'print("back to epoch", best_epoch)'), "keep_best")


def _needs_now(settings: Hyperparameters) -> bool:
    """Return whether the learning rate changes, and with it whether a batch must say where in the run it is."""
    return not settings.schedule.is_constant


def _layers(settings: Hyperparameters) -> range:
    """Return the numbers of the layers that have weights, from 1."""
    return range(1, len(settings.hidden) + 2)


def _of_batches(settings: Hyperparameters) -> str:
    """Return the setting that says what a batch tells beside its images."""
    return "dropout" if settings.dropout else "schedule"


def _of_values(settings: Hyperparameters, layer: int) -> str:
    """Return the setting that says what a layer receives: dropout, beside a hidden layer."""
    return "dropout" if settings.dropout and layer > 1 else "hidden"


def _keep_names(settings: Hyperparameters) -> tuple[str, ...]:
    """Return what that is called by which dropout multiplies the values of each hidden layer; none without it."""
    return tuple(network_lines.keep(layer) for layer in _layers(settings)[:-1]) if settings.dropout else ()


def _moving(settings: Hyperparameters) -> list[int]:
    """Return the numbers of the layers that learn, from 1."""
    return [layer + 1 for layer in settings.moving_layers]


def _activation_of(settings: Hyperparameters, layer: int) -> tuple[Activation, str]:
    """Return what a hidden layer does, counted from 1, and the setting that says so."""
    field = "hidden_activations" if settings.hidden_activations else "activation"
    return settings.layer_activations[layer - 1], field


def _names(settings: Hyperparameters, layer: int) -> dict[str, str]:
    """Return what the sums and the values of a layer are called."""
    return network_lines.names_of(layer, is_last=layer == _layers(settings)[-1])


def _kept(settings: Hyperparameters) -> str:
    """Return the names of all sums and values of the network, layer by layer."""
    return _listed(", ".join(_names(settings, layer).values()) for layer in _layers(settings))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
