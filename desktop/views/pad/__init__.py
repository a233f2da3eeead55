"""The view pad: draw a digit, and see what the network says."""
