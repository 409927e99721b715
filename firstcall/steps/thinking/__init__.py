"""All that only the step `thinking` owns. `WORDS` are its words, in `en.md`."""

from firstcall import text

WORDS = text.beside(__file__)
