"""The lab: the puzzle of the box at each effort of its model, and what that cost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.providers._thoughts import SHAPE
from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.steps.thinking import WORDS, lesson, thinking_charts
from firstcall.steps.thinking.thinking_charts import Made
from firstcall.ui import (
    bench,
    chart_view,
    controls,
    formats,
    line_notes,
    presses,
    results,
    session,
    table_view,
)
from firstcall.ui.binding import bind
from firstcall.ui.desk import REPLY, Control, Desk

AS_IT_IS, EACH = "one", "each"
_PRESSES = 20
"""So many presses of Run are in the table of puzzles."""


def desk() -> Desk:
    return Desk(
        lesson.STEP,
        lesson.OPENING,
        (PUZZLE, controls.model, controls.effort, controls.prompt, controls.max_tokens),
        notes=line_notes.notes,
        go=WORDS.title("label go"),
        leads=True,
        begin=_begin,
        more=(HOW_OFTEN,),
        adds=lesson.adds,
        shape=SHAPE,
        lacks=lesson.lacks,
        models={
            provider.id: provider.thoughts.model
            for provider in session.all_providers().values()
            if provider.thoughts and provider.thoughts.model
        },
    )


def _puzzle(desk: Desk, settings: Settings | None) -> None:
    said = lesson.puzzle_of(settings)
    bound = bind(desk, "puzzle", _put_puzzle, said or None, lesson.PUZZLES[0], bool(said))
    st.selectbox(
        WORDS.line("label/puzzle"),
        lesson.PUZZLES,
        format_func=lambda id: WORDS.title(f"puzzle {id}"),
        disabled=settings is None,
        **bound,
    )


def _put_puzzle(settings: Settings, puzzle: str) -> Settings:
    return lesson.asking(settings, puzzle) if puzzle in lesson.PUZZLES else settings


def _how_often(desk: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(desk.key("how_often"), EACH)
    st.radio(
        WORDS.line("label/how_often"),
        (EACH, AS_IT_IS),
        format_func=lambda id: WORDS.title(f"how_often {id}"),
        key=desk.key("how_often"),
        persist_state="session",
    )


def _puzzle_name(settings: Settings | None) -> str:
    puzzle = lesson.puzzle_of(settings)
    return WORDS.title(f"puzzle {puzzle}") if puzzle else WORDS.line("label/own")


PUZZLE = Control(WORDS.title("label puzzle"), _puzzle_name, _puzzle)
HOW_OFTEN = Control(
    WORDS.title("label how_often"), lambda settings: WORDS.line("label/how_often"), _how_often
)


def _begin(desk: Desk, call: Call) -> Sequence[Batch]:
    """The call at each effort, or once as the code says it."""
    each = st.session_state.get(desk.key("how_often"), EACH) == EACH
    parts = lesson.at_each(desk.provider, call) if each else [lesson.as_it_is(desk.provider, call)]
    return presses.begin(desk, parts, keep=_PRESSES)


def tabs(desk: Desk) -> bench.Tabs:
    """The picture first, then what is behind the call that thought most."""
    return {
        REPLY: partial(_picture, desk),
        WORDS.title("tab puzzles"): partial(_table, desk),
        **presses.tabs_behind(desk),
        WORDS.title("tab added"): partial(results.added, desk),
    }


def _picture(desk: Desk) -> None:
    batches = presses.batches(desk)
    if not batches:
        st.caption(WORDS.line("picture/nothing_sent", button=desk.go))
        return
    last = batches[-1]
    head = st.container()  # what stands below it keeps its place when all has come
    if not last.finished:
        done, total = last.done, len(last.parts)
        head.progress(done / total, text=WORDS.line("picture/on_its_way", done=done, total=total))
    pairs = [
        (part.label, run)
        for part, run in last.made
        if run is not None and run.finished and run.reply is not None and run in presses.newest(desk)
    ]
    if made := [one for level, run in pairs if (one := _made(desk.provider, level, run)) is not None]:
        if last.finished:
            with head:
                _verdict(made)
        chart_view.draw(thinking_charts.efforts(made), desk.key("efforts"))
        if session.mode_of(desk.provider) == "practice":
            st.caption(WORDS.line("picture/practice"))
        _replies(desk, pairs)
    if last.failure is not None and last.failure.failure is not None:
        results.failed(last.failure.failure)


def _made(provider: Provider, level: str, run: Run) -> Made | None:
    usage, record = lesson.usage_of(run), run.record
    if usage is None or record is None:
        return None
    told = provider.thoughts is not None and bool(provider.thoughts.tokens)
    thought = usage.reasoning_tokens if told else None
    return Made(level, usage.output_tokens, thought, record.usd, record.seconds, lesson.is_right(run))


def _verdict(made: Sequence[Made]) -> None:
    """From which effort on it was right, and what that cost more than the least."""
    right = next((one for one in made if one.right), None)
    if right is None:
        if any(one.right is False for one in made):
            st.warning(WORDS.line("verdict/never"), icon=":material/psychology:")
        return
    said = WORDS.line("verdict/right", level=right.level, tokens=f"{right.written:,}")
    if right is not made[0] and made[0].written:
        said += " " + WORDS.line(
            "verdict/times", times=f"{right.written / made[0].written:.0f}", level=made[0].level
        )
    st.success(said, icon=":material/psychology:")


def _replies(desk: Desk, pairs: Sequence[tuple[str, Run]]) -> None:
    with st.expander(WORDS.title("box replies"), icon=":material/subject:"):
        for level, run in pairs:
            spent = formats.spent_briefly(run.record) if run.record else ""
            st.caption(f"{level} · {spent}")
            if words := lesson.thought_in(run):
                st.markdown(WORDS.line("picture/thought"))
                st.code(words, language=None, wrap_lines=True)
            st.code(run.text or " ", language=None, wrap_lines=True)


def _table(desk: Desk) -> None:
    """Every puzzle asked so far by every effort: right or wrong, the newest call of each."""
    st.markdown(WORDS.say("puzzle_table"))
    found: dict[str, dict[str, str]] = {}
    for batch in presses.batches(desk):
        for part, run in batch.made:
            if run is None or run.provider.handle != desk.provider.handle or run.reply is None:
                continue
            right, puzzle = lesson.is_right(run), lesson.puzzle_of(desk.provider.read(run.call))
            if right is not None:
                row = found.setdefault(puzzle, {"": WORDS.title(f"puzzle {puzzle}")})
                row[part.label] = WORDS.line("puzzle_table/right" if right else "puzzle_table/wrong")
    if found:
        columns = list(dict.fromkeys(name for row in found.values() for name in row))
        rows = [{name: row.get(name, "") for name in columns} for row in found.values()]
        table_view.draw(rows, alt=WORDS.title("tab puzzles"))
