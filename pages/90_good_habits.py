"""Good habits: the page."""

import streamlit as st

from firstcall.steps.good_habits import WORDS, bug_box, habits, old_tutorial
from firstcall.ui import costs

STEP = "good_habits"

st.markdown(WORDS.say("idea"))
habits.draw()

st.header(WORDS.title("header spot"), anchor="spot")
bug_box.draw()

st.header(WORDS.title("header paste"), anchor="paste")
old_tutorial.draw()

costs.draw(STEP)
