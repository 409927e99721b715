"""FAQ: the page."""

import streamlit as st

from firstcall.ui import faq

st.markdown("The questions stand where they arise, under each step. Here they are together.")
faq.search()
