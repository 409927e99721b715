"""What old code does: run it as it stands, see what the provider says today, then the smallest fix."""

from __future__ import annotations

from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.roles import old_roles
from firstcall.steps.roles.old_roles import OldLine
from firstcall.ui import formats, results, session, watch
from firstcall.ui.desk import Desk, for_provider
from firstcall.ui.live_text import live_text


def draw(desk: Desk) -> None:
    """One expander per old line, for the provider that the desk has chosen."""
    st.caption(
        f"Each of these worked somewhere, some time ago. Try them with {desk.provider.name}; "
        "choose another provider above to compare."
    )
    for old in old_roles.OLD_LINES:
        with st.expander(old.title, icon=":material/history:"):
            runs = [_run(desk, old, which) for which in ("written", "mended")]
            watch.part(desk.key(f"old_{old.id}"), runs, partial(_draw, desk, old))


def _key(desk: Desk, old: OldLine, which: str) -> str:
    return desk.key(f"old_{old.id}_{which}_{desk.provider.id}")


def _run(desk: Desk, old: OldLine, which: str) -> Run | None:
    return watch.run(_key(desk, old, which))


def _running(desk: Desk, old: OldLine) -> bool:
    return watch.going(_run(desk, old, which) for which in ("written", "mended"))


def _draw(desk: Desk, old: OldLine) -> None:
    st.markdown(old.story)
    settings = for_provider(old_roles.OLD_OPENING, desk.provider)
    written = _run(desk, old, "written")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**As old code has it**")
        _one(desk, old, "written", desk.provider.compose(old.write(settings), None))
    with right:
        if written is None or not written.finished:
            pass
        elif written.failure is None:
            st.info(old.elsewhere, icon=":material/info:")
        else:
            st.markdown(f"**The smallest fix**: {old.mended}")
            _one(desk, old, "mended", desk.provider.compose(old.mend(settings), None))


def _one(desk: Desk, old: OldLine, which: str, call: Call) -> None:
    st.code(_code(call, desk.provider), language="python", wrap_lines=True)
    run = _run(desk, old, which)
    st.button(
        "Run it" if which == "written" else "Run the fix",
        key=_key(desk, old, f"go_{which}"),
        icon=":material/play_arrow:",
        disabled=_running(desk, old),
        on_click=_start,
        args=(desk, old, which, call),
    )
    if run is None:
        return
    if not run.finished:
        st.caption(f"Sent to {run.call.model}…")
    elif run.failure is not None:
        results.failed(run.failure)
    else:
        _reply(desk, old, which, run)


def _reply(desk: Desk, old: OldLine, which: str, run: Run) -> None:
    with st.container(border=True):
        label = f"Reply to: {old.title}, {which}"
        live_text(key=_key(desk, old, f"text_{which}"), url=None, text=run.text, done=True, label=label)
    record = run.record
    if record and record.usage:
        st.caption(
            f"{record.usage.input_tokens:,} tokens in · {record.usage.output_tokens:,} out · "
            f"{formats.markdown(record.usd)}"
        )


def _start(desk: Desk, old: OldLine, which: str, call: Call) -> None:
    st.session_state[_key(desk, old, which)] = run = session.start(call, step=desk.step)
    run.batch = old.id
    st.rerun()


def _code(call: Call, provider: Provider) -> str:
    """The call alone, without the program around it."""
    return f"client.{call.method}(\n    {programs.arguments_code(call.arguments)}\n)"
