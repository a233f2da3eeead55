"""Bars of classes: what is read, and what a neuron votes for."""
