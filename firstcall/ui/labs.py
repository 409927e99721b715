"""Labs: a desk whose Run sends the call of the box several times, with one argument changed each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import streamlit as st

from firstcall import models, programs
from firstcall.calls import Call, Record
from firstcall.providers import Provider
from firstcall.running.batch import Batch, Part
from firstcall.running.runs import Run
from firstcall.ui import desk, results, session, watch
from firstcall.ui.desk import Desk

Plan = Callable[[Provider, Call], Sequence[Part]]
"""A provider and the call in the box in, the calls of the batch out."""


@dataclass(frozen=True)
class Lab(Desk):
    """A desk with a batch behind its Run. `name` tells the labs of one page apart.

    `plan` is asked when Run is pressed, so it may read the lab's own controls, which `extra` draws.
    `models` names the model to begin with, where it is not the provider's default. `gives_up` is off
    where a failing call says nothing about the next.
    """

    name: str = ""
    plan: Plan = lambda provider, call: [Part("", call)]
    extra: Callable[[Lab], None] = lambda lab: None
    models: Mapping[str, str] = field(default_factory=dict)
    gives_up: bool = True

    def key(self, name: str) -> str:
        return f"{self.step}_{self.name}_{name}"

    def fresh(self, provider: Provider) -> str:
        id = self.models.get(provider.id, models.DEFAULT[provider.id])
        call = provider.compose(desk.for_provider(self.opening, provider, id), None)
        return programs.render(call, provider)

    @property
    def batch(self) -> Batch | None:
        found: Batch | None = st.session_state.get(self.key("batch"))
        return found

    @property
    def running(self) -> bool:
        return self.batch is not None and not self.batch.finished

    @property
    def go(self) -> str:
        return "Run the lab"

    def more(self) -> None:
        follow(self)
        self.extra(self)

    def begin(self, call: Call) -> None:
        parts = self.plan(self.provider, call)
        start = session.starter(self.provider, step=self.step)
        st.session_state[self.key("batch")] = Batch(parts, start, name=self.name, gives_up=self.gives_up)

    def halt(self) -> None:
        if self.batch is not None:
            self.batch.stop()


def draw(lab: Lab, picture: Callable[[Lab, Batch], None]) -> None:
    """The desk, and under it what the batch has brought so far."""
    drawn_for(lab)
    desk.draw(lab)
    watch.part(lab.key("results"), [lab.batch], partial(_results, lab, picture))


def drawn_for(lab: Desk) -> None:
    """Remember for which provider the page around a desk is drawn."""
    st.session_state[lab.key("around")] = lab.provider.id


def follow(lab: Desk) -> None:
    """Draw the whole page again when another provider was chosen: what stands around the desk follows."""
    if st.session_state.get(lab.key("around")) != lab.provider.id:
        st.rerun()


def _results(lab: Lab, picture: Callable[[Lab, Batch], None]) -> None:
    batch = lab.batch
    if batch is None:
        with st.container(border=True):
            st.caption(f"Nothing has been sent yet. Press **{lab.go}**: the picture appears here.")
        return
    _progress(batch)
    picture(lab, batch)


def _progress(batch: Batch) -> None:
    total = len(batch.parts)
    calls = "1 call" if total == 1 else f"{total} calls"
    if not batch.finished:
        st.progress(batch.done / total, text=f"{batch.done} of {calls} done")
    elif batch.stopped:
        st.info(
            f"Stopped: {len(batch.runs)} of {calls} were made. What came is kept and counted.",
            icon=":material/stop:",
        )
    elif len(batch.runs) < total:
        st.warning(
            f"Ended after {len(batch.runs)} of {calls}: the others would fail in the same way.",
            icon=":material/block:",
        )


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
