"""Tokens and cost: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.tokens_cost import WORDS, lesson, pricing, tokens
from firstcall.ui import bench, controls, costs, desk, results

STEP = "tokens_cost"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    leads=True,
    controls=(controls.model, controls.system, controls.prompt, controls.max_tokens, controls.effort),
    around=desk.usual(STEP, *pricing.parts(STEP)),
)
shown = {**results.tabs(here), "The price": partial(pricing.draw, STEP)}
bench.draw(here, WORDS.say("idea"), shown)

st.header(WORDS.title("header tokens"), anchor="tokens")
tokens.draw(STEP)

costs.in_full(STEP)
pricing.adding_up(STEP)

st.header(WORDS.title("header log"), anchor="log")
pricing.spending(STEP)
pricing.log(STEP)
