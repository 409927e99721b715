"""Programs in other languages than Python: the rules that hold there, their own, and what is said otherwise.

`en.md` beside holds the words of these rules, and replaces those of the shared rules where JavaScript fails in another
way than Python.
"""

from firstcall import text

WORDS = text.beside(__file__)
