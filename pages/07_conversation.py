"""Conversation: the page."""

import streamlit as st

from firstcall.steps.conversation import WORDS, chat, shorten, stateless, turns
from firstcall.ui import costs, exercises

STEP = "conversation"

chat.draw()

st.header(WORDS.title("header stateless"), anchor="stateless")
stateless.draw()

st.header(WORDS.title("header shorten"), anchor="shorten")
shorten.draw()

st.header(WORDS.title("header program"), anchor="program")
st.caption(WORDS.line("program"))
turns.programs()

costs.draw(STEP)

exercises.draw(STEP)
