"""Start here: see what an LLM API call is, and make one within a minute."""

import streamlit as st

from firstcall import providers, steps
from firstcall.lessons import start_here
from firstcall.ui import frame

ICON = ":material/flag:"

st.markdown(start_here.IDEA)
st.page_link(
    steps.find("first_call").path,
    label="**Make your first call**",
    icon=":material/play_circle:",
    width="content",
)

st.subheader("Where your calls go right now", anchor=False)
for provider in providers.every().values():
    frame.mode_badge(provider)
st.caption(
    "Practice calls are answered by a small server inside this app that speaks the provider's real protocol. "
    "The official SDK talks to it over real HTTP, so everything is real except the words of the reply. "
    "With a key, the same code goes to the provider: put one under **Keys** in the sidebar."
)
