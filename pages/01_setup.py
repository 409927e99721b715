"""Set up: call a provider with a key of your own, which nobody finds in your code."""

import streamlit as st

from firstcall.lessons import setup
from firstcall.ui import costs, exercises, setup_outcomes
from firstcall.ui import setup as setup_ui

ICON = ":material/key:"
STEP = "setup"

st.markdown(setup.IDEA)
st.info(setup.NO_KEY_NEEDED, icon=":material/school:")

st.header("Get a key", anchor="key")
source = setup_ui.choose()
setup_ui.checklist(source)

st.header("Put it where programs look", anchor="environment")
setup_ui.lines(source)

st.header("Install the package", anchor="package")
setup_ui.packages(source)

st.header("Check it", anchor="check")
setup_ui.check()

with st.expander("See the other outcomes", icon=":material/rule:"):
    setup_outcomes.draw()
with st.expander("When it still does not work", icon=":material/help:"):
    st.markdown(setup.TROUBLE)

costs.draw(STEP)
exercises.draw(STEP, setup.EXERCISES)
