"""Streaming: show a reply while it is written, stop it midway, and notice when it ends too soon."""

import streamlit as st

from firstcall.lessons import first_call, streaming
from firstcall.ui import costs, exercises
from firstcall.ui import streaming as parts

ICON = ":material/stream:"
STEP = "streaming"

st.markdown(streaming.IDEA)
here = parts.BothWays(
    STEP, streaming.OPENING, controls=("model", "prompt", "max_tokens", "effort"), notes=first_call.notes
)
parts.draw(here)

st.header("Both at once", anchor="result")
parts.race(here)
st.markdown(streaming.WHEN)
with st.expander("Stopping midway", icon=":material/stop:"):
    st.markdown(streaming.STOPPED)

st.header("What travels", anchor="events")
parts.events(here)
with st.expander("How each provider streams", icon=":material/table_rows:"):
    st.table(list(streaming.FRAMING), border="horizontal", hide_index=True, alt="How each provider streams")
    st.caption(streaming.NOT_HERE_YET)

st.header("The counts come last", anchor="usage")
parts.usage(here)
with st.expander("The line that fails at the very end", icon=":material/history_edu:"):
    parts.no_choices(here)

st.header("When a stream ends too soon", anchor="endings")
parts.endings(here)

costs.draw(STEP)
exercises.draw(STEP, streaming.EXERCISES, code=here.source)
