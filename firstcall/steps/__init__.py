"""The steps: each folder holds all that only one step owns."""
