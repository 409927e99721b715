"""The code box: an editor on the page that Python and the learner both write to.

It shows what Python hands it and reports what the learner wrote; it never runs code. The editor
is CodeMirror 6 (`frontend/`), fetched by the browser once as a file of ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, TypedDict

import streamlit as st

from firstcall.server.assets import asset_url
from firstcall.ui.component import component


@dataclass(frozen=True)
class Mark:
    """A finding about the code. Lines count from 1, columns from 0 in characters.

    Without columns the mark covers the line; `fix` is the label of a button that mends it.
    """

    line: int
    message: str
    severity: Literal["error", "warning", "info"]
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    fix: str | None = None


@dataclass(frozen=True)
class _Newest:
    """The newest edit that Python has seen: from which editor on the page, and its number there.

    The browser gets it back with the code and leaves an answer aside that is older than what was typed since;
    otherwise a slow rerun would take away the newest letters. `session` tells the browser when it talks to a
    server that has forgotten everything.
    """

    session: str
    mount: str = ""
    seq: int = 0


class _Event(TypedDict, total=False):
    """What `frontend/src/exchange.js` sends; `index` and `message` only with a fix."""

    code: str
    seq: int
    mount: str
    index: int
    message: str


_HTML = """
<pre tabindex="0"></pre>
<p role="alert" hidden>The editor could not be loaded. Reload the page to try again.</p>
"""
_CSS = """
pre {
  margin: 0;
  padding: 0.625rem 1rem;
  box-sizing: border-box;
  max-height: var(--max-height, 100vh);
  overflow: auto;
  font: var(--st-code-font-size) / 1.5 var(--st-code-font);
  color: var(--st-text-color);
  background: var(--st-code-background-color);
  border-radius: var(--st-base-radius);
}
p { color: var(--st-red-text-color); }
"""
_BOX = component("code_box", script="loader", html=_HTML, css=_CSS)


def _newest(key: str) -> _Newest:
    name = f"{key}_newest"
    if name not in st.session_state:
        st.session_state[name] = _Newest(session=secrets.token_hex(4))
    newest: _Newest = st.session_state[name]
    return newest


def _take(key: str, event: _Event, on_edit: Callable[[str], None] | None) -> None:
    """Report an edit once, however many messages carry it."""
    # Streamlit keeps the value of a component and sends it again with every later message of the page. A page
    # that was left and opened again has a new editor, whose numbers begin anew.
    newest = _newest(key)
    if event["seq"] <= (newest.seq if event["mount"] == newest.mount else 0):
        return
    st.session_state[f"{key}_newest"] = replace(newest, mount=event["mount"], seq=event["seq"])
    if on_edit is not None:
        on_edit(event["code"])


def code_box(
    code: str,
    *,
    key: str,
    label: str = "Code",
    marks: Sequence[Mark] = (),
    notes: Mapping[int, str] | None = None,
    controls: Sequence[Mapping[str, Any]] = (),
    on_edit: Callable[[str], None] | None = None,
    on_run: Callable[[str], None] | None = None,
    on_fix: Callable[[int], None] | None = None,
    read_only: bool = False,
    language: str = "python",
    min_lines: int = 6,
    max_lines: int = 40,
) -> None:
    """Show `code` in an editor. The callbacks run before the script, as those of any widget.

    `on_edit(code)` runs 250 ms after the last key and when the editor loses focus; the page must
    then hand back the code it wants shown, usually that very code. `on_run(code)` runs on
    Ctrl/Cmd+Enter, after `on_edit` if something was typed since. `on_fix(index)` runs when the fix
    of `marks[index]` is chosen, likewise after `on_edit`. `notes` maps a line to its explanation.
    `controls` are the values in the code that open a control of their own (`argument_controls`).
    `language` is python, javascript, json or shell; anything else is shown uncoloured.
    """

    def take(event: _Event) -> None:
        _take(key, event, None if read_only else on_edit)

    def edited() -> None:
        if event := _sent(key, "edit"):
            take(event)

    def ran() -> None:
        if event := _sent(key, "run"):
            take(event)
            if on_run is not None:
                on_run(event["code"])

    def mended() -> None:
        if event := _sent(key, "fix"):
            take(event)
            # What was typed just before may have changed the marks: the number alone could mean another one.
            index = event["index"]
            if on_fix is not None and index < len(marks) and marks[index].message == event["message"]:
                on_fix(index)

    newest = _newest(key)
    _BOX(
        key=key,
        data={
            "asset": asset_url("code_box.js"),
            # The editor knows `\n` only: other line ends would look like an edit of the learner's.
            "code": code.replace("\r\n", "\n").replace("\r", "\n"),
            "label": label,
            "marks": [asdict(mark) for mark in marks],
            "controls": list(controls),
            "notes": {str(line): note for line, note in (notes or {}).items()},
            "read_only": read_only,
            "runs": on_run is not None,
            "language": language,
            "min_lines": min_lines,
            "max_lines": max_lines,
            "session": newest.session,
            "ack": {"mount": newest.mount, "seq": newest.seq},
        },
        # Without a callback for it, Streamlit would not know a state that the browser sets.
        on_edit_change=edited,
        on_run_change=ran,
        on_fix_change=mended,
    )


def take_typed(key: str, on_edit: Callable[[str], None]) -> None:
    """Report an edit that came in the same message as another widget's event, before its own callback does.

    Streamlit runs the callbacks of one message in no promised order: a button that acts on the code
    calls this first.
    """
    if event := _sent(key, "edit"):
        _take(key, event, on_edit)


def _sent(key: str, event: str) -> _Event | None:
    """The event of this name in the message that started this run, if there is one."""
    state: Mapping[str, Any] = st.session_state.get(key, {})
    found: _Event | None = state.get(event)
    return found
