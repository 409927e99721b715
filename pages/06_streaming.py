"""Streaming: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.streaming import WORDS, lesson, parts
from firstcall.ui import apart, bench, controls, costs, desk, line_notes, table_view

STEP, NO_CHOICES = "streaming", "streaming_no_choices"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens, controls.effort),
    notes=line_notes.notes,
    go="Run both",
    leads=True,
    begin=parts.begin,
    around=desk.usual(STEP, NO_CHOICES),
)
shown = {
    desk.REPLY: partial(parts.race, here),
    "Events": partial(parts.events, here),
    "Counts": partial(parts.usage, here),
}
bench.draw(here, WORDS.say("idea"), shown)

st.markdown(WORDS.say("when"))
with st.expander(WORDS.title("stopped"), icon=":material/stop:"):
    st.markdown(WORDS.say("stopped"))

with st.expander(WORDS.title("box framing"), icon=":material/table_rows:"):
    table_view.draw(lesson.framing(), alt=WORDS.title("box framing"))
    st.caption(WORDS.say("not_here_yet"))

with st.expander(WORDS.title("box no_choices"), icon=":material/history_edu:"):
    apart.fragment(NO_CHOICES, parts.no_choices, here)

st.header(WORDS.title("header endings"), anchor="endings")
parts.endings(here)

costs.draw(STEP)
