"""Pictures that several steps draw: records in, Plotly figures out. No Streamlit here.

`WORDS` are what they say, in `en.md`: titles, the text on hovering, what to take away.
"""

from firstcall import text

WORDS = text.beside(__file__)
