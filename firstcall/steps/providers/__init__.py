"""All that only the step `providers` owns. `WORDS` are its words, in `en.md`."""

from firstcall import text

WORDS = text.beside(__file__)
