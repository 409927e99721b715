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

st.header("Both at once", anchor="result")
parts.race(here)
st.markdown(WORDS.say("when"))
with st.expander("Stopping midway", icon=":material/stop:"):
    st.markdown(WORDS.say("stopped"))

st.header("What travels", anchor="events")
parts.events(here)
with st.expander("How each provider streams", icon=":material/table_rows:"):
    st.table(lesson.framing(), border="horizontal", hide_index=True, alt="How each provider streams")
    st.caption(WORDS.say("not_here_yet"))

st.header("The counts come last", anchor="usage")
parts.usage(here)
with st.expander("The line that fails at the very end", icon=":material/history_edu:"):
    parts.no_choices(here)

st.header("When a stream ends too soon", anchor="endings")
parts.endings(here)

costs.draw(STEP)
exercises.draw(STEP, lesson.EXERCISES, code=here.source)
