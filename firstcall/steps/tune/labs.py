"""Labs: a desk whose Run sends the call of the box several times, with one argument changed each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import streamlit as st

from firstcall.calls import Call, Record, Settings
from firstcall.providers import BrokenCall
from firstcall.running.batch import Batch, Part
from firstcall.running.runs import Run
from firstcall.steps.tune import WORDS
from firstcall.ui import bench, broken_lines, line_notes, results, session
from firstcall.ui.desk import REPLY, Control, Desk


def desk_of(
    step: str,
    name: str,
    opening: Settings,
    controls: Sequence[Control],
    plan: Callable[[Desk, Call], Sequence[Part]],
    *,
    extra: Sequence[Control] = (),
    models: Mapping[str, str] | None = None,
    gives_up: bool = True,
) -> Desk:
    """A desk whose Run sends the calls that `plan` makes of the one in the box.

    `plan` is asked when Run is pressed, so it may read the lab's own controls, which `extra` draws.
    `gives_up` is off where a failing call says nothing about the next.
    """
    return Desk(
        step,
        opening,
        controls,
        notes=line_notes.notes,
        go="Run the lab",
        leads=True,
        begin=partial(_begin, plan, gives_up),
        more=extra,
        name=name,
        models=models or {},
        tab=st.session_state.get(f"{step}_lab", ""),
    )


def _begin(
    plan: Callable[[Desk, Call], Sequence[Part]], gives_up: bool, desk: Desk, call: Call
) -> Sequence[Batch]:
    start = session.starter(desk.provider, step=desk.step)
    batch = Batch(plan(desk, call), start, name=desk.name, gives_up=gives_up)
    st.session_state[desk.key("batch")] = batch
    return [batch]


def draw(desk: Desk, idea: str, picture: Callable[[Desk, Batch], None]) -> None:
    """The bench of a lab: what its batch has brought so far stands beside the desk."""
    bench.draw(desk, idea, {REPLY: partial(_results, desk, picture)}, tasks=False)


def old_lines(step: str, lines: Sequence[BrokenCall]) -> None:
    """What old tutorials say about the subject of a lab. Nothing where there is nothing."""
    if lines:
        st.markdown(WORDS.line("lab/old_lines"))
    broken_lines.draw(step, lines)


def _results(desk: Desk, picture: Callable[[Desk, Batch], None]) -> None:
    batch: Batch | None = st.session_state.get(desk.key("batch"))
    if batch is None:
        st.caption(WORDS.line("lab/nothing_sent", button=desk.go))
        return
    _progress(batch)
    picture(desk, batch)


def _progress(batch: Batch) -> None:
    total, made = len(batch.parts), len(batch.runs)
    if not batch.finished:
        st.progress(batch.done / total, text=WORDS.line("lab/done", done=batch.done, total=total))
    elif batch.stopped:
        st.info(WORDS.line("lab/stopped", made=made, total=total), icon=":material/stop:")
    elif made < total:
        st.warning(WORDS.line("lab/ended", made=made, total=total), icon=":material/block:")


def failure(batch: Batch) -> None:
    """The first failure of a batch, as it came."""
    failed = batch.failure
    if failed is not None and failed.failure is not None:
        results.failed(failed.failure)


def records(batch: Batch) -> list[tuple[str, Record]]:
    """What is written down of the calls that brought something, each with its label."""
    return [(part.label, run.record) for part, run in answered(batch) if run.record is not None]


def answered(batch: Batch) -> list[tuple[Part, Run]]:
    """The calls that have ended without a failure."""
    return [
        (part, run) for part, run in batch.made if run is not None and run.finished and run.failure is None
    ]
