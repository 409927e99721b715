"""What travels: follow one call from your program to the provider and back, byte by byte."""

import streamlit as st

from firstcall.lessons import first_call, what_travels
from firstcall.ui import compared, costs, desk, exercises, journey, side_by_side

ICON = ":material/route:"
STEP = "what_travels"

st.markdown(what_travels.IDEA)
here = desk.Desk(
    STEP, what_travels.OPENING, controls=("model", "prompt", "max_tokens", "stream"), notes=first_call.notes
)
desk.draw(here)

st.header("What came back", anchor="result")
if here.run is None:
    st.caption("Press **Run**: the reply appears here, and below it everything that travelled for it.")
else:
    side_by_side.draw([side_by_side.Column(here.run.call.model, here.run)], key=f"{STEP}_reply", height=240)

st.header("The path of your call", anchor="path")
journey.draw(STEP)

st.header("Two providers side by side", anchor="both")
compared.travelled(here)

costs.draw(STEP)

exercises.draw(STEP, what_travels.EXERCISES, code=here.source)
