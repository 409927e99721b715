"""Start here: the page."""

import streamlit as st

from firstcall.steps.start_here import WORDS, lesson, progress_map

STEP = "start_here"

st.markdown(WORDS.say("idea"))
progress_map.ways_in(STEP, first="first_call")

idea, stuck = st.columns(2, gap="large")
with idea:
    st.mermaid_chart(lesson.diagram())
    st.markdown(WORDS.say("picture"))
with stuck:
    st.header(WORDS.title("header stuck"), anchor="stuck")
    progress_map.hurdles()

st.header(WORDS.title("header map"), anchor="map")
progress_map.draw(STEP)

st.header(WORDS.title("header calls"), anchor="calls")
progress_map.calls()
with st.expander(WORDS.title("practice"), icon=":material/help:"):
    st.markdown(WORDS.say("practice"))

progress_map.kept()
