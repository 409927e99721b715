"""Small models against large ones: the same prompt to two or three, side by side."""

from __future__ import annotations

import streamlit as st

from firstcall import models
from firstcall.calls import Settings
from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.steps.tune import WORDS, labs, lesson, tuning_charts
from firstcall.ui import chart_view, controls, side_by_side, table_view
from firstcall.ui.desk import Control, Desk

_MOST_MODELS = 3


def draw(step: str) -> None:
    lab = labs.desk_of(
        step,
        "models",
        lesson.OPENINGS["model"],
        (controls.prompt, controls.max_tokens),
        lambda lab, call: lesson.each_model(lab.provider, call, _compared_models(lab, lab.provider)),
        extra=(COMPARED,),
        gives_up=False,
    )
    labs.draw(lab, WORDS.say("model_idea"), _models_picture)
    st.markdown(WORDS.say("model_ids", checked=f"{models.vendor(lab.provider.id).checked:%d %B %Y}"))
    table_view.grid(lesson.table(lab.provider), WORDS.title("table models", provider=lab.provider.name))
    labs.old_lines(step, lab.provider.old_lines.get("model", ()))


def _compared_key(lab: Desk, provider: Provider) -> str:
    return lab.key(f"{provider.id}_compared")


def _compared_models(lab: Desk, provider: Provider) -> list[str]:
    return st.session_state.get(_compared_key(lab, provider)) or lesson.compared(provider)


def _models_to_compare(lab: Desk, settings: Settings | None) -> None:
    provider = lab.provider
    st.session_state.setdefault(_compared_key(lab, provider), _compared_models(lab, provider))
    st.multiselect(
        "Models to compare",
        controls.model_ids(provider),
        key=_compared_key(lab, provider),
        max_selections=_MOST_MODELS,
        persist_state="session",
        help=WORDS.line("models"),
    )


COMPARED = Control("Models to compare", lambda settings: WORDS.line("models"), _models_to_compare)


def _models_picture(lab: Desk, batch: Batch) -> None:
    side_by_side.show(
        [side_by_side.Column(part.label, run) for part, run in batch.made], key=lab.key("columns"), height=260
    )
    calls = labs.records(batch)
    if not batch.finished or not calls:
        return
    chart_view.draw(tuning_charts.compared(calls), lab.key("chart"))
    if any(record.mode == "practice" for _, record in calls):
        st.caption(WORDS.line("models/practice"))
