"""The same call in Python, JavaScript and curl, one at a time, to be copied or taken home."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import streamlit as st

from firstcall.calls import Call
from firstcall.programs import render
from firstcall.programs.take_home import folder, page, start
from firstcall.programs.take_home.language import LANGUAGES, install
from firstcall.programs.take_home.notebook import notebook
from firstcall.providers import Access, Provider
from firstcall.ui import WORDS, arrival, chosen_once, session

NAME = "language"
"""Where the session keeps the choice."""
NAMES = {id: language.name for id, language in LANGUAGES.items()} | {page.LANGUAGE: "Web page"}
COLAB = "https://colab.research.google.com/#upload=true"
"""Colab's page that asks for a notebook; it opens none from another host than GitHub, Gist and Drive."""


def expander(step: str, provider: Provider, call: Call, source: str, shape: str = "") -> None:
    """The program of a desk as it stands, and its call in the other languages, drawn only when somebody opens it."""
    arrival.opens(f"{step}_languages")
    box = st.expander(
        WORDS.title("box languages"),
        icon=":material/code:",
        key=f"{step}_languages",
        on_change="rerun",
    )
    if box.open:
        with box:
            programs(step, provider, sources(provider, call, source, shape))


def sources(provider: Provider, call: Call, source: str, shape: str = "") -> Mapping[str, str]:
    """A program as it stands, and its call in the other languages, in the shape of its page; as a web page where the
    vendor lets pages call it."""
    written = {
        name: source if name == "python" else render(call, provider, name, shape) for name in LANGUAGES
    }
    if page.offered(provider):
        written[page.LANGUAGE] = page.page(call, provider, _practice(provider))
    return written


def programs(step: str, provider: Provider, written: Mapping[str, str]) -> None:
    """Programs for one thing by language, one at a time, and what each needs to run."""
    language = st.segmented_control(
        "Language",
        list(written),
        format_func=NAMES.__getitem__,
        key=chosen_once.shown(NAME, f"{step}_language", list(written)),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    assert language is not None  # one is always chosen: it is required
    if language == page.LANGUAGE:
        _page(step, written[language], provider)
        return
    _files(step, language, written[language], provider)
    st.code(written[language], language=LANGUAGES[language].highlight)
    with st.expander(WORDS.title("box own_machine")):
        st.caption(needs(language, provider, written[language]))
        st.caption(WORDS.line("languages/own_machine"))
        st.code(environment(provider), language="bash")


def _page(step: str, source: str, provider: Provider) -> None:
    """The web page, a file that is opened as it is."""
    st.download_button(
        "Page", source, page.FILE, "text/html", key=f"{step}_page", icon=":material/html:", on_click="ignore"
    )  # fmt: skip
    st.caption(WORDS.line("languages/page", file=page.FILE, provider=provider.name))
    st.code(source, language="html")


def _files(step: str, language: str, source: str, provider: Provider) -> None:
    """The program as a folder that runs, in Python as a notebook too."""
    practice, name = _practice(provider), folder.name(language, provider)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "Folder",
            partial(folder.zipped, language, source, provider, practice),
            f"{name}.zip",
            "application/zip",
            key=f"{step}_folder",
            icon=":material/folder_zip:",
            on_click="ignore",
            help=WORDS.line("languages/folder", begin=LANGUAGES[language].begin),
        )
        if language == "python":
            st.download_button(
                "Notebook",
                partial(notebook, source, provider, practice),
                f"{name}.ipynb",
                "application/x-ipynb+json",
                key=f"{step}_notebook",
                icon=":material/book_2:",
                on_click="ignore",
                help=WORDS.line("languages/notebook"),
            )
            st.link_button(
                "Open Colab", COLAB, icon=":material/open_in_new:", help=WORDS.line("languages/colab")
            )
    st.caption(WORDS.line("languages/files"))


def needs(language: str, provider: Provider, source: str) -> str:
    """What to install and how to start a program of this language."""
    of = LANGUAGES[language]
    command = install(language, provider, source)
    if not command:
        return WORDS.line("languages/shell", file=of.file)
    return WORDS.line("languages/install", install=command, file=of.file, start=of.start)


def environment(provider: Provider) -> str:
    """Shell lines that point a program at this app's practice server, with a key of this session."""
    return start.exports(start.environment(provider, _practice(provider)))


def _practice(provider: Provider) -> Access:
    """The practice server as the learner's own machine reaches it."""
    base_url = session.practice_origin_for_visitor() + provider.address.practice_path
    return Access(f"sk-practice-{st.session_state.session_id}", base_url)
