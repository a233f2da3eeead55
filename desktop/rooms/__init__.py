"""Rooms: parts of panels that know the models, such as the card of a neuron; a panel puts them together."""
