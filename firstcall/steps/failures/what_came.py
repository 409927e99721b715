"""What a call brought that was meant to fail: the exception and its classes, the attempts, the body, the price."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from firstcall import providers
from firstcall.providers import AskedWait, Sdk
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.steps.failures import WORDS, lesson
from firstcall.steps.failures.retry_run import outcome
from firstcall.ui import formats, results, table_view, wire


def draw(run: Run, key: Callable[[str], str]) -> None:
    """What came, in words and in tabs. `key` makes a widget's key from a name."""
    if run.failure is not None:
        results.failed(run.failure)
    elif run.state == "stopped":
        st.info(WORDS.line("came/stopped"), icon=":material/stop:")
    elif run.reply is not None and run.reply.stop_reason is None:
        st.warning(
            WORDS.line("came/ended_early"), title="Ended early", icon=":material/link_off:",
        )  # fmt: skip
    else:
        went = "retried" if len(run.recorder.exchanges) > 1 else "succeeded"
        st.success(WORDS.line(f"came/{went}"), icon=":material/check_circle:")
    _facts(run)
    tabs = st.tabs(
        ["The exception", "Attempts", "Raw body", "What travelled"], key=key("tab"), on_change="rerun"
    )
    shows: tuple[Callable[[Run], None], ...] = (
        _exception,
        _attempts,
        _body,
        partial(wire.exchanges, key=key("wire")),
    )
    for tab, show in zip(tabs, shows, strict=True):
        if tab.open:
            with tab:
                show(run)


def _facts(run: Run) -> None:
    record = run.record
    usage = record.usage if record else None
    tokens = WORDS.line("came/uncounted")
    if record and usage:
        tokens = WORDS.line(
            "came/estimated" if record.estimated else "came/tokens",
            input=f"{usage.input_tokens:,}",
            output=f"{usage.output_tokens:,}",
        )
        tokens = f"{tokens}, {formats.spent_briefly(record)}"
    requests = len(run.recorder.exchanges)
    summary = WORDS.line("came/summary", seconds=formats.seconds(run.seconds), requests=requests)
    st.markdown(f"{summary} {tokens}")
    if run.failure is None:  # its card says it
        st.caption(" ".join(map(providers.WORDS.line, lesson.known_of(run))))


def _exception(run: Run) -> None:
    if run.error is None:
        st.caption(WORDS.line("came/no_exception"))
        return
    sdk = providers.get(run.call.provider).sdk
    lines = [f"{depth * '    '}{name}" for depth, name in enumerate(ancestry(run.error, sdk))]
    st.markdown(WORDS.line("came/classes"))
    st.code("\n".join(lines), language=None)
    failure = run.failure
    rows = [("Status", failure and failure.status), ("Request id", failure and failure.request_id)]
    if asked := sdk.errors.asked_wait:
        rows.append((f"`{asked.field}`", _asked(run.recorder.exchanges[-1:], asked)))
    rows.append(("Its text", str(run.error)))
    table_view.draw(
        [{"": name, "value": wire.code(value)} for name, value in rows if value is not None],
        alt=WORDS.title("table exception"),
    )


def ancestry(error: BaseException, sdk: Sdk) -> list[str]:
    """From the oldest ancestor to the class itself, each as a learner writes it after `except`."""
    found = []
    for kind in reversed(type(error).__mro__[:-1]):
        if kind.__module__ == sdk.errors_module:
            found.append(sdk.caught(kind.__name__))
            continue
        package = kind.__module__.partition(".")[0]
        module = importlib.import_module(package)
        plain = package == "builtins" or not hasattr(module, kind.__name__)
        found.append(kind.__name__ if plain else f"{package}.{kind.__name__}")
    return found


def _asked(exchanges: Sequence[Exchange], asked: AskedWait) -> str | None:
    """The seconds that an answer asks to wait, `None` where it asks for none."""
    found = [asked.of(dict(one.response_headers), one.body) for one in exchanges]
    return f"{found[0]:g}" if found and found[0] is not None else None


def _attempts(run: Run) -> None:
    """Each HTTP request of the one call, with the time at which the SDK sent it."""
    exchanges = run.recorder.exchanges
    if not exchanges:
        st.caption(WORDS.line("came/nothing"))
        return
    last = len(exchanges) - 1
    asked = providers.get(run.call.provider).sdk.errors.asked_wait
    rows = [
        {
            "request": place + 1,
            "sent after": formats.seconds(exchange.started - exchanges[0].started),
            "came back with": outcome(exchange, run.reply is not None and place == last),
            "after": formats.seconds(exchange.end_seconds),
        }
        | ({asked.field: _asked([exchange], asked) or "—"} if asked else {})
        for place, exchange in enumerate(exchanges)
    ]
    table_view.draw(rows, alt=WORDS.title("table requests"))
    if last:
        st.caption(WORDS.line("came/sdk_retried", requests=last + 1))
    else:
        st.caption(WORDS.line("came/one_request"))


def _body(run: Run) -> None:
    body = run.recorder.exchanges[-1].body if run.recorder.exchanges else b""
    if not body:
        st.caption(WORDS.line("came/no_body"))
        return
    text, language = wire.body_text(body[:20_000])
    st.code(text, language=language, wrap_lines=True, height=min(400, 60 + 24 * text.count("\n")))
