"""The lab: the call of the box twice, one after the other, and what the second one found of the first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.ledger import prices
from firstcall.providers._caching import SHAPE
from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.steps.caching import WORDS, cache_charts, lesson, paying, text_controls
from firstcall.steps.caching.cache_charts import Made
from firstcall.ui import (
    bench,
    chart_view,
    controls,
    formats,
    line_notes,
    practice_words,
    presses,
    results,
    session,
    table_view,
    wire,
)
from firstcall.ui.desk import REPLY, Desk

_PAIRS = 3
"""So many presses of Run are in the picture, the newest last."""


def desk() -> Desk:
    return Desk(
        lesson.STEP,
        lesson.OPENING,
        (text_controls.FRONT, text_controls.LENGTH, controls.model, controls.prompt, controls.max_tokens),
        notes=line_notes.notes,
        go=WORDS.title("label go"),
        leads=True,
        begin=_begin,
        more=(text_controls.SECOND,),
        adds=lesson.adds,
        shape=SHAPE,
        lacks=lesson.lacks,
    )


def _begin(desk: Desk, call: Call) -> Sequence[Batch]:
    parts = lesson.twice(desk.provider, call, text_controls.second(desk), datetime.now(UTC).date())
    return presses.begin(desk, parts, keep=_PAIRS, at_once=1)


def tabs(desk: Desk) -> bench.Tabs:
    """The picture first, then what is behind the second call."""
    return {
        REPLY: partial(_picture, desk),
        WORDS.title("tab counters"): partial(_counters, desk),
        WORDS.title("tab pays"): partial(paying.draw, desk, partial(presses.newest, desk)),
        **presses.tabs_behind(desk),
        WORDS.title("tab added"): partial(results.added, desk),
    }


def _picture(desk: Desk) -> None:
    batches = presses.batches(desk)
    if practice_words.are_a_models():
        st.info(WORDS.line("picture/short", length=WORDS.title("label length")), icon=":material/memory:")
    if not batches:
        st.caption(WORDS.line("picture/nothing_sent", button=desk.go))
        return
    last = batches[-1]
    if not last.finished:
        st.progress(last.done / 2, text=WORDS.line("picture/on_its_way", number=min(last.done + 1, 2)))
    runs = [run for batch in batches for run in batch.runs if _counted(desk, run)]
    numbered = [
        (number, part.label, run)
        for number, (part, run) in enumerate(
            ((part, run) for batch in batches for part, run in batch.made if run in runs), 1
        )
    ]
    if made := [one for number, label, run in numbered if (one := _made(number, label, run)) is not None]:
        if last.finished:
            _verdict(presses.newest(desk))
        caching = desk.provider.caching
        told = caching is not None and caching.counts_reads
        chart_view.draw(cache_charts.calls(made, _time(desk), told=told), desk.key("calls"))
        if session.mode_of(desk.provider) == "practice":
            small = practice_words.spoken_by(runs[-1])
            st.caption(WORDS.line("picture/small" if small else "picture/practice"))
        _replies(desk)
    if last.failure is not None and last.failure.failure is not None:
        results.failed(last.failure.failure)


def _counted(desk: Desk, run: Run) -> bool:
    same = run.provider.handle == desk.provider.handle
    return same and run.finished and run.failure is None and lesson.usage_of(run) is not None


def _made(number: int, label: str, run: Run) -> Made | None:
    usage, record = lesson.usage_of(run), run.record
    if usage is None or record is None:
        return None
    reading = reading_seconds(run)
    return Made(f"{number} {label}", usage, record.usd, record.seconds if reading is None else reading)


def reading_seconds(run: Run) -> float | None:
    """The seconds in which the model read the prompt, where a reply tells them."""
    path = run.provider.caching.counters.get("reading") if run.provider.caching else None
    if path is None or run.reply is None:
        return None
    value = programs.evaluate(path, run.reply.names)
    return float(value) if isinstance(value, int | float) else None


def _time(desk: Desk) -> str:
    caching = desk.provider.caching
    told = caching is not None and "reading" in caching.counters
    return WORDS.line("picture/reading" if told else "picture/time")


def _verdict(made: Sequence[Run]) -> None:
    """What the second call found, in a sentence or two."""
    if len(made) < 2 or (found := lesson.outcome(made[-1])) is None:
        return
    first, second = (run.record for run in made[-2:])
    usage = lesson.usage_of(made[-1])
    assert usage is not None
    share = second.usd / first.usd if first and second and first.usd and second.usd is not None else None
    said = WORDS.line(
        f"outcome/{found}",
        read=f"{usage.cached_tokens:,}",
        tokens=f"{usage.input_tokens:,}",
        least=f"{lesson.minimum(made[-1]) or 0:,}",
        provider=made[-1].provider.name,
    )
    if found == "hit" and share is not None and lesson.outcome(made[-2]) != "hit":
        said += f" {WORDS.line('outcome/share', share=f'{share:.0%}')}"
    times = [reading_seconds(run) for run in made[-2:]]
    if found == "not_told" and None not in times:
        before, after = (formats.seconds(seconds) for seconds in times)
        said += f" {WORDS.line('outcome/reading', before=before, after=after)}"
    icons = {"hit": ":material/cached:", "not_told": ":material/visibility_off:"}
    (st.success if found == "hit" else st.info)(said, icon=icons.get(found, ":material/block:"))


def _replies(desk: Desk) -> None:
    with st.expander(WORDS.title("box replies"), icon=":material/subject:"):
        for run in presses.newest(desk):
            spent = formats.spent_briefly(run.record) if run.record else ""
            st.caption(f"{controls.short(run.provider.read(run.call).messages[-1].content, 80)} · {spent}")
            st.code(run.text or " ", language=None, wrap_lines=True)


def _counters(desk: Desk) -> None:
    """Each counter of the two calls with the path that reads it."""
    made, caching = presses.newest(desk), desk.provider.caching
    st.markdown(desk.provider.words.say("caching counters") or WORDS.say("counters"))
    if not made or caching is None:
        st.caption(WORDS.line("picture/nothing_sent", button=desk.go))
        return
    columns = (WORDS.title("label call_first"), WORDS.title("label call_second"))
    rows = [
        {"": WORDS.title(f"counter {id}")}
        | {name: results.value_at(run, path) for name, run in zip(columns, made, strict=False)}
        | {"Read it with": wire.code(path)}
        for id, path in caching.counters.items()
    ]
    table_view.draw(rows, alt=WORDS.title("table counters"))
    if session.mode_of(desk.provider) == "practice":
        st.caption(WORDS.line("counters/practice", source=prices.source()))
