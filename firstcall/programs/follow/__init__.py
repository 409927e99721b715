"""A program followed statement by statement with the values that it would have. Nothing is run."""
