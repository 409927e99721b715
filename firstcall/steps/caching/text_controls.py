"""The controls of the long text: what stands in front of it, how much of it is sent, what the second call changes."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from firstcall.calls import Settings
from firstcall.programs import files
from firstcall.programs.files import Excerpt
from firstcall.steps.caching import WORDS, lesson
from firstcall.ui.binding import bind
from firstcall.ui.controls import short
from firstcall.ui.desk import Control, Desk

_WHOLE = len(files.every()[lesson.TEXT])
LENGTHS = (1_000, 2_000, 4_000, 8_000, 16_000, _WHOLE)


def excerpt(settings: Settings | None) -> Excerpt:
    """The text as the settings send it; nothing but what is in front where they send none of it."""
    system = settings.system if settings and isinstance(settings.system, str) else ""
    return files.found_in(system) or Excerpt(system, lesson.TEXT, 0, "")


def _length(found: Excerpt) -> int:
    return _WHOLE if found.characters is None else found.characters


def _put_front(settings: Settings, text: str) -> Settings:
    before = f"{text}\n\n" if text else ""
    return replace(settings, system=replace(excerpt(settings), before=before).text)


def _put_length(settings: Settings, characters: int) -> Settings:
    most = None if characters == _WHOLE else characters
    return replace(settings, system=replace(excerpt(settings), characters=most).text)


def _front(desk: Desk, settings: Settings | None) -> None:
    bound = bind(desk, "front", _put_front, excerpt(settings).before.strip(), "")
    st.text_input(
        WORDS.line("front"),
        placeholder=WORDS.line("front/placeholder"),
        disabled=settings is None,
        **bound,
    )


def _much(desk: Desk, settings: Settings | None) -> None:
    said = _length(excerpt(settings))
    options = sorted({*LENGTHS, said})
    bound = bind(desk, "length", _put_length, said, _WHOLE)
    st.select_slider(
        WORDS.line("length"), options, format_func=_characters, disabled=settings is None, **bound
    )


def _characters(number: int) -> str:
    return WORDS.line("length/all") if number == _WHOLE else f"{number:,}"


def second(desk: Desk) -> str:
    """What the second call changes."""
    chosen: str = st.session_state.get(desk.key("second"), lesson.SECONDS[0])
    return chosen


def _second(desk: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(desk.key("second"), lesson.SECONDS[0])
    st.radio(
        WORDS.line("second"),
        lesson.SECONDS,
        format_func=lambda id: WORDS.title(f"second {id}"),
        key=desk.key("second"),
        persist_state="session",
    )


FRONT = Control(
    WORDS.title("label front"),
    lambda settings: short(excerpt(settings).before) or WORDS.line("front/nothing"),
    _front,
)
LENGTH = Control(
    WORDS.title("label length"),
    lambda settings: _characters(_length(excerpt(settings))),
    _much,
)
SECOND = Control(WORDS.title("label second"), lambda settings: WORDS.line("second"), _second)
