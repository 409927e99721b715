"""What stands beside the desk: the labels and their timeline, the ways compared, the programs, the batch."""

from __future__ import annotations

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.running.handed_in import HandedIn
from firstcall.running.runs import Run
from firstcall.steps.many import WORDS, job_charts, jobs, lesson, program
from firstcall.steps.many.job import TOO_MANY, Job
from firstcall.steps.many.job_charts import Bar
from firstcall.ui import chart_view, formats, results, session, table_view, wire
from firstcall.ui.desk import Desk


def labels(desk: Desk) -> None:
    """The newest job: where its requests were, and what came back for each review."""
    if session.mode_of(desk.provider) == "live":
        st.caption(WORDS.line("played"))
    made = jobs.here(desk)
    if not made:
        st.caption(WORDS.line("nothing_sent", button=desk.go))
        return
    job = made[-1]
    _progress(job)
    chart_view.draw(job_charts.timeline(job, desk.provider.address.needs_key), desk.key("timeline"))
    _budget(desk.provider)
    table_view.draw([_row(part.label, run) for part, run in job.batch.made], alt=WORDS.title("table labels"))
    failed = job.batch.failure
    if failed is not None and failed.failure is not None:
        results.failed(failed.failure)


def _progress(job: Job) -> None:
    total, batch = len(job.batch.parts), job.batch
    if not batch.finished:
        st.progress(batch.done / total, text=WORDS.line("progress", done=batch.done, total=total))
    elif batch.stopped:
        st.info(WORDS.line("progress/stopped", made=len(batch.runs), total=total), icon=":material/stop:")
    else:
        came = total - job.lost
        values = {"label": job.label, "came": came, "total": total, "refused": job.refused}
        said = WORDS.line("progress/all", seconds=f"{job.seconds:.1f}", price=prices.money(job.usd), **values)
        st.markdown(said.replace("$", "\\$"))


def _budget(provider: Provider) -> None:
    """How the provider tells what is left of its rate limit."""
    st.caption(provider.words.say("many budget"))


def _row(review: str, run: Run | None) -> dict[str, str]:
    return {WORDS.line("row/review"): wire.as_text(review), WORDS.line("row/label"): _came(run)}


def _came(run: Run | None) -> str:
    if run is None or not run.finished:
        return "…"
    if run.failure is not None:
        return f":red[{wire.code(run.failure.error)}]"
    return wire.as_text(run.text)


def compared(desk: Desk) -> None:
    """Time, failures and price of each way that was tried."""
    bars = [job_charts.bar_of(job) for job in jobs.here(desk) if job.batch.finished]
    tried = len(bars)
    batch = jobs.handed_in(desk)
    if batch is not None and batch.finished and batch.answers:
        lost = sum(bool(answer.error) for answer in batch.answers)
        bars.append(Bar(WORDS.line("batch/label"), batch.seconds or 0.0, 0, lost, batch.usd))
    if not bars:
        st.caption(WORDS.line("nothing_sent", button=desk.go))
        return
    chart_view.draw(job_charts.compared(bars), desk.key("compared"))
    st.caption(WORDS.line("compared" if len(bars) > 1 else "compared/one"))
    if len(bars) > tried:
        st.caption(WORDS.line("compared/batch"))


def travelled(desk: Desk) -> None:
    """What one call sent and got: the first that was refused, else the last."""
    made = jobs.here(desk)
    finished = [run for run in made[-1].batch.runs if run.finished] if made else []
    if not finished:
        st.caption(WORDS.line("nothing_sent", button=desk.go))
        return
    refused = [run for run in finished if any(one.status == TOO_MANY for one in run.recorder.exchanges)]
    run = (refused or finished[-1:])[0]
    st.caption(WORDS.line("travelled/refused" if refused else "travelled"))
    tried = [one.status == TOO_MANY for one in run.recorder.exchanges]
    wire.exchanges(run, key=desk.key("wire"), first=tried.index(True) if refused else -1)


def as_batch(desk: Desk) -> None:
    """The same job as a batch, where the provider has such: the button, how far it is, what came, the program."""
    st.markdown(desk.provider.words.say("many batches"))
    call = _call(desk)
    if desk.provider.many.batches is None or call is None:
        return
    batch = jobs.handed_in(desk)
    st.button(
        WORDS.title("label hand_in", n=len(jobs.reviews(desk))),
        key=desk.key("hand_in"),
        icon=":material/inventory_2:",
        disabled=desk.running,
        on_click=jobs.hand_in,
        args=(desk, call),
    )
    if batch is not None:
        _batch(desk, batch)
    with st.expander(WORDS.title("box batch"), icon=":material/code:"):
        st.code(program.as_batch(desk.provider, call, jobs.reviews(desk)), language="python", wrap_lines=True)


def _batch(desk: Desk, batch: HandedIn) -> None:
    if batch.failure is not None:
        results.failed(batch.failure)
        return
    if batch.look is None:
        st.caption(WORDS.line("batch/sending"))
        return
    look = batch.look
    values = {
        "batch": wire.code(look.id),
        "status": wire.code(look.status),
        "done": look.done,
        "total": look.total,
    }
    st.markdown(WORDS.line("batch/looked", **values))
    if batch.stopped:
        st.info(WORDS.line("batch/stopped"), icon=":material/stop:")
    if not batch.answers:
        return
    price = prices.money(batch.usd)
    said = WORDS.line("batch/ended", seconds=formats.seconds(batch.seconds), price=price)
    st.markdown(said.replace("$", "\\$"))
    texts = {answer.name: answer.text or answer.error for answer in batch.answers}
    reviews = {ask.name: desk.provider.read(ask.call).messages[-1].content for ask in batch.asks}
    table_view.draw(
        [
            {
                WORDS.line("row/name"): wire.code(name),
                WORDS.line("row/review"): wire.as_text(review),
                WORDS.line("row/label"): wire.as_text(texts.get(name, "…")),
            }
            for name, review in reviews.items()
        ],
        alt=WORDS.title("table batch"),
    )


def _call(desk: Desk) -> Call | None:
    """The call of the box, `None` where it is not understood, which the box says."""
    try:
        return desk.parse().call
    except programs.NotUnderstood:
        return None


def charged() -> None:
    """What a batch costs at each provider."""
    table_view.draw(lesson.charged(), alt=WORDS.title("table charged"))
