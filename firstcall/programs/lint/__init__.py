"""The linter's words: what each finding says, by its rule and case."""

from firstcall import text

WORDS = text.beside(__file__)
