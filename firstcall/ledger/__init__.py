"""The ledger: every call that was made, what it used, what it cost; prices, the spending caps, progress.

`WORDS` are its words, in `en.md`.
"""

from firstcall import text

WORDS = text.beside(__file__)
