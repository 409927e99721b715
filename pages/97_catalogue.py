"""Models: the page."""

import streamlit as st

from firstcall.steps.catalogue import WORDS, beside, table

st.markdown(WORDS.say("idea"))
table.draw()

st.header(WORDS.title("header ends"), anchor="ends")
beside.what_ends()

st.header(WORDS.title("header script"), anchor="script")
beside.script()
