"""Start here: the page."""

import streamlit as st

from firstcall.steps.start_here import WORDS, lesson, progress_map
from firstcall.ui import apart, bench, controls, desk, line_notes, results

STEP, MAP, CALLS = "start_here", "start_here_map", "start_here_calls"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    (controls.prompt,),
    notes=line_notes.notes,
    around=desk.usual(STEP, MAP, CALLS, costs=False),
)
bench.draw(here, "\n\n".join(map(WORDS.say, ("idea", "picture"))), results.tabs(here))

progress_map.ways_in(STEP, first="first_call")

st.header(WORDS.title("header map"), anchor="map")
apart.fragment(MAP, progress_map.draw, STEP)

st.header(WORDS.title("header stuck"), anchor="stuck")
progress_map.hurdles()

st.header(WORDS.title("header calls"), anchor="calls")
apart.fragment(CALLS, progress_map.calls)
with st.expander(WORDS.title("practice"), icon=":material/help:"):
    st.markdown(WORDS.say("practice"))

progress_map.kept()
