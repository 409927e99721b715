"""Temperature: five replies at each of two, how alike they are, and who takes a temperature at all."""

from __future__ import annotations

import streamlit as st

from firstcall import models
from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.running.batch import Batch, Part
from firstcall.steps.tune import WORDS, labs, lesson, next_token, temperature_charts
from firstcall.ui import chart_view, controls, guess, session, table_view, wire
from firstcall.ui.desk import Control, Desk


def draw(step: str) -> None:
    """Five replies at each of two temperatures, and what temperature does to the next token."""
    lab = labs.desk_of(
        step,
        "temperatures",
        lesson.OPENINGS["temperature"],
        (controls.model, controls.prompt, controls.effort, controls.temperature),
        _two_temperatures,
        extra=(OTHER,),
        models={id: lesson.with_temperature(one) for id, one in session.all_providers().items()},
    )
    guess.ask("tune.haiku", WORDS.line("exercise haiku/guess"), lesson.EQUAL)
    labs.draw(lab, WORDS.say("temperature_idea"), _temperatures_picture)
    st.markdown(WORDS.say("temperature_use"))
    with st.container(border=True):
        next_token.draw(lab)
    with st.expander(WORDS.title("box temperature"), icon=":material/thermostat:"):
        _temperature_table(lab.provider)
        table_view.draw(lesson.ranges(), alt=WORDS.title("table temperature"))
        st.markdown(WORDS.say("seeds"))
    labs.old_lines(step, lab.provider.old_lines.get("temperature", ()))


def _two_temperatures(lab: Desk, call: Call) -> list[Part]:
    said = lab.provider.read(call).temperature
    other = st.session_state.get(lab.key("other"), 0.0)
    mine = float(said) if isinstance(said, int | float) else 1.0
    return lesson.each_temperature(lab.provider, call, (mine, other))


def _other_temperature(lab: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(lab.key("other"), 0.0)
    st.slider(
        "Compare with temperature",
        0.0,
        2.0,
        step=0.1,
        key=lab.key("other"),
        persist_state="session",
        help=WORDS.line("temperatures"),
    )


OTHER = Control("Compare with", lambda settings: WORDS.line("temperatures"), _other_temperature)


def _temperatures_picture(lab: Desk, batch: Batch) -> None:
    found = labs.answered(batch)
    groups: dict[str, list[str]] = {}
    for part, run in found:
        groups.setdefault(f"at {part.label}", []).append(run.text)
    if groups:
        guessed = guess.before("tune.haiku", found[0][1].at)
        chart_view.draw(temperature_charts.equal(groups, guessed, of="at 0"), lab.key("equal"))
    if any(len(texts) > 1 for texts in groups.values()):
        chart_view.draw(temperature_charts.alike(groups), lab.key("chart"))
        st.caption(WORDS.say("similarity"))
    labs.failure(batch)
    if batch.failure is not None:
        model = models.find(batch.failure.call.model)
        if model is not None:
            answer = lesson.takes_temperature(model).capitalize()
            st.caption(WORDS.line("temperatures/question", model=wire.code(model.id), answer=answer))
    if groups:
        for place, (label, texts) in zip(st.columns(len(groups)), groups.items(), strict=True):
            with place:
                counted = {"label": label.capitalize(), "replies": len(texts), "different": len(set(texts))}
                id = "temperatures/same" if counted["different"] == 1 else "temperatures/different"
                st.markdown(WORDS.line(id, **counted))
                for text in texts:
                    st.code(text or "(no text)", language=None, wrap_lines=True)


def _temperature_table(provider: Provider) -> None:
    table_view.draw(
        [
            {
                "model": wire.code(model.id),
                "takes a temperature": lesson.takes_temperature(model),
                "passed as": wire.code(lesson.pass_temperature(model))
                if lesson.pass_temperature(model)
                else "—",
            }
            for model in provider.offered
        ],
        alt=WORDS.title("table takes_temperature", provider=provider.name),
    )
