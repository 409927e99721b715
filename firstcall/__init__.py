"""First Call: a tutorial you can touch. See README.md for the map of the house."""
