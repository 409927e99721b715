"""Conversation: the page."""

import streamlit as st

from firstcall.steps.conversation import WORDS, chat, lesson, shorten, stateless, turns
from firstcall.ui import costs, exercises

STEP = "conversation"

st.markdown(WORDS.say("idea"))
chat.draw()

st.header("Each turn sends it all again", anchor="turns")
turns.picture()

st.header("The API is stateless", anchor="stateless")
stateless.draw()

st.header("When the history gets long", anchor="shorten")
shorten.draw()

st.header("The conversation as a program", anchor="program")
st.caption(WORDS.line("program"))
turns.programs()

costs.draw(STEP)

exercises.draw(STEP, lesson.EXERCISES)
