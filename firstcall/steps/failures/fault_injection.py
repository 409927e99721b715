"""A failure on purpose: the table, the list to pick from, the call that meets it, and what came."""

from __future__ import annotations

import secrets
from dataclasses import replace
from itertools import groupby

import httpx2
import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts
from firstcall.running.fault_scripts import ScriptError
from firstcall.running.runs import Run
from firstcall.steps.failures import WORDS, lesson, what_came
from firstcall.steps.failures.lesson import Failing
from firstcall.ui import (
    apart,
    bench,
    fault_script,
    provider_choice,
    reply,
    session,
    table_view,
    translate,
    watch,
    widget_keys,
    wire,
)

STEP = "failures"
OWN = "own"
CAME = "What came"
_SDK_DEFAULT = "default"


def key(name: str) -> str:
    return f"{STEP}_{name}"


def bench_key(name: str) -> str:
    """A key of the bench on which a failure is made to happen."""
    return key(f"happen_{name}")


def provider() -> Provider:
    return provider_choice.chosen(key("provider"))


def choose_provider() -> None:
    """The provider of the whole page: of the failing call and of the retry."""
    provider_choice.choose(key("provider"), _take_row)


def access(to: Provider, lane: str = "one") -> Access:
    """A practice key of this page alone, so that its failures hit no other page's calls."""
    token = st.session_state.setdefault(key("token"), secrets.token_urlsafe(12))
    return Access(f"sk-practice-fail-{token}-{lane}", session.practice_origin() + to.address.practice_path)


def table() -> None:
    """Every row of the error table, in three tabs."""
    groups = [(name, list(rows)) for name, rows in groupby(lesson.ROWS, key=lambda row: row.group)]
    for tab, (_, rows) in zip(st.tabs([name for name, _ in groups], key=key("groups")), groups, strict=True):
        with tab:
            table_view.draw(
                [_cells(row) for row in rows],
                alt=WORDS.title("table failures"),
            )


def _cells(row: Failing) -> dict[str, str]:
    chosen = provider()
    package = chosen.sdk.errors_module.rpartition(".")[2]
    raises = row.raised_by(chosen).removeprefix(f"{package}.")
    return {
        "What comes": f"**{row.comes}**",
        f"`{package}.…`": wire.code(raises),
        "It means": row.meaning,
        WORDS.title("label what_to_do"): f"**{row.retry}.** {row.do(chosen)}",
    }


def draw() -> None:
    """The bench: what fails and how on one side, what came of it on the other."""
    happen, came = bench.panes(bench_key)
    with happen:
        _draw_program()
    with came:
        _draw_result()


def _draw_program() -> None:
    """The list, the script and the buttons, as a fragment."""
    if st.session_state.setdefault(key("around"), provider().handle) != provider().handle:
        _take_row()  # another provider was chosen, perhaps on another page
    st.session_state[key("around")] = provider().handle
    apart.fragment(key("pick"), _draw)


def _draw() -> None:
    state = st.session_state
    state.setdefault(key("row"), lesson.opening_row(provider()))
    if key("script") not in state:
        state[key("script")] = ""
        _take_row()
    bar = st.container(horizontal=True, vertical_alignment="center", gap="small", key=bench_key("bench_bar"))
    _pick()
    with st.container(horizontal=True, gap="xsmall"):
        with st.popover("About this failure", key=key("setting_about")):
            _about()
        with st.popover("The script", key=key("setting_script")):
            script = fault_script.editor(key("script"), WORDS.title("label script"), on_change=_own_script)
        with st.popover("Retries and stream", key=key("setting_call")):
            _options()
    st.code(programs.render(_the_call(), provider()), language="python", wrap_lines=True)
    with bar:
        if st.session_state[key("around")] != provider().handle:
            st.rerun()  # what stands around this part follows the provider too
        choose_provider()
        _buttons(script)


def _pick() -> None:
    ids = [*(row.id for row in lesson.ROWS), OWN]
    st.selectbox(
        "Failure",
        ids,
        format_func=_label,
        key=key("row"),
        label_visibility="collapsed",
        persist_state="session",
        on_change=_take_row,
    )
    row = _row()
    st.caption(row.meaning if row else WORDS.line("happen/own"))
    if row and not row.fails_at(provider()):
        st.caption(f"**{provider().name}:** {row.raised_by(provider())}.")


def _about() -> None:
    row = _row()
    if row is None:
        st.caption(WORDS.line("happen/own"))
        return
    st.markdown(f"**Retry?** {row.retry}.  \n**Do:** {row.do(provider())}")
    st.caption(f"In Python: {wire.code(row.raised_by(provider()))}")


def _label(id: str) -> str:
    return "Compose my own" if id == OWN else lesson.find(id).comes


def _row() -> Failing | None:
    chosen = widget_keys.chosen(key("row"), [row.id for row in lesson.ROWS])
    return None if chosen is None else lesson.find(chosen)


def _take_row() -> None:
    row = _row()
    if row is not None:
        st.session_state[key("script")] = row.script_for(provider())


def _own_script() -> None:
    """A changed script no longer is the row's, unless the row is about the request itself."""
    row = _row()
    if row is None or row.wrong is None:
        st.session_state[key("row")] = OWN


def _options() -> None:
    row, usual = _row(), provider().sdk.patience.usual_retries
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            "The SDK's own retries",
            [_SDK_DEFAULT, "0", "1", "3"],
            format_func=lambda id: f"{usual} (its default)" if id == _SDK_DEFAULT else id,
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
        st.caption(WORDS.line("happen/streamed" if row.streamed else "happen/plain"))


def _the_call() -> Call:
    chosen = st.session_state.get(key("sdk"), _SDK_DEFAULT)
    settings = translate.for_provider(lesson.OPENING, provider())
    wanted = st.session_state.get(key("stream"), True)
    row = _row() or Failing(OWN, "Your request", "unknown", "", timeout=1.5)
    max_retries = None if chosen == _SDK_DEFAULT else int(chosen)
    return lesson.call_for(row, provider(), replace(settings, stream=bool(wanted)), max_retries)


def the_run() -> Run | None:
    return watch.run(key("run"))


def _running() -> bool:
    return watch.going([the_run()])


def _buttons(script: list[fault_scripts.Entry] | None) -> None:
    with st.container(horizontal=True, gap="small", width="content", key=bench_key("bench_run")):
        st.button(
            "Make it happen",
            key=key("go"),
            type="primary",
            icon=":material/bolt:",
            disabled=_running() or script is None,
            on_click=_go,
        )
        st.button("Stop", key=key("stop"), icon=":material/stop:", disabled=not _running(), on_click=_stop)


def _go() -> None:
    if _running():
        return
    fault_script.take_in(key("script"), _own_script)
    try:
        script = fault_scripts.read(st.session_state[key("script")])
    except ScriptError:
        return  # the box shows what is not understood, and nothing is sent
    call, row, to = _the_call(), _row(), access(provider())
    try:
        fault_script.play(script, to)
    except httpx2.HTTPError as error:
        apart.say(WORDS.line("no_script", error=error), ":material/error:")
        return
    sent_with = Access(row.key, to.base_url) if row and row.key else to
    st.session_state[key("run")] = session.start(call, step=STEP, mode="practice", access=sent_with)
    st.session_state[bench_key("tab")] = CAME
    st.rerun()


def _stop() -> None:
    watch.stop([the_run()])


def _draw_result() -> None:
    """What came, renewed while the call is on, and the table of all that can go wrong."""
    run = the_run()
    idea = f"{WORDS.say('idea')}\n\n{WORDS.say('where')}"
    bench.draw_tabs(
        bench_key, lambda: [run] if run else [], idea, {CAME: _result, WORDS.title("header table"): table}
    )


def _result() -> None:
    run = the_run()
    if run is None:
        st.caption(WORDS.line("happen"))
        return
    if run.text or not run.finished:
        waiting = WORDS.line("happen/waiting")
        reply.draw(run, key("reply"), label="What had come", waiting=waiting, max_height=200)
    if run.finished:
        what_came.draw(run, key)
