"""Tokens and cost: the page."""

import streamlit as st

from firstcall.steps.tokens_cost import WORDS, lesson, pricing, tokens
from firstcall.ui import controls, costs, desk, desk_view, exercises, results

STEP = "tokens_cost"

st.markdown(WORDS.say("idea"))
tokens.draw(STEP)

st.header(WORDS.title("header call"), anchor="call")
st.markdown(WORDS.say("any_call"))
here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.system, controls.prompt, controls.max_tokens, controls.effort),
)
desk_view.draw(here)

st.header(WORDS.title("header result"), anchor="result")
results.draw(here)

st.header(WORDS.title("header price"), anchor="price")
pricing.draw(STEP)

costs.draw(STEP)
pricing.adding_up(STEP)

st.header(WORDS.title("header log"), anchor="log")
pricing.spending(STEP)
pricing.log(STEP)

exercises.draw(STEP, code=here.source)
