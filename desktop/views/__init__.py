"""The views: each has a folder with its panel, and the widgets and words that only it has."""
