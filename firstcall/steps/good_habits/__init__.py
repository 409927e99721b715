"""All that only the step `good_habits` owns. `WORDS` are its words, in `en.md`."""

from firstcall import text

WORDS = text.beside(__file__)
