"""Bars of ten classes: what is read, and what a neuron votes for."""
