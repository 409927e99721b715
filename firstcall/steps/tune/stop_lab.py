"""Stop sequences: the same list with and without one."""

from __future__ import annotations

import streamlit as st

from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.steps.tune import WORDS, labs, lesson
from firstcall.ui import controls, results, side_by_side, table_view, wire
from firstcall.ui.desk import Desk


def draw(step: str) -> None:
    lab = labs.desk_of(
        step,
        "stops",
        lesson.OPENINGS["stop"],
        (controls.model, controls.prompt, controls.max_tokens, controls.stops, controls.stream),
        lambda lab, call: lesson.with_and_without_stop(lab.provider, call),
        gives_up=False,
    )
    labs.draw(lab, WORDS.say("stop_idea"), _stops_picture)
    st.markdown(WORDS.say("stop_reasons"))
    _who_takes_stop(lab.provider)
    labs.old_lines(step, lab.provider.old_lines.get("stop", ()))


def _stops_picture(lab: Desk, batch: Batch) -> None:
    st.markdown(lab.provider.words.say(controls.NO_STOP))
    columns = [side_by_side.Column(part.label, run) for part, run in batch.made]
    side_by_side.show(columns, key=lab.key("columns"), height=300)
    found = labs.answered(batch)
    if batch.finished and found:
        table_view.draw(
            [
                {
                    "call": wire.as_text(part.label),
                    "read it with": wire.code(path),
                    "gave": results.value_at(run, path),
                }
                for part, run in found
                for path in _stop_paths(run)
            ],
            alt=WORDS.title("table stop"),
        )


def _stop_paths(run: Run) -> list[str]:
    field = next(field for field in run.provider.fields if field.id == "stop_reason")
    paths = [field.path_in(run.call)]
    if run.reply is not None and hasattr(run.reply.names.get("message"), "stop_sequence"):
        paths.append("message.stop_sequence")
    return paths


def _who_takes_stop(provider: Provider) -> None:
    if provider.words.say(controls.NO_STOP):
        return
    for answer in ("yes", "no", "not confirmed"):
        ids = [model.id for model in provider.offered if lesson.takes_stop(model) == answer]
        if ids:
            st.caption(WORDS.line(f"takes_stop/{answer}", models=", ".join(map(wire.code, ids))))
