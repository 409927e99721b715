"""A program changed with the smallest edits to the learner's text."""
