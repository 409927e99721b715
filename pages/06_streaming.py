"""Streaming: the page."""

import streamlit as st

from firstcall.steps.streaming import WORDS, lesson, parts
from firstcall.ui import controls, costs, desk, desk_view, exercises, line_notes

STEP = "streaming"

st.markdown(WORDS.say("idea"))
here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens, controls.effort),
    notes=line_notes.notes,
    go="Run both",
    leads=True,
    begin=parts.begin,
)
desk_view.draw(here)

st.header(WORDS.title("header result"), anchor="result")
parts.race(here)
st.markdown(WORDS.say("when"))
with st.expander(WORDS.title("stopped"), icon=":material/stop:"):
    st.markdown(WORDS.say("stopped"))

st.header(WORDS.title("header events"), anchor="events")
parts.events(here)
with st.expander(WORDS.title("box framing"), icon=":material/table_rows:"):
    st.table(lesson.framing(), border="horizontal", hide_index=True, alt=WORDS.title("box framing"))
    st.caption(WORDS.say("not_here_yet"))

st.header(WORDS.title("header usage"), anchor="usage")
parts.usage(here)
with st.expander(WORDS.title("box no_choices"), icon=":material/history_edu:"):
    parts.no_choices(here)

st.header(WORDS.title("header endings"), anchor="endings")
parts.endings(here)

costs.draw(STEP)
exercises.draw(STEP, code=here.source)
