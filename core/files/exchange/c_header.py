"""A C header: the weights, and a function of fifty lines that reads an image with them, for a microcontroller too."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import numpy as np

from core.arrays import Array
from core.files.exchange.formulas import C, endings_of, looks_at_all, translated
from core.network.network import PIXELS
from core.parts.activations import Activation
from core.training.snapshot import Snapshot

_HEAD = """\
/* A network of {sizes} that reads images of 28 x 28 pixels; written by Inkling. C99; link with -lm.
 *
 *     #include "{file}"
 *     float outputs[INKLING_CLASSES];
 *     int read = inkling_read(pixels, outputs);     // pixels: 784 bytes, row by row, 0 (paper) to 255 (ink)
 *     puts(inkling_class_names[read]);
 *
 * This is the network alone: one image, one pass. What Inkling says to a drawing is the mean of the outputs for five
 * images: the drawing, and the drawing moved by a pixel to each side.
 */
#ifndef INKLING_NETWORK_H
#define INKLING_NETWORK_H

#include <math.h>

#define INKLING_PIXELS {pixels}
#define INKLING_CLASSES {classes}
#define INKLING_WIDEST {widest}

static const char *const inkling_class_names[INKLING_CLASSES] = {{
{names}
}};
"""

_ACTIVATION = """
/* What a hidden neuron makes of its sum. */
static inline float inkling_activation{ending}(float z)
{{
{lines}
    return a;
}}
"""

_FUNCTIONS = """
/* What the outputs are made of their sums, in place. */
static inline void inkling_output(float *sums)
{{
{summary}    for (int j = 0; j < INKLING_CLASSES; j++) {{
        const float z = sums[j];
{output}
        sums[j] = a;
    }}
}}

/* sums[j] = biases[j] + values[0] * weights[0][j] + values[1] * weights[1][j] + ... */
static inline void inkling_layer(const float *values, int inputs, const float *weights, const float *biases,
                                 float *sums, int outputs)
{{
    for (int j = 0; j < outputs; j++) sums[j] = 0.0f;
    for (int i = 0; i < inputs; i++)
        for (int j = 0; j < outputs; j++) sums[j] += values[i] * weights[(long)i * outputs + j];
    for (int j = 0; j < outputs; j++) sums[j] += biases[j];
}}

/* Returns the class with the largest output, counted from 0, and writes all outputs. */
static inline int inkling_read(const unsigned char pixels[INKLING_PIXELS], float outputs[INKLING_CLASSES])
{{
    float values[INKLING_WIDEST], sums[INKLING_WIDEST];
    int best = 0;
    for (int i = 0; i < INKLING_PIXELS; i++) values[i] = pixels[i] * (1.0f / 255.0f);
{layers}
    inkling_output(sums);
    for (int j = 0; j < INKLING_CLASSES; j++) {{
        outputs[j] = sums[j];
        if (sums[j] > sums[best]) best = j;
    }}
    return best;
}}

#endif
"""

_SUMMARY = """\
    float top = sums[0], total = 0.0f;
    for (int j = 1; j < INKLING_CLASSES; j++) top = fmaxf(top, sums[j]);
    for (int j = 0; j < INKLING_CLASSES; j++) total += expf(sums[j] - top);
"""
_HIDDEN = "    for (int j = 0; j < {width}; j++) values[j] = inkling_activation{ending}(sums[j]);"
_LAYER = "    inkling_layer(values, {inputs}, inkling_weights_{number}, inkling_biases_{number}, sums, {outputs});"
_IN_A_LINE = 8


def write(snapshot: Snapshot, file: BinaryIO) -> None:
    """Write the network of a moment into an open file."""
    for text in _parts(snapshot):
        file.write(text.encode("ascii"))


def _parts(snapshot: Snapshot) -> Iterator[str]:
    network = snapshot.network
    sizes = network.sizes
    yield _HEAD.format(
        sizes="-".join(map(str, sizes)),
        file="network.h",
        pixels=PIXELS,
        classes=network.classes,
        widest=max(sizes),
        names=",\n".join(f'    "{_escaped(name)}"' for name in snapshot.class_names),
    )
    for number, layer in enumerate(network.layers, 1):
        yield f"\n/* From {layer.weights.shape[0]} to {layer.weights.shape[1]}; a row for each input. */\n"
        yield from _array(f"inkling_weights_{number}", layer.weights)
        yield from _array(f"inkling_biases_{number}", layer.biases)
    output = network.output
    settings = snapshot.hyperparameters
    endings = endings_of(settings)
    for kind, ending in endings.items():
        yield _ACTIVATION.format(ending=ending, lines=_lines(kind, 4))
    yield _FUNCTIONS.format(
        summary=_SUMMARY if looks_at_all(output) else "",
        output=_lines(output, 8),
        layers="\n".join(_calls(sizes, [endings[kind] for kind in settings.layer_activations])),
    )


def _calls(sizes: Sequence[int], endings: Sequence[str]) -> Iterator[str]:
    for number, (inputs, outputs) in enumerate(zip(sizes, sizes[1:], strict=False), 1):
        yield _LAYER.format(number=number, inputs=inputs, outputs=outputs)
        if number < len(sizes) - 1:
            yield _HIDDEN.format(width=outputs, ending=endings[number - 1])


def _lines(activation: Activation, indent: int) -> str:
    return "\n".join(f"{' ' * indent}const float {name} = {right};" for name, right in translated(activation, C))


def _array(name: str, array: Array) -> Iterator[str]:
    yield f"static const float {name}[{array.size}] = {{\n"
    for row in np.atleast_2d(array):
        numbers = [f"{value:.8e}f" for value in row.tolist()]  # nine digits are every float32 to the last bit
        for start in range(0, len(numbers), _IN_A_LINE):
            yield f"    {', '.join(numbers[start : start + _IN_A_LINE])},\n"
    yield "};\n"


def _escaped(name: str) -> str:
    """Return a name as it may stand in a string of C: what is no letter or digit as the numbers of its bytes."""
    return "".join(
        chr(byte) if chr(byte).isalnum() and byte < 128 else f"\\{byte:03o}" for byte in name.encode("utf-8")
    )
