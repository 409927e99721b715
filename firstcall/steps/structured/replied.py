"""The object that came back: the JSON, and beside it what the class makes of each field."""

from __future__ import annotations

import json

import streamlit as st
from pydantic import ValidationError

from firstcall.running.runs import Run
from firstcall.steps.structured import WORDS, lesson, limit_chart
from firstcall.ui import chart_view, table_view, wire
from firstcall.ui.desk import Desk


def draw(desk: Desk) -> None:
    """The newest reply of the desk, read by the class of the program that asked for it."""
    run = desk.run
    if run is None or not run.finished or run.reply is None:
        st.caption(WORDS.line("object/nothing_yet"))
        return
    if said := lesson.declined(run):
        st.info(WORDS.line("object/declined", said=wire.code(said)), icon=":material/block:")
        return
    left, right = st.columns(2)
    with left:
        st.markdown(WORDS.line("object/came"))
        st.code(_indented(run.text), language="json", wrap_lines=True)
        st.caption(WORDS.line("object/stopped", reason=wire.code(run.reply.stop_reason)))
    with right:
        st.markdown(WORDS.line("object/class"))
        _read(run)
    if run.text:
        st.markdown(WORDS.line("object/picture"))
        chart_view.draw(limit_chart.draw(run), desk.key("limit_chart"))


def _indented(text: str) -> str:
    """JSON laid out; half of it as it came."""
    try:
        return wire.plain(json.dumps(json.loads(text), indent=2, ensure_ascii=False))
    except (ValueError, RecursionError):
        return wire.plain(text) or " "


def _read(run: Run) -> None:
    assert run.reply is not None
    model = lesson.class_of(run.program)
    if model is None:
        st.caption(WORDS.line("fields/no_class"))
        return
    try:
        found = model.model_validate_json(run.text)
    except ValidationError as error:
        _wrong(error)
        return
    prompt = lesson.prompt(run)
    rows = [
        {
            "Field": wire.code(name),
            "Value": wire.code(value),
            "In your text": {True: "yes", False: ":orange[**no**]", None: "—"}[lesson.in_text(value, prompt)],
        }
        for name, value in lesson.values(found)
    ]
    table_view.draw(rows, alt=WORDS.title("table object"))
    made_up = any(lesson.in_text(value, prompt) is False for _, value in lesson.values(found))
    st.caption(WORDS.line("object/made_up" if made_up else "object/fits"))


def _wrong(error: ValidationError) -> None:
    """What the class has against it, field by field."""
    rows = [
        {
            "Field": wire.code(".".join(map(str, fault["loc"])) or "(the whole)"),
            "What is wrong": wire.as_text(fault["msg"]),
            "Kind": wire.code(fault["type"]),
        }
        for fault in error.errors(include_url=False, include_context=False)[:20]
    ]
    st.error(WORDS.line("object/not_valid", count=error.error_count()), icon=":material/error:")
    table_view.draw(rows, alt=WORDS.title("table faults"))
