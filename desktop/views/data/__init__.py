"""The view data: the images with their labels."""
