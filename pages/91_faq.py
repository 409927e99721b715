"""FAQ: find the answer to what beginners ask most, and something to run beside it."""

import streamlit as st

from firstcall.ui import faq

ICON = ":material/quiz:"

st.markdown("The questions stand where they arise, under each step. Here they are together.")
faq.search()
