"""A call on its way: made in a thread, watched, stopped, recorded as it travelled.

`WORDS` are what is said of keys and of scripts of faults, in `en.md`.
"""

from firstcall import text

WORDS = text.beside(__file__)
