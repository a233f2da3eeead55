"""Curves: the plot, its axes, legend, cursor and export."""
