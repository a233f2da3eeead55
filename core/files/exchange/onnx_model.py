"""ONNX: a model that other programs run as it is, from a batch of images, as bytes, to the outputs of each.

The library ``onnx`` writes it; it is no part of Inkling, for only this needs it: ``pip install "inkling-lab[onnx]"``.
"""

import json
from typing import Any, BinaryIO

import numpy as np

from core.data.frame import SIDE
from core.errors import FileError
from core.parts.activations import Activation
from core.training.snapshot import Snapshot
from core.version import inkling_version

_WHAT = (
    "Images as bytes, from 0 (paper) to 255 (ink), to an output for each class. The network alone, in one pass: what "
    "Inkling says to a drawing is the mean of five, for the drawing and for it moved by a pixel to each side."
)
_OPERATORS: dict[str, tuple[str, int]] = {
    "sigmoid": ("Sigmoid", 17),
    "tanh": ("Tanh", 17),
    "relu": ("Relu", 17),
    "leaky-relu": ("LeakyRelu", 17),
    "gelu": ("Gelu", 20),
    "softmax": ("Softmax", 17),
    "linear": ("Identity", 17),
}  # by the names of activations and outputs: the operator, and the version of the operators that has it
_FORMATS = {17: 8, 20: 9}  # of files, by the version of the operators: older programs read no newer ones


def write(snapshot: Snapshot, file: BinaryIO) -> None:
    """Write the network of a moment into an open file.

    Raises
    ------
    FileError
        When the library is missing.
    """
    file.write(_model_of(snapshot).SerializeToString())


def _model_of(snapshot: Snapshot) -> Any:
    try:
        import onnx
    except ImportError as error:
        raise FileError(
            "ONNX files are written by the library onnx, which is not installed here.",
            'Install it with: pip install "inkling-lab[onnx]". Or export the network as safetensors.',
        ) from error
    helper, kinds = onnx.helper, onnx.TensorProto
    layers = snapshot.network.layers
    nodes = [
        helper.make_node("Cast", ["images"], ["shades"], to=kinds.FLOAT),
        helper.make_node("Div", ["shades", "white"], ["ink"]),
        helper.make_node("Flatten", ["ink"], ["pixels"], axis=1),
    ]
    constants = [onnx.numpy_helper.from_array(np.array(255, np.float32), "white")]
    before = "pixels"
    for number, layer in enumerate(layers, 1):
        weights, biases, sums = f"weights_{number}", f"biases_{number}", f"sums_{number}"
        constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(layer.weights, "<f4"), weights))
        constants.append(onnx.numpy_helper.from_array(np.ascontiguousarray(layer.biases, "<f4"), biases))
        nodes.append(helper.make_node("Gemm", [before, weights, biases], [sums]))
        before = "outputs" if layer is layers[-1] else f"values_{number}"
        operator, _ = _OPERATORS[layer.activation.name]
        nodes.append(helper.make_node(operator, [sums], [before], **_settings_of(layer.activation)))
    graph = helper.make_graph(
        nodes,
        "inkling",
        [helper.make_tensor_value_info("images", kinds.UINT8, ["n", SIDE, SIDE])],
        [helper.make_tensor_value_info("outputs", kinds.FLOAT, ["n", snapshot.network.classes])],
        constants,
        _WHAT,
    )
    version = max(_OPERATORS[layer.activation.name][1] for layer in layers)
    model = helper.make_model(
        graph,
        producer_name="Inkling",
        producer_version=inkling_version(),
        opset_imports=[helper.make_opsetid("", version)],
        ir_version=_FORMATS[version],
    )
    helper.set_model_props(model, {"classes": json.dumps(snapshot.class_names)})
    onnx.checker.check_model(model, full_check=True)
    return model


def _settings_of(activation: Activation) -> dict[str, Any]:
    match activation.name:
        case "leaky-relu":
            return {"alpha": float(activation.to_dict()["leak"])}
        case "gelu":
            return {"approximate": "tanh"}
        case "softmax":
            return {"axis": 1}
    return {}
