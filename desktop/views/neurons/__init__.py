"""The view neurons: one picture a hidden neuron, and a neuron opened."""
