"""Models: the page."""

import streamlit as st

from firstcall.steps.catalogue import WORDS, table

st.markdown(WORDS.say("idea"))
table.draw()

st.header(WORDS.title("header ends"), anchor="ends")
table.ends()

st.header(WORDS.title("header script"), anchor="script")
table.script()
