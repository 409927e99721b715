"""What travelled, drawn: requests, responses, raw events. And text that must stay text."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from firstcall.providers import Address
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.ui import WORDS, formats, table_view

_SHOWN = 20_000
"""Characters of one body that a page shows; the rest can be downloaded."""
_CELL = 160


def plain(text: str) -> str:
    """Text that can go to the browser: half characters, which no encoding holds, become a mark."""
    return text.encode("utf-8", "replace").decode()


def as_text(text: str) -> str:
    """Text for Markdown that is not to be read as Markdown."""
    text = plain(text).replace("www.", "www\u200b.")
    for character in "\\`*_{}[]<>#|$~:":
        text = text.replace(character, "\\" + character)
    return text


def code(value: Any) -> str:
    """Any value as one inline code span, cut to what a cell can hold."""
    text = plain(value if isinstance(value, str) else _written(value))
    text = " ".join(text[: _CELL * 2].split())
    text = text if len(text) <= _CELL else text[:_CELL] + "…"
    if not text:
        return "`''`"
    fence = "`"
    while fence in text:
        fence += "`"
    pad = " " if "`" in text else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _written(value: Any) -> str:
    """The value as Python writes it, or its class where it lies too deep or is too long a number."""
    try:
        return repr(value)
    except (RecursionError, ValueError):
        return f"<{type(value).__name__}>"


def exchanges(run: Run, *, key: str, first: int = -1) -> None:
    """Every HTTP attempt of a run: what the SDK sent, what came back, the raw events with their times. `first` is the
    place of the one that is shown at first."""
    found = run.recorder.exchanges
    if not found:
        st.caption(WORDS.line("wire/nothing_travelled"))
        return
    if len(found) > 1:
        st.caption(WORDS.line("wire/attempts", count=len(found)))
    at = 0
    if len(found) > 1:
        labels = [f"Attempt {n + 1}: {_status(exchange)}" for n, exchange in enumerate(found)]
        chosen = st.segmented_control(
            "Attempt", labels, default=labels[first], key=f"{key}_attempt", required=True
        )
        at = labels.index(chosen or labels[first])
    where_it_goes(run, found[at])
    exchange(found[at], key=f"{key}_{at}")


def where_it_goes(run: Run, shown: Exchange) -> None:
    """A caption on where this request of a practice run goes in life; nothing for one that went anywhere else."""
    if address := real_address(run, shown):
        goes = _goes(run.provider.address)
        st.caption(WORDS.line(f"wire/real_address_{goes}", address=code(address)))


def _goes(address: Address) -> str:
    """How requests come to go there: the id of the words for it."""
    if address.no_key:
        return "to_own_server"
    return "with_key" if address.needs_key else "without_key"


def real_address(run: Run, shown: Exchange) -> str:
    """Where the provider itself takes this request of a practice run; empty for one that went anywhere else."""
    _, ours, rest = shown.url.partition(run.provider.address.practice_path)
    return run.provider.address.base_url + rest if ours and run.mode == "practice" else ""


def exchange(shown: Exchange, *, key: str) -> None:
    sent, came = st.columns(2, gap="medium")  # one under the other where the pane is narrow
    with sent:
        st.markdown("**Request**")
        st.code(request_text(shown), language="http", wrap_lines=True)
        _body(shown.request_body, "request.json", key=f"{key}_request")
    with came:
        st.markdown(WORDS.line("wire/response", seconds=formats.seconds(shown.headers_seconds)))
        st.code(response_text(shown), language="http", wrap_lines=True)
        if not shown.is_stream:
            _body(shown.body, "response.json", key=f"{key}_response")
        if shown.error:
            st.caption(WORDS.say("wire/broke", error=as_text(shown.error)))
    if shown.is_stream:
        _events(shown, key=key)


def _status(shown: Exchange) -> str:
    return str(shown.status) if shown.status else "no answer"


def request_text(shown: Exchange) -> str:
    """Method, URL and headers as they went out, the key redacted."""
    return "\n".join([f"{shown.method} {shown.url}", *(f"{n}: {v}" for n, v in shown.request_headers)])


def response_text(shown: Exchange) -> str:
    if shown.status is None:
        return "(no response)"
    lines = [f"{shown.http_version} {shown.status}", *(f"{n}: {v}" for n, v in shown.response_headers)]
    return "\n".join(lines)


def _body(body: bytes, name: str, *, key: str) -> None:
    text, language = body_text(body)
    if len(text) > _SHOWN:
        st.code(text[:_SHOWN], language=None, wrap_lines=True, height=400)
        st.download_button(
            f"All {len(body):,} bytes", body, name, key=key, icon=":material/download:", on_click="ignore"
        )
    elif text:
        st.code(text, language=language, wrap_lines=True, height=400 if text.count("\n") > 18 else "content")


def body_text(body: bytes) -> tuple[str, str | None]:
    """A body for reading: JSON indented, anything else as it came."""
    text = body.decode(errors="replace")
    try:
        indented = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
        return plain(indented), "json"
    except (ValueError, RecursionError):
        return text, None


def _events(shown: Exchange, *, key: str) -> None:
    events = shown.events()
    st.markdown(WORDS.line("wire/stream", events=len(events), bytes=f"{len(shown.body):,}"))
    rows = [
        {"ms": round(seconds * 1000, 1), "event": event_name(block), "data": event_data(block)}
        for seconds, block in events[:2000]
    ]
    table_view.grid(
        rows,
        WORDS.title("table events"),
        height=280,
        key=f"{key}_events",
        column_config={
            "ms": st.column_config.NumberColumn("ms", width=70, help=WORDS.title("label milliseconds")),
            "event": st.column_config.TextColumn("event", width=170),
        },
    )
    with st.expander(WORDS.title("box raw_bytes")):
        st.code(shown.body[:_SHOWN].decode(errors="replace"), language=None, wrap_lines=True, height=300)


def event_name(block: str) -> str:
    """An event's name, or the kind of its data where the protocol gives it none."""
    for line in block.splitlines():
        if line.startswith("event:"):
            return line[6:].strip()
    return "[DONE]" if "[DONE]" in block else "data"


def event_data(block: str) -> str:
    lines = [line[5:].strip() for line in block.splitlines() if line.startswith("data:")]
    return "\n".join(lines) or block
