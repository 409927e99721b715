"""Theme, size of type and presenter mode: a bar of buttons in the corner of every page.

How the app looks is the browser's matter (`frontend/src/appearance.js`, in the document's head). Here stands what a
presenter's buttons ask of the server: the page as it opens at first, and the way in for the room.
"""

from __future__ import annotations

import streamlit as st

from firstcall.course import lessons
from firstcall.course.steps import Step
from firstcall.server import server
from firstcall.ui import WORDS, invite, session
from firstcall.ui.component import SOURCES, component

_KEY = "appearance_bar"
_PRESENTERS = ("before", "after", "tasks", "notes", "reset", "invite")
_NAMES = (*_PRESENTERS, "theme", "size", "presents")
_LABELS = (*_NAMES, "leaves", "bar")

_BAR = component(
    "appearance_bar",
    html='<div role="group">{}</div>'.format(
        "".join(
            f'<button type="button" data-name="{name}"{" hidden" * (name in _PRESENTERS)}>'
            f"{'Aa' if name == 'size' else ''}</button>"
            for name in _NAMES
        )
    ),
    css=(SOURCES / "appearance_bar.css").read_text(encoding="utf-8"),
)


def bar(step: Step) -> None:
    """The buttons, on a page of the app's own server: started in another way, its head has no script of ours."""
    if not server.local().is_mounted:
        return
    data = {
        "step": step.slug,
        "labels": {name: WORDS.line(f"appearance/{name}") for name in _LABELS},
        "over": "over" in st.session_state,
    }
    with st.container(key=_KEY):
        pressed = _BAR(key=f"{_KEY}_buttons", data=data, on_reset_change=_begin_again, on_invite_change=_ask)
    if data["over"]:
        st.stop()  # nothing of this session is judged again
    if pressed.invite:
        invite.dialog(pressed.invite)


def _ask() -> None:
    """The room's way in is shown by the run that follows."""


def _begin_again() -> None:
    """The tasks of the page in front are open again, and this session is over: the browser opens the page anew."""
    step: str = st.session_state[f"{_KEY}_buttons"].reset
    session.exercises_undone([exercise.id for exercise in lessons.exercises(step)])
    st.session_state.over = True


def notes(step: Step) -> None:
    """What an instructor may say and ask on this page: in sight in presenter mode, when asked for."""
    found = step.words.find("presenter")
    if found is not None:
        with st.container(key="presenter_notes"):
            st.markdown(found.body)
