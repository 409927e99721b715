"""FAQ: the page."""

import streamlit as st

from firstcall.steps.faq import WORDS
from firstcall.ui import faq

st.markdown(WORDS.say("idea"))
faq.search()
