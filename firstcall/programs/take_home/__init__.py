"""A program with all that it needs to run elsewhere: a folder, a notebook. `WORDS` are what their READMEs say.

Whether the vendor answers or the practice server is decided where they start, by the key: the program
itself stands there as it was shown.
"""

from firstcall import text

WORDS = text.beside(__file__)
