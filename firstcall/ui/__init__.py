"""The Streamlit pieces that several steps share. `WORDS` are what they say, in `en.md`."""

from firstcall import text

WORDS = text.beside(__file__)
