"""The token limit: the same prompt under a ladder of ceilings."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall.calls import Settings
from firstcall.ledger import prices
from firstcall.running.batch import Batch
from firstcall.steps.tune import WORDS, labs, lesson, tuning_charts
from firstcall.ui import chart_view, controls, guess, side_by_side, wire
from firstcall.ui.desk import Control, Desk


def draw(step: str) -> None:
    lab = labs.desk_of(
        step,
        "ceilings",
        lesson.OPENINGS["max_tokens"],
        (controls.model, controls.prompt, controls.effort),
        lambda lab, call: lesson.each_ceiling(lab.provider, call, _chosen_ceilings(lab)),
        extra=(CEILINGS,),
    )
    ladder = [str(limit) for limit in sorted(_chosen_ceilings(lab))]
    guess.ask("tune.ceiling", WORDS.line("exercise ceiling/guess"), ladder)
    labs.draw(lab, WORDS.say("ceiling_idea"), _ceilings_picture)
    st.caption(WORDS.say("ceiling_thinks"))
    _output_price(lab)
    labs.old_lines(step, lab.provider.old_lines.get("max_tokens", ()))


def _chosen_ceilings(lab: Desk) -> Sequence[int]:
    return st.session_state.get(lab.key("ladder")) or lesson.LADDER


def _ceilings(lab: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(lab.key("ladder"), list(lesson.LADDER))
    st.pills(
        "Token limits to compare",
        lesson.CEILING_CHOICES,
        selection_mode="multi",
        key=lab.key("ladder"),
        wrap=True,
        persist_state="session",
        help=WORDS.line("ceilings"),
    )


CEILINGS = Control("Token limits", lambda settings: WORDS.line("ceilings"), _ceilings)


def _ceilings_picture(lab: Desk, batch: Batch) -> None:
    calls = [(int(label), record) for label, record in labs.records(batch)]
    if calls:
        guessed = guess.before("tune.ceiling", calls[0][1].at)
        chart_view.draw(tuning_charts.ceilings(calls, int(guessed) if guessed else None), lab.key("chart"))
    _one_model(batch)
    labs.failure(batch)
    if calls:
        with st.expander("The replies", icon=":material/subject:"):
            for part, run in labs.answered(batch):
                st.caption(f"Token limit {part.label} · {' · '.join(side_by_side.facts(run))}")
                st.code(run.text or "(no text)", language=None, wrap_lines=True)


def _one_model(batch: Batch) -> None:
    st.caption(WORDS.line("ceilings/all_by", model=wire.code(batch.parts[0].call.model)))


def _output_price(lab: Desk) -> None:
    found = [
        (model.id, rates)
        for model in lab.provider.offered[:3]
        if (rates := prices.rates(model.provider, model.id)) and rates.input_usd
    ]
    said = [
        WORDS.line(
            "ceilings/one_dearer",
            model=wire.code(id),
            times=f"{rates.output_usd / rates.input_usd:.0f}",
            output=f"{rates.output_usd:.2f}",
            input=f"{rates.input_usd:.2f}",
        )
        for id, rates in found
    ]
    if said:
        st.caption(WORDS.line("ceilings/dearer_out", models=", with ".join(said)))
