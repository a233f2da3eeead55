"""Pure functions: a network and images in, arrays to draw out."""
