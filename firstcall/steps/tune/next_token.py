"""One call with log-probabilities, and what temperature would make of its next token."""

from __future__ import annotations

from functools import partial

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.tune import WORDS, lesson, probabilities, temperature_charts
from firstcall.steps.tune.probabilities import Place
from firstcall.ui import broken_lines, chart_view, results, session, watch, wire
from firstcall.ui.desk import Desk


def draw(lab: Desk) -> None:
    """The part as a fragment: moving the slider reruns only this."""
    run = watch.run(f"{lab.step}_next_run")
    watch.part(f"{lab.step}_next", [run], partial(_draw, lab, run))


def _draw(lab: Desk, run: Run | None) -> None:
    st.markdown(WORDS.line("next_token"))
    step = lab.step
    _explain(lab)
    st.session_state.setdefault(f"{step}_next_prompt", WORDS.say("next_token_prompt"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        prompt = st.text_input("Begin a sentence", key=f"{step}_next_prompt", persist_state="session")
        st.button(
            "Ask for the probabilities",
            key=f"{step}_next_go",
            icon=":material/play_arrow:",
            disabled=not prompt.strip() or watch.going([run]),
            on_click=_start,
            args=(lab,),
        )
    with st.expander("The call", icon=":material/code:"):
        st.code(broken_lines.code(lesson.next_token_call(_whose(lab), prompt)), wrap_lines=True)
    if run is None:
        return
    if run.failure is not None:
        results.failed(run.failure)
    elif run.reply is not None:
        _picture(step, probabilities.places(run.reply.names["response"]))


def _whose(lab: Desk) -> Provider:
    """The provider that is asked: not every protocol has log-probabilities."""
    return providers.with_trait("logprobs", rather=lab.provider)


def _explain(lab: Desk) -> None:
    if _whose(lab) is lab.provider:
        return
    mode = "in practice" if _mode(lab) == "practice" else "live"
    said = {"provider": lab.provider.name, "other": _whose(lab).name, "mode": mode}
    st.caption(WORDS.line("next_token/elsewhere", **said))


def _mode(lab: Desk) -> str:
    return session.mode_of(lab.provider) if _whose(lab) is lab.provider else "practice"


def _start(lab: Desk) -> None:
    call = lesson.next_token_call(_whose(lab), st.session_state[f"{lab.step}_next_prompt"])
    mode = None if _whose(lab) is lab.provider else "practice"
    st.session_state[f"{lab.step}_next_run"] = session.start(call, step=lab.step, mode=mode)  # type: ignore[arg-type]
    st.rerun()


def _picture(step: str, places: tuple[Place, ...]) -> None:
    if not places:
        st.caption(WORDS.line("next_token/none_came"))
        return
    chosen, warmth = st.columns(2, gap="medium")
    with chosen:
        at = st.selectbox(
            "Token of the reply",
            range(len(places)),
            format_func=lambda at: f"{at + 1}. {places[at].said!r}",
            key=f"{step}_next_place",
            help=WORDS.line("next_token/place"),
        )
    with warmth:
        temperature = st.slider("Temperature", 0.0, 2.0, 1.0, 0.05, key=f"{step}_next_temperature")
    place = places[at if at is not None and at < len(places) else 0]
    chart_view.draw(temperature_charts.next_token(place, temperature), f"{step}_next_chart")
    st.caption(
        WORDS.say(
            "next_token/picture",
            token=wire.code(place.said),
            count=len(place.ways),
            share=f"{place.listed_share:.0%}",
        )
    )
