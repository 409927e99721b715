"""From a program to what it says: its call, its names, its values. Nothing is run."""
