"""The same list of messages as each provider's program, side by side, its system prompt marked."""

from __future__ import annotations

import streamlit as st

from firstcall import programs, providers
from firstcall.calls import Settings
from firstcall.providers import Provider
from firstcall.steps.roles import WORDS, lesson
from firstcall.ui import session, table_view, translate
from firstcall.ui.code_box import Mark, code_box
from firstcall.ui.desk import Desk


def draw(desk: Desk, settings: Settings) -> None:
    """The desk's settings in every provider's code. Drawn inside the desk, so that it follows each edit."""
    sources = [
        (provider, _source(desk, provider, settings))
        for provider in map(desk.way_of, session.all_providers().values())
    ]
    st.caption(" ".join(lesson.stands(provider, source) for provider, source in sources))
    with st.expander(WORDS.title("box list"), icon=":material/compare_arrows:"):
        for (provider, source), column in zip(sources, st.columns(len(sources), gap="medium"), strict=True):
            with column:
                _program(desk, provider, source)
        st.caption(WORDS.line("same_everywhere"))
        if st.toggle(WORDS.title("label elsewhere"), key=desk.key("places")):
            _places()


def _program(desk: Desk, provider: Provider, source: str) -> None:
    line = lesson.system_line(source)
    marks = [Mark(line, lesson.stands(provider, source), "info")] if line else []
    st.markdown(f"**{provider.name}**")
    code_box(
        source,
        key=desk.key(f"same_{provider.id}"),
        label=f"The same call for {provider.name}, to read",
        marks=marks,
        read_only=True,
        max_lines=24,
    )


def _source(desk: Desk, provider: Provider, settings: Settings) -> str:
    """The learner's own program for the chosen provider; for another one the same settings, written anew."""
    if provider == desk.provider:
        return desk.source
    return programs.render(translate.into(provider, settings, desk.provider), provider)


def _places() -> None:
    table_view.draw(
        [
            {
                "": f"**{name}**",
                "System prompt": f"`{said['system prompt']}`",
                "Roles in the list": said["roles"],
            }
            for name, said in providers.said(lesson.PLACES)
        ],
        alt=WORDS.title("table places"),
    )
