"""Small pictures: a grid of them, and single ones."""
