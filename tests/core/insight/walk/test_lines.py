"""The lines of numpy, as they are read; that they do what they say is tried in test_walk.py."""

from core.insight.walk import lines
from core.parts.activations import LeakyReLU, Sigmoid, Tanh
from core.parts.costs import CrossEntropy, SquaredError
from core.parts.optimizers import AdamW, GradientDescent, Momentum
from core.parts.outputs import LinearOutput, SigmoidOutput, Softmax


def test_forward() -> None:
    assert lines.sums(0) == "z1 = x @ w1 + b1"
    assert lines.sums(2) == "z3 = a2 @ w3 + b3"
    assert lines.values(Sigmoid(), 0) == "a1 = 1 / (1 + np.exp(-z1))"
    assert lines.values(LeakyReLU(leak=0.02), 1) == "a2 = np.maximum(z2, 0.02 * z2)"
    assert lines.outputs(LinearOutput(), 1) == "p = z2"
    assert "keepdims" in lines.outputs(Softmax(), 1)


def test_backward() -> None:
    assert lines.at_outputs(SquaredError(), SigmoidOutput()) == "d = (p - y) * p * (1 - p)\nd = d / len(x)"
    assert lines.at_outputs(CrossEntropy(), Softmax()) == "d = p - y\nd = d / len(x)"
    assert lines.weight(0) == "dw1 = x.T @ d"
    assert lines.weight(1) == "dw2 = a1.T @ d"
    assert lines.back(Tanh(), 0) == "s = d @ w2.T\nd = s * (1 - a1**2)"


def test_a_step() -> None:
    assert lines.step(GradientDescent(), 0.0, 0.5, 1) == "w2 = w2 - 0.5 * dw2"
    assert lines.step(Momentum(momentum=0.8), 0.01, 0.5, 0).splitlines() == [
        "dw1 = dw1 + 0.01 * w1",
        "v = 0.8 * v - 0.5 * dw1",
        "w1 = w1 + v",
    ]
    assert lines.step(AdamW(), 0.01, 0.5, 0).startswith("w1 = w1 * (1 - 0.5 * 0.01)\nt = t + 1\n")
