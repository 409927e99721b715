"""All that only the step `tokens_cost` owns. `WORDS` are its words, in `en.md`."""

from firstcall import text

WORDS = text.beside(__file__)
