"""A throw-away step: all that it owns."""

from firstcall import text

WORDS = text.beside(__file__)
