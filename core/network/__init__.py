"""The network, and the gradients of one mini-batch."""
