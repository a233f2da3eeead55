"""The view statistics: how weights, gradients and activations are spread."""
