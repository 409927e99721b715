"""Good habits: name the mistakes that cost beginners most, spot them in a program, and mend old tutorials."""

import streamlit as st

from firstcall.lessons import good_habits
from firstcall.ui import bug_box, costs, habits, old_tutorial

ICON = ":material/verified:"
STEP = "good_habits"

st.markdown(good_habits.IDEA)
habits.draw()

st.header("Spot the bug", anchor="spot")
bug_box.draw()

st.header("Paste an old tutorial", anchor="paste")
old_tutorial.draw()

costs.draw(STEP)
