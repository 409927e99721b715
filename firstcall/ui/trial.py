"""A whole program of the learner's, tried: its call made at the practice server, what it prints followed from there."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from firstcall import programs, providers
from firstcall.programs import NotUnderstood
from firstcall.running.runs import Run
from firstcall.ui import WORDS, results, session, wire


@dataclass(frozen=True)
class Trial:
    """A program that was run, and its run. `name` tells it from the other programs of its page."""

    name: str
    source: str
    run: Run


def of(step: str) -> Trial | None:
    """The newest trial of a page."""
    found: Trial | None = st.session_state.get(_key(step))
    return found


def works(step: str) -> list[Run]:
    """What a part of the page has to watch."""
    found = of(step)
    return [found.run] if found else []


def start(step: str, name: str, source: str, provider_id: str) -> None:
    """Run a program unless one is on its way. What cannot be read as one call is not run (`why_not`)."""
    before = of(step)
    if before is not None and not before.run.finished:
        return
    try:
        program = programs.parse(source, provider_id, providers.get(provider_id).sdk.methods)
    except NotUnderstood:
        return
    run = session.start(program.call, step=step, mode="practice")
    st.session_state[_key(step)] = Trial(name, source, run)
    st.rerun()


def why_not(source: str, provider_id: str) -> str | None:
    """Why a program cannot be run here, in a sentence with its line; `None` where it can."""
    try:
        programs.parse(source, provider_id, providers.get(provider_id).sdk.methods)
    except NotUnderstood as error:
        return wire.as_text(f"Line {error.line}: {error.message}" if error.line else error.message)
    return None


def draw(shown: Trial, source: str) -> None:
    """What came of it; `source` is the program as it stands now, which may have changed since."""
    if not shown.run.finished:
        st.caption(WORDS.line("results/on_its_way"))
        return
    if shown.source != source:
        st.caption(WORDS.line("trial/before_change"))
    if shown.run.failure is not None:
        results.failed(shown.run.failure)
    elif shown.run.reply is not None:
        _printed(shown)


def _printed(shown: Trial) -> None:
    """What the program prints on this reply, up to its error where it has one."""
    reply, methods = shown.run.reply, shown.run.provider.sdk.methods
    assert reply is not None
    lines = programs.printed(shown.source, reply.names, shown.run.text, methods)
    st.markdown(WORDS.line("trial/prints"))
    said = wire.plain("".join(line.text or "" for line in lines))
    st.code(said or WORDS.line("trial/nothing"), language=None, wrap_lines=True)
    for line in lines:
        if line.error:
            st.error(wire.as_text(line.error), title=f"Line {line.line}", icon=":material/error:")
        elif line.text is None:
            st.caption(WORDS.line("results/not_followed", line=line.line))


def _key(step: str) -> str:
    return f"{step}_tried"
