"""Fields to fill in: knobs, numbers, choices, and the buttons of a player."""
