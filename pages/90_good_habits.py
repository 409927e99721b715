"""Good habits: the page."""

import streamlit as st

from firstcall.course import steps
from firstcall.steps.good_habits import WORDS, bug_box, habits
from firstcall.ui import costs

STEP = "good_habits"

st.html('<span id="spot"></span>')
bug_box.draw()

st.header(WORDS.title("header habits"), anchor="habits")
habits.draw()

st.header(WORDS.title("header paste"), anchor="paste")
st.markdown(WORDS.say("paste"))
own = steps.find("own_code")
st.page_link(own.path, label=own.title, icon=own.icon)

costs.draw(STEP)
