"""The reply of a run on the page, while it arrives and when it is there."""

from __future__ import annotations

import streamlit as st

from firstcall.calls import Record, Usage
from firstcall.running.runs import Run
from firstcall.ui import WORDS, formats, practice_words, session, watch
from firstcall.ui.live_text import live_text


def draw(
    run: Run, key: str, *, label: str = "Reply", waiting: str = "", max_height: int | str | None = 480
) -> None:
    """The text, inside a part that watches the run. `waiting` stands there before the first token."""
    # Asked once, and before its text: a run may end at any moment, and a text that is all there tells no end.
    done = run.finished
    live_text(
        key=key,
        url=session.reply_url(run),
        text=run.text,
        done=done,
        placeholder=waiting or WORDS.line("sent", model=run.call.model),
        label=label,
        max_height=max_height,
        on_end=None if done else watch.told_by_text(run),
    )
    if done and not run.text:
        st.caption(WORDS.line("results/no_text"))
    if done:
        practice_words.remark(run)


def used(record: Record | None) -> list[str]:
    """What a call used and cost, in words for a caption: `20 tokens in`, `about 30 tokens out`, `$0 spent`."""
    if record is None or record.usage is None:
        return []
    return [tokens_in(record, record.usage), tokens_out(record, record.usage), formats.spent_briefly(record)]


def tokens_in(record: Record, usage: Usage) -> str:
    """How many tokens went in: `**20** tokens in`."""
    tokens = about(record, usage.input_tokens)
    return WORDS.line("facts/tokens_in", tokens=tokens, n=usage.input_tokens)


def tokens_out(record: Record, usage: Usage) -> str:
    """How many tokens came out: `**about 30** tokens out`."""
    tokens = about(record, usage.output_tokens)
    return WORDS.line("facts/tokens_out", tokens=tokens, n=usage.output_tokens)


def about(record: Record, tokens: int) -> str:
    """A count of tokens, said to be an estimate where it is one."""
    return WORDS.line("facts/about", value=f"{tokens:,}") if record.estimated else f"{tokens:,}"
