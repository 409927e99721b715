"""Right and wrong answers to the exercises, a module for each step."""
