"""The linter behind every code box."""
