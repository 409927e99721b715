"""A failure on purpose: the table, the list to pick from, the script, and what the exception says."""

from __future__ import annotations

import importlib
import secrets
from dataclasses import replace
from itertools import groupby
from typing import Any

import httpx2
import streamlit as st

from firstcall import fault_scripts, snippets
from firstcall.calls import Call
from firstcall.fault_scripts import ScriptError
from firstcall.lessons import failures
from firstcall.lessons.failures import Failing
from firstcall.providers import Access, Provider
from firstcall.retries import outcome
from firstcall.runs import Run
from firstcall.ui import desk, money, provider_choice, renewal, results, session, wire
from firstcall.ui.live_text import live_text

STEP = "failures"
OWN = "own"
_STILL_RUNNING_SECONDS = 1.5
_SDK_DEFAULT = "default"


def key(name: str) -> str:
    return f"{STEP}_{name}"


def provider() -> Provider:
    return provider_choice.chosen(key("provider"))


def choose_provider() -> None:
    """The provider of the whole page: of the failing call and of the retry."""
    provider_choice.choose(key("provider"), _take_row)


def access(to: Provider, lane: str = "one") -> Access:
    """A practice key of this page alone, so that its failures hit no other page's calls."""
    token = st.session_state.setdefault(key("token"), secrets.token_urlsafe(12))
    return Access(f"sk-practice-fail-{token}-{lane}", session.practice_origin() + to.practice_path)


def play(script: list[fault_scripts.Entry], to: Access, pace: dict[str, float] | None = None) -> None:
    """Tell the practice server what shall happen to this key's next requests."""
    url = f"{session.practice_origin()}/control"
    if pace is None:
        mine = {"authorization": f"Bearer {st.session_state.practice_key}"}
        pace = httpx2.get(url, headers=mine).raise_for_status().json()["pace"]
    body = {"pace": pace, "faults": script}
    httpx2.put(url, json=body, headers={"authorization": f"Bearer {to.key}"}).raise_for_status()


def table() -> None:
    """Every row of the error table, in three tabs."""
    groups = [(name, list(rows)) for name, rows in groupby(failures.ROWS, key=lambda row: row.group)]
    for tab, (_, rows) in zip(st.tabs([name for name, _ in groups], key=key("groups")), groups, strict=True):
        with tab:
            st.table(
                [_cells(row) for row in rows],
                border="horizontal",
                hide_index=True,
                alt="What comes, and what to do",
            )


def _cells(row: Failing) -> dict[str, str]:
    chosen = provider()
    package = chosen.client.partition(".")[0]
    raises = row.raises.get(chosen.id, "—").removeprefix(f"{package}.")
    return {
        "What comes": f"**{row.comes}**",
        f"`{package}.…`": wire.code(raises),
        "It means": row.meaning,
        "Try again? What to do": f"**{row.retry}.** {row.do}",
    }


def draw() -> None:
    """The list, the script and the buttons, as a fragment."""
    st.fragment(_draw, key=key("pick"))()


def _draw() -> None:
    state = st.session_state
    state.setdefault(key("row"), "rate-limit")
    if key("script") not in state:
        state[key("script")] = ""
        _take_row()
    picks, tells = st.columns([3, 4], gap="medium")
    with picks:
        _pick()
    with tells:
        script = script_editor("script", "What happens to each request", on_change=_own_script)
        _options()
        _buttons(script)


def _pick() -> None:
    ids = [*(row.id for row in failures.ROWS), OWN]
    st.selectbox(
        "Failure", ids, format_func=_label, key=key("row"), persist_state="session", on_change=_take_row
    )
    row = _row()
    if row is None:
        st.caption(
            "Your own script: one entry for each request, in their order. After the last, all is well."
        )
        return
    st.markdown(row.meaning)
    st.markdown(f"**Retry?** {row.retry}.  \n**Do:** {row.do}")
    st.caption(f"In Python: {wire.code(row.raises.get(provider().id, '—'))}")


def _label(id: str) -> str:
    return "Compose my own" if id == OWN else failures.find(id).comes


def _row() -> Failing | None:
    chosen = st.session_state.get(key("row"), OWN)
    return None if chosen == OWN else failures.find(chosen)


def _take_row() -> None:
    row = _row()
    if row is not None:
        st.session_state[key("script")] = row.script_for(provider().id)


def _own_script() -> None:
    """A changed script no longer is the row's, unless the row is about the request itself."""
    row = _row()
    if row is None or row.wrong is None:
        st.session_state[key("row")] = OWN


def script_editor(name: str, label: str, on_change: Any = None) -> list[fault_scripts.Entry] | None:
    """A box for a script with buttons that append; the entries, or `None` where it is not understood."""
    box = key(name)
    st.text_area(
        label,
        key=box,
        height=68,
        persist_state="session",
        on_change=on_change,
        placeholder="429 retry-after 1, 429, ok",
        help="One entry for each request: a status, drop, drop after 10, hang, slow 3, html, broken json, error "
        "event, early end, ok. Repeat with x3. An empty box lets everything succeed.",
    )
    with st.popover("Add to the script", icon=":material/add:"):
        with st.container(horizontal=True, gap="small"):
            for words, text in fault_scripts.EXAMPLES:
                st.button(words, key=key(f"{name}_add_{text}"), on_click=_append, args=(box, text, on_change))
        empty = (box, None, on_change)
        st.button("Empty it", key=key(f"{name}_empty"), type="tertiary", on_click=_append, args=empty)
    try:
        return fault_scripts.read(st.session_state[box])
    except ScriptError as error:
        st.warning(wire.as_text(str(error)), icon=":material/help:")
        return None


def _append(box: str, text: str | None, on_change: Any) -> None:
    before = st.session_state.get(box, "").strip().rstrip(",")
    st.session_state[box] = "" if text is None else f"{before}, {text}" if before else text
    if on_change:
        on_change()


def _options() -> None:
    row = _row()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "The SDK's own retries",
            [_SDK_DEFAULT, "0", "1", "3"],
            format_func=lambda id: "2 (its default)" if id == _SDK_DEFAULT else id,
            key=key("sdk"),
            persist_state="session",
            width=170,
        )
        st.toggle(
            "Stream the reply",
            value=True,
            key=key("stream"),
            persist_state="session",
            disabled=row is not None and row.streamed is not None,
        )
    if row is not None and row.streamed is not None:
        st.caption(f"This failure is shown with {'a stream' if row.streamed else 'a call without a stream'}.")


def _the_call() -> Call:
    chosen = st.session_state.get(key("sdk"), _SDK_DEFAULT)
    settings = desk.for_provider(failures.OPENING, provider())
    wanted = st.session_state.get(key("stream"), True)
    row = _row() or Failing(OWN, "Your request", "", {}, "", "", "", timeout=1.5)
    max_retries = None if chosen == _SDK_DEFAULT else int(chosen)
    return failures.call_for(row, provider(), replace(settings, stream=bool(wanted)), max_retries)


def the_run() -> Run | None:
    found: Run | None = st.session_state.get(key("run"))
    return found


def _running() -> bool:
    run = the_run()
    return run is not None and not run.finished


def _buttons(script: list[fault_scripts.Entry] | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Make it happen",
            key=key("go"),
            type="primary",
            icon=":material/bolt:",
            disabled=_running() or script is None,
            on_click=_go,
        )
        st.button("Stop", key=key("stop"), icon=":material/stop:", disabled=not _running(), on_click=_stop)
        st.badge("Practice server: free", icon=":material/school:", color="green")
    with st.expander("The program that meets it"):
        st.code(snippets.render(_the_call(), provider()), language="python")


def _go() -> None:
    if _running():
        return
    try:
        script = fault_scripts.read(st.session_state.get(key("script"), ""))
    except ScriptError:
        return  # the box shows what is not understood, and nothing is sent
    call, row, to = _the_call(), _row(), access(provider())
    try:
        play(script, to)
    except httpx2.HTTPError as error:
        st.toast(f"The practice server did not take the script: {error}", icon=":material/error:")
        return
    sent_with = Access(row.key, to.base_url) if row and row.key else to
    st.session_state[key("run")] = session.start(call, step=STEP, mode="practice", access=sent_with)
    st.rerun()


def _stop() -> None:
    if (run := the_run()) is not None:
        run.stop()
    st.rerun()


def draw_result() -> None:
    """What came, as a fragment that renews itself while the call is on."""
    st.fragment(_result, run_every=_STILL_RUNNING_SECONDS if _running() else None, key=key("result"))()


def _result() -> None:
    run = the_run()
    if run is None:
        with st.container(border=True):
            st.caption("Nothing has failed yet. Pick a failure and press **Make it happen**.")
        return
    if run.finished:
        renewal.once(key("seen"), run)
    if run.text or not run.finished:
        with st.container(border=True):
            live_text(
                key=key("reply"), url=session.reply_url(run), text=run.text, done=run.finished,
                placeholder="Waiting. Some failures take their time.", label="What had come", max_height=200,
                on_end=st.rerun,
            )  # fmt: skip
    if run.finished:
        _outcome(run)


def _outcome(run: Run) -> None:
    if run.failure is not None:
        results.failed(run.failure, kept=bool(run.text))
    elif run.state == "stopped":
        st.info("You stopped it.", icon=":material/stop:")
    elif run.reply is not None and run.reply.stop_reason is None:
        st.warning(
            "No exception, and yet the reply is not whole: there is no stop reason. Your code has to look for it.",
            title="Ended early", icon=":material/link_off:",
        )  # fmt: skip
    else:
        retried = " The SDK had retried by itself." if len(run.recorder.exchanges) > 1 else ""
        st.success(f"It succeeded.{retried}", icon=":material/check_circle:")
    _facts(run)
    exception, attempts, body, travelled = st.tabs(
        ["The exception", "Attempts", "Raw body", "What travelled"], key=key("tab"), on_change="rerun"
    )
    for tab, show in ((exception, _exception), (attempts, _attempts), (body, _body), (travelled, _travelled)):
        if tab.open:
            with tab:
                show(run)


def _facts(run: Run) -> None:
    record = run.record
    usage = record.usage if record else None
    about = "about " if record and record.estimated else ""
    tokens = (
        f"{usage.input_tokens:,} tokens in, {about}{usage.output_tokens:,} out"
        if usage
        else "no tokens counted"
    )
    price = f", {money.markdown(record.usd)} if it were live" if record and usage else ""
    st.markdown(
        f"**{money.seconds(run.seconds)}** · **{len(run.recorder.exchanges)}** request"
        f"{'' if len(run.recorder.exchanges) == 1 else 's'} · **What it cost:** {tokens}{price}"
    )
    st.caption(failures.cost_of(run))


def _exception(run: Run) -> None:
    if run.error is None:
        st.caption("There was no exception.")
        return
    lines = [f"{depth * '    '}{name}" for depth, name in enumerate(ancestry(run.error))]
    st.markdown("**Its class, and the classes it descends from.** `except` with any of them catches it.")
    st.code("\n".join(lines), language=None)
    failure = run.failure
    rows = [("Status", failure and failure.status), ("Request id", failure and failure.request_id)]
    rows += [("`retry-after`", _header(run, "retry-after")), ("Its text", str(run.error))]
    st.table(
        [{"": name, "value": wire.code(value)} for name, value in rows if value is not None],
        border="horizontal", hide_index=True, alt="What the exception says",
    )  # fmt: skip


def ancestry(error: BaseException) -> list[str]:
    """From the oldest ancestor to the class itself, each as a learner writes it after `except`."""
    found = []
    for kind in reversed(type(error).__mro__[:-1]):
        package = kind.__module__.partition(".")[0]
        module = importlib.import_module(package)
        plain = package == "builtins" or not hasattr(module, kind.__name__)
        found.append(kind.__name__ if plain else f"{package}.{kind.__name__}")
    return found


def _header(run: Run, name: str) -> str | None:
    return dict(run.recorder.exchanges[-1].response_headers).get(name) if run.recorder.exchanges else None


def _attempts(run: Run) -> None:
    """Each HTTP request of the one call, with the time at which the SDK sent it."""
    exchanges = run.recorder.exchanges
    if not exchanges:
        st.caption("Nothing travelled.")
        return
    last = len(exchanges) - 1
    rows = [
        {
            "request": place + 1,
            "sent after": money.seconds(exchange.started - exchanges[0].started),
            "came back with": outcome(exchange, run.reply is not None and place == last),
            "after": money.seconds(exchange.end_seconds),
            "retry-after": dict(exchange.response_headers).get("retry-after", "—"),
        }
        for place, exchange in enumerate(exchanges)
    ]
    st.table(rows, border="horizontal", hide_index=True, alt="The requests of this call")
    if last:
        st.caption(f"Your program made one call. The SDK sent {last + 1} requests: it retries by itself.")
    else:
        st.caption("One call, one request: the SDK did not retry.")


def _body(run: Run) -> None:
    body = run.recorder.exchanges[-1].body if run.recorder.exchanges else b""
    if not body:
        st.caption("No body came.")
        return
    text, language = wire.body_text(body[:20_000])
    st.code(text, language=language, wrap_lines=True, height=min(400, 60 + 24 * text.count("\n")))


def _travelled(run: Run) -> None:
    wire.exchanges(run, key=key("wire"))
