"""A component of our own: a script of `frontend/src` that draws in the browser what Python hands it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import streamlit as st
from streamlit.components.v2.bidi_component.state import ComponentResult

SOURCES = Path(__file__).parent / "frontend" / "src"


class Mounts(Protocol):
    def __call__(self, *, key: str, data: dict[str, Any], **more: Any) -> ComponentResult: ...


def component(name: str, *, script: str = "", html: str = "", css: str = "") -> Mounts:
    """What puts a component on the page, with all that Streamlit's own call takes; its script is named as it is itself.

    The script gets `data`, which is JSON, in a list: Streamlit (1.67) looks for tables in what is a dictionary,
    for which it loads pandas, some 44 MiB, and holds each value against every kind of table there is.
    """
    code = (SOURCES / f"{script or name}.js").read_text(encoding="utf-8")
    drawn = st.components.v2.component(f"first_call_{name}", html=html, css=css, js=code)

    def mount(*, key: str, data: dict[str, Any], **more: Any) -> ComponentResult:
        return drawn(key=key, data=(data,), **more)

    return mount
