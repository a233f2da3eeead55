"""The lines of numpy, as they are read: those that the parts declare. That they do it is tried in test_walk.py."""

from dataclasses import replace

from core.hyperparameters import Hyperparameters
from core.insight.walk import lines
from core.network.scaling import Scaling
from core.parts.activations import LeakyReLU, Sigmoid, Tanh
from core.parts.adaptive import AdamW
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.optimizers import GradientDescent, Momentum
from core.parts.outputs import LinearOutput, SigmoidOutput, Softmax


def test_forward() -> None:
    assert lines.picture() == "x = images.reshape(len(images), 784) * np.float32(1 / 255)"
    assert lines.picture(Scaling(0.13, 0.31)).endswith("(1 / 255)\nx = (x - 0.13) / 0.31")
    assert lines.target(26) == "y = np.eye(26, dtype=np.float32)[labels]"
    assert lines.sums(0) == "z1 = x @ w1 + b1"
    assert lines.sums(2) == "z3 = a2 @ w3 + b3"
    assert lines.values(Sigmoid(), 0).startswith("a1 = (np.tanh(z1 * 0.5) + 1) * 0.5")
    assert lines.values(LeakyReLU(leak=0.02), 1) == "a2 = np.maximum(z2 * 0.02, z2)"
    assert lines.outputs(LinearOutput(), 1) == "p = z2"
    assert lines.outputs(Softmax(), 1).startswith("p = np.exp(z2 - z2.max(axis=1, keepdims=True))\n")
    assert lines.cost_of(CrossEntropy(), Softmax(), 1).startswith("shifted = z2 - z2.max(axis=1, keepdims=True)\n")
    assert lines.cost_of(SquaredError(), LinearOutput(), 1).startswith("error = p - y\n")


def test_backward() -> None:
    assert lines.at_outputs(SquaredError(), SigmoidOutput(), 1) == "d = (p - y) / len(y)\nd *= (1 - p) * p"
    assert lines.at_outputs(CrossEntropy(), Softmax(), 1) == "d = (p - y) / len(y)"
    assert lines.weight(0) == "dw1 = x.T @ d"
    assert lines.weight(1) == "dw2 = a1.T @ d"
    assert lines.back(Tanh(), 0) == "d = d @ w2.T\nd *= 1 - a1 * a1"


def test_a_step() -> None:
    assert lines.step(Hyperparameters(optimizer=GradientDescent()), 0.5, 1, 2.0).splitlines() == [
        "parameters, gradients = [w2], [dw2]",
        "rate = 0.5",
        "for w, g in zip(parameters, gradients):",
        "    w -= g * rate",
    ]
    decaying = Hyperparameters(optimizer=Momentum(momentum=0.8), weight_decay=0.01)
    assert lines.step(decaying, 0.5, 0, 2.0).splitlines() == [
        "parameters, gradients = [w1], [dw1]",
        "rate = 0.5",
        "for w, g in zip(parameters[::2], gradients[::2]):  # the weights, not the biases",
        "    g += w * 0.01",
        "for w, g, v in zip(parameters, gradients, vs):",
        "    v *= 0.8",
        "    v -= g * rate",
        "    w += v",
    ]
    decaying = replace(decaying, optimizer=AdamW())
    assert "    w *= 1 - rate * 0.01\nt += 1\n" in lines.step(decaying, 0.5, 0, 2.0)


def test_a_step_that_is_clipped() -> None:
    settings = Hyperparameters(optimizer=GradientDescent(), clip_norm=0.5, l1=0.01)
    assert lines.step(settings, 0.1, 0, 2.0).splitlines() == [
        "parameters, gradients = [w1], [dw1]",
        "rate = 0.1",
        "norm = 2  # of the slopes of all layers that learn",
        "dw1 *= 0.5 / max(norm, 0.5)",
        "for w, g in zip(parameters[::2], gradients[::2]):  # the weights, not the biases",
        "    g += np.sign(w) * 0.01",
        "for w, g in zip(parameters, gradients):",
        "    w -= g * rate",
    ]
    assert "norm" not in lines.step(settings, 0.1, 0, float("nan"))
