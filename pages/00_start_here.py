"""Start here: the page."""

import streamlit as st

from firstcall.steps.start_here import WORDS, lesson, progress_map

STEP = "start_here"

st.markdown(WORDS.say("idea"))
progress_map.ways_in(STEP, first="first_call")

idea, stuck = st.columns(2, gap="large")
with idea:
    st.mermaid_chart(lesson.DIAGRAM)
    st.markdown(WORDS.say("picture"))
with stuck:
    st.header("Where beginners get stuck", anchor="stuck")
    progress_map.hurdles()

st.header("Your way through", anchor="map")
progress_map.draw(STEP)

st.header("Where your calls go right now", anchor="calls")
progress_map.calls()
with st.expander("Practice and live", icon=":material/help:"):
    st.markdown(WORDS.say("practice"))

progress_map.kept()
