"""Good habits: name the mistakes that cost beginners most, spot them in a program, and mend old tutorials."""

import streamlit as st

from firstcall.steps.good_habits import bug_box, habits, lesson, old_tutorial
from firstcall.ui import costs

ICON = ":material/verified:"
STEP = "good_habits"

st.markdown(lesson.IDEA)
habits.draw()

st.header("Spot the bug", anchor="spot")
bug_box.draw()

st.header("Paste an old tutorial", anchor="paste")
old_tutorial.draw()

costs.draw(STEP)
