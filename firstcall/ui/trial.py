"""A whole program of the learner's, tried: its calls made at the practice server, all that it prints followed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from firstcall import programs
from firstcall.programs import Printed
from firstcall.running.practised import MOST_CALLS, Practised
from firstcall.running.runs import Run
from firstcall.ui import WORDS, results, session, wire


@dataclass(frozen=True)
class Trial:
    """A program that was run, and how it goes. `name` tells it from the other programs of its page."""

    name: str
    source: str
    work: Practised

    @property
    def run(self) -> Run | None:
        """Its last call."""
        return self.work.last


def of(step: str) -> Trial | None:
    """The newest trial of a page."""
    found: Trial | None = st.session_state.get(_key(step))
    return found


def works(step: str) -> list[Practised]:
    """What a part of the page has to watch."""
    found = of(step)
    return [found.work] if found else []


def start(step: str, name: str, source: str, provider_id: str) -> None:
    """Run a program unless one is on its way. What does not lead to a call is not run (`why_not`)."""
    before = of(step)
    if before is not None and not before.work.finished:
        return
    if programs.refused(source, provider_id) is not None:
        return
    starters = {
        one.id: session.starter(one, step=step, mode="practice") for one in session.all_providers().values()
    }
    st.session_state[_key(step)] = Trial(name, source, Practised(source, provider_id, starters))
    st.rerun()


def why_not(source: str, provider_id: str) -> str | None:
    """Why a program cannot be run here, in a sentence with its line; `None` where it can."""
    return _said(programs.refused(source, provider_id))


def _said(error: programs.NotUnderstood | None) -> str | None:
    if error is None:
        return None
    return wire.as_text(f"Line {error.line}: {error.message}" if error.line else error.message)


def draw(shown: Trial, source: str) -> None:
    """What came of it so far; `source` is the program as it stands now, which may have changed since."""
    work = shown.work
    if not work.finished:
        st.caption(WORDS.line("results/on_its_way"))
    elif shown.source != source:
        st.caption(WORDS.line("trial/before_change"))
    failed = work.last.failure if work.last is not None and work.finished else None
    if failed is not None and _ended_by(work):
        _printed(work.lines[:-1], silent=True)
        results.failed(failed)
    else:
        _printed(work.lines, silent=not work.finished)
    if why := _said(work.refused):
        st.info(WORDS.line("trial/refused", why=why), icon=":material/info:")
    if work.endless:
        st.info(WORDS.line("trial/endless", calls=MOST_CALLS), icon=":material/info:")


def _ended_by(work: Practised) -> bool:
    """Whether the failure of its last call ended the program, uncaught."""
    return work.stopped or (bool(work.lines) and work.lines[-1].error is not None)


def _printed(lines: list[Printed], *, silent: bool) -> None:
    """What the program prints, up to its error where it has one; `silent` where nothing printed says nothing."""
    said = wire.plain("".join(line.text or "" for line in lines))
    if said or not silent:
        st.markdown(WORDS.line("trial/prints"))
        st.code(said or WORDS.line("trial/nothing"), language=None, wrap_lines=True)
    for line in lines:
        if line.error:
            st.error(wire.as_text(line.error), title=f"Line {line.line}", icon=":material/error:")
        elif line.text is None:
            st.caption(WORDS.line("results/not_followed", line=line.line))


def _key(step: str) -> str:
    return f"{step}_tried"
