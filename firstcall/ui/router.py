"""The frame every page stands in: page settings, navigation over the steps found, sidebar, ways on."""

import sys
from pathlib import Path

import streamlit as st

sys.path[:0] = [root for root in [str(Path(__file__).parents[2])] if root not in sys.path]

from firstcall.course import steps  # noqa: E402
from firstcall.server import server  # noqa: E402
from firstcall.ui import (  # noqa: E402
    apart,
    appearance,
    arrival,
    bench,
    browser_memory,
    faq,
    frame,
    languages,
    link,
    named_server,
    provider_choice,
    session,
)

st.set_page_config(page_title="First Call", page_icon=frame.ICON, layout="wide")
session.begin()

pages = {
    step.slug: st.Page(
        step.path,
        title=frame.label(step),
        icon=step.icon,
        url_path=step.slug,
        help=step.promise,
        default=not at,
    )
    for at, step in enumerate(steps.every())
}
page = st.navigation(frame.sections(pages), expanded=True)
step = steps.every()[list(pages.values()).index(page)]

st.set_page_config(page_title=f"{step.title} · First Call")
if not server.local().is_mounted:  # else the style stands in the document from the first moment
    bench.style()
apart.said()
with apart.part("appearance"):
    appearance.bar(step)
if not browser_memory.is_here():
    frame.heading(step)
    st.stop()
browser_memory.forget_if_asked()
browser_memory.recall(*provider_choice.names(), languages.NAME)
named_server.recall_all()
session.opened(step.slug)
link.take_in(step.slug, from_outside=session.enters())
with apart.part("sidebar"):
    frame.sidebar(step)
frame.heading(step)
frame.asked_for_another()
with apart.part(step.slug):
    page.run()
link.leave_out_unclaimed(step.slug)
with apart.part("arrival"):
    arrival.draw(step.slug)
with apart.part("questions"), st.container(key="frame_questions"):
    faq.draw(step)
with apart.part("notes"):
    appearance.notes(step)
frame.ways_on(step, pages)
