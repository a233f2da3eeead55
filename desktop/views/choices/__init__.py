"""The view choices: data set and preset."""
