"""One prompt to several models at once: the desk that sends it, the replies next to each other, the picture."""

from __future__ import annotations

import streamlit as st

from firstcall import models, providers
from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.providers import WORDS
from firstcall.steps.providers.comparison_chart import Outcome, time_and_price
from firstcall.ui import chart_view, session, side_by_side, translate, watch
from firstcall.ui.desk import Control, Desk

MOST = 6
"""Models that are asked together: what a page can show and a purse can bear."""


def _also(desk: Desk, settings: Settings | None) -> None:
    """Which models get it besides the one in the code, and whether that gets it in another way too."""
    key = desk.key(f"also_{desk.provider.handle}")
    ways = [way.handle for way in desk.provider.ways if way != desk.provider]
    others = [one.default for one in session.all_providers().values() if one.id != desk.provider.id]
    st.multiselect(
        "Send it to",
        [*ways, *(model.id for one in session.all_providers().values() for model in one.offered)],
        default=None if key in st.session_state else others[: MOST - 1],
        format_func=_with_provider,
        key=key,
        max_selections=MOST - 1,
        placeholder="Choose more models",
        help=WORDS.line("several/also"),
        persist_state="session",
    )


ALSO = Control("Send it to", lambda settings: WORDS.line("several/also"), _also)


def begin(desk: Desk, call: Call) -> list[Run]:
    """The call in the box, and at the same moment the same to further models in their own words."""
    asked = desk.provider.read(call)
    settings = translate.plain(asked)
    calls = [call]
    for id in st.session_state.get(desk.key(f"also_{desk.provider.handle}"), []):
        if id in providers.ways():
            calls.append(translate.into(session.provider(id), asked, desk.provider))
        elif id != call.model and (provider := _provider_of(id)) is not None:
            calls.append(translate.call_for(desk.way_of(provider), settings, id))
    made = [session.start(each, step=desk.step) for each in calls]
    made[0].program = desk.source
    st.session_state[desk.key("runs")] = made
    st.session_state[desk.key("run")] = made[0]
    return made


def _provider_of(id: str) -> Provider | None:
    """Who has a model: by the catalogue, or by what the learner's own server offers."""
    found = models.find(id)
    if found is not None and found.provider in providers.every():
        return session.provider(found.provider)
    offering = (one for one in session.all_providers().values() if id in models.ids(one.offered))
    return next(offering, None)


def _with_provider(id: str) -> str:
    if id in providers.ways():
        return WORDS.line("several/other_way", way=session.provider(id).title)
    provider = _provider_of(id)
    return f"{provider.name}: {id}" if provider else id


def draw(desk: Desk) -> None:
    """The replies of the latest round next to each other, and the picture when all have ended."""
    runs: list[Run] = st.session_state.get(desk.key("runs"), [])
    if not runs:
        st.caption(WORDS.line("several/nothing_sent", button=desk.go))
        return
    columns = [side_by_side.Column(f"{run.provider.title}, {run.call.model}", run) for run in runs]
    side_by_side.show(columns, key=desk.key("race"), height=240)
    _picture(desk, runs)


def _picture(desk: Desk, runs: list[Run]) -> None:
    ended = [run for run in runs if run.finished and run.reply is not None]
    if watch.going(runs) or len(ended) < 2:
        return
    outcomes = [_outcome(run) for run in ended]
    chart_view.draw(time_and_price(outcomes), desk.key("picture"))
    if any(run.mode == "practice" for run in ended):
        st.caption(WORDS.line("several/practice"))


def _outcome(run: Run) -> Outcome:
    first = run.first_token_seconds if run.call.streamed else None
    usd = run.record.usd if run.record else None
    way = run.provider.way
    name = f"{run.call.model}, {way.name}" if way else run.call.model
    return Outcome(run.provider.id, name, first, run.seconds or 0.0, usd)
