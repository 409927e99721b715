"""Providers side by side: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.providers import WORDS, lesson, provider_table, several_models, translated
from firstcall.ui import bench, controls, costs, desk, line_notes

STEP = "providers"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(
        controls.model,
        controls.system,
        controls.prompt,
        controls.max_tokens,
        controls.effort,
        controls.stops,
        controls.stream,
    ),
    notes=line_notes.notes,
    under=translated.draw,
    leads=True,
    go="Send to all",
    begin=several_models.begin,
    more=(several_models.ALSO,),
    around=desk.usual(STEP, *provider_table.parts(STEP)),
)
bench.draw(here, WORDS.say("idea"), {desk.REPLY: partial(several_models.draw, here)})

st.header(WORDS.title("header table"), anchor="table")
provider_table.draw(STEP)

st.header(WORDS.title("header wrong"), anchor="wrong")
provider_table.wrong_path(STEP)

costs.draw(STEP)
