"""The learner's own program on the bench: pasted or dropped, looked through, fixed, run in practice, taken home."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import partial

import streamlit as st

from firstcall.programs.lint.findings import NO_PROGRAMS, Finding, lint, mend
from firstcall.programs.read.text_kind import kind_of
from firstcall.programs.verdict import READ, Said, verdict
from firstcall.steps.own_code import WORDS, dropped, samples, survey
from firstcall.steps.own_code.survey import Found
from firstcall.ui import apart, bench, lint_marks, table_view, trial, watch, wire
from firstcall.ui.code_box import Mark, code_box, take_typed

STEP = "own_code"
ENDINGS: dict[str, str] = {"javascript": "mjs", "curl": "sh"}
DOES, CHANGED, HAPPENED = "What it does", "Before and after", "What happened"


def key(name: str) -> str:
    return f"{STEP}_{name}"


_CODE, _BEFORE, _BOX, _TAB = key("code"), key("before"), key("box"), key("tab")
_REFUSED = key("refused")


def draw() -> None:
    """Both panes as one part of the page: what is typed on one side changes what the other says."""
    st.session_state.setdefault(_CODE, samples.OLD_PROGRAMS[0].source)
    st.session_state.setdefault(_BEFORE, st.session_state[_CODE])
    st.session_state.setdefault(_TAB, DOES)
    apart.fragment(key("all"), _draw)


def _draw() -> None:
    source: str = st.session_state[_CODE]
    marks = lint_marks.marks(source, hints=True)
    program, came = bench.panes(key)
    with program:
        _bar(source)
        _files(source)
        code_box(
            source,
            key=_BOX,
            label=WORDS.title("label program"),
            marks=marks,
            on_edit=_edited,
            on_run=_run_typed,
            on_fix=partial(_fix, marks),
        )
    tabs = {
        DOES: partial(_does, source, marks),
        CHANGED: partial(_difference, source),
        HAPPENED: partial(_happened, source),
    }
    with came:
        bench.draw_tabs(key, partial(trial.works, STEP), WORDS.say("idea"), tabs)


# The program's side


def _bar(source: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key("bench_run")):
        st.button(
            "Run", key=key("go"), icon=":material/play_arrow:", type="primary",
            help=WORDS.line("run"), on_click=_run, disabled=watch.going(trial.works(STEP)),
        )  # fmt: skip
        st.button(
            "Stop", key=key("stop"), icon=":material/stop:", disabled=not watch.going(trial.works(STEP)),
            on_click=_stop,
        )  # fmt: skip
        st.button(
            "Fix all", key=key("fix_all"), icon=":material/build:",
            disabled=not any(found.fixed for found in lint(source)), on_click=_fix_all,
        )  # fmt: skip
        st.button(
            "Undo", key=key("undo"), icon=":material/undo:", type="tertiary", help=WORDS.line("undo"),
            disabled=source == st.session_state[_BEFORE], on_click=_undo,
        )  # fmt: skip


def _files(source: str) -> None:
    """Other programs, a file of the learner's or one of ours, and this one as a file."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=key("setting_row")):
        with st.popover("Open a file", icon=":material/upload_file:", key=key("setting_file")):
            st.file_uploader(
                WORDS.line("file"), dropped.KINDS, key=key("file"), on_change=_drop,
                max_upload_size=dropped.MEGABYTES,
            )  # fmt: skip
            if refused := st.session_state.get(_REFUSED):
                st.warning(WORDS.line(refused), icon=":material/error:")
        with st.popover("Take an old one", icon=":material/history_edu:", key=key("setting_old")):
            for old in samples.OLD_PROGRAMS:
                st.button(old.label, key=key(f"load_{old.name}"), on_click=_load, args=(old.source,))
        st.button(
            "Empty", key=key("setting_empty"), icon=":material/delete:", help=WORDS.line("empty"), on_click=_load, args=("",),
        )  # fmt: skip
        st.download_button(
            "Save", source, _file_name(source), "text/plain", key=key("setting_download"),
            icon=":material/download:", on_click="ignore", help=WORDS.line("home"),
        )  # fmt: skip


def _file_name(source: str) -> str:
    return f"program.{ENDINGS.get(kind_of(source), 'py')}"


# The other side


def _does(source: str, marks: Sequence[Mark]) -> None:
    found, findings, said = survey.calls(source), lint(source), verdict(source)
    bullet = "- " if len(said) > 1 else ""
    st.markdown("\n".join(bullet + one.text for one in said))
    if found:
        table_view.draw([row(one) for one in found], alt=WORDS.title("table calls"))
    st.markdown(summary(findings, said, begun=source != st.session_state[_BEFORE]))
    for number, finding in enumerate(findings):
        if finding.says not in NO_PROGRAMS.values():  # the verdict says it
            _finding(number, finding, marks)


def row(found: Found) -> dict[str, str]:
    """One call as a line of the table."""
    remarks = {"calls/old": found.old, "calls/elsewhere": found.elsewhere, "calls/streamed": found.streamed}
    said = [WORDS.line(id) for id, holds in remarks.items() if holds]
    return {
        "Line": str(found.line),
        "Provider": found.provider,
        "Call": " · ".join([wire.code(found.method), *said]),
        "Model": wire.code(found.model) if found.model else WORDS.line("calls/no_model"),
    }


def summary(findings: Sequence[Finding], said: Sequence[Said], *, begun: bool) -> str:
    """How many lines fail today and how many are habits, and what no click mends. That nothing was found is said only
    where a call was read. `begun` tells that something was fixed or typed since the program came."""
    if not findings:
        return WORDS.line("found/nothing") if any(one.says in READ for one in said) else ""
    errors = [found for found in findings if found.severity == "error"]
    by_hand = sum(found.fix_label is None for found in errors)
    told = WORDS.line(
        "found",
        errors=len(errors),
        habits=sum(found.severity == "warning" for found in findings),
        fixes=sum(found.fix_label is not None for found in findings),
    )
    if not by_hand:
        return told
    return f"{told} {WORDS.line('found/left' if begun else 'found/by_hand', count=by_hand)}"


_SIGNS = {
    "error": ":red[:material/error:]",
    "warning": ":orange[:material/warning:]",
    "info": ":material/info:",
}


def _finding(number: int, finding: Finding, marks: Sequence[Mark]) -> None:
    said = WORDS.line("found/line", line=finding.line, message=finding.message)
    with st.container(gap="xsmall"):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=key(f"finding_{number}")
        ):
            st.markdown(f"{_SIGNS[finding.severity]} {said}", width="stretch")
            if finding.fix_label:
                st.button(
                    wire.as_text(finding.fix_label), key=key(f"fix_{number}"), icon=":material/build:",
                    type="tertiary", on_click=_fix_one, args=(marks, number),
                )  # fmt: skip
        if finding.why:
            st.caption(finding.why)


def _difference(source: str) -> None:
    before: str = st.session_state[_BEFORE]
    if before == source:
        st.caption(WORDS.line("difference/none"))
        return
    st.code(difference(before, source), language="diff", wrap_lines=True)
    st.caption(WORDS.line("difference"))


def difference(before: str, after: str) -> str:
    """What changed, as a unified diff without its header."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


def _happened(source: str) -> None:
    found = trial.of(STEP)
    if kind_of(source) in ENDINGS:
        st.info(WORDS.line("run/other"), icon=":material/info:")
    elif why := trial.why_not(source, survey.provider_of(source)):
        st.info(WORDS.line("run/cannot", why=why), icon=":material/info:")
    elif found is None:
        st.caption(WORDS.line("run/not_yet"))
    if found is not None:
        trial.draw(found, source)


# What the learner does


def _load(source: str) -> None:
    """Another program: what was found in the one before, and what came of it, is gone with it."""
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = st.session_state[_BEFORE] = source
    st.session_state[_TAB] = DOES


def _drop() -> None:
    """What cannot be read is said beside the box for files: a callback of a fragment must not draw anything."""
    file = st.session_state[key("file")]
    st.session_state[_REFUSED] = None
    if file is None:
        return
    try:
        _load(dropped.program(file.name, file.getvalue()))
    except dropped.Unreadable as error:
        st.session_state[_REFUSED] = error.says


def _edited(text: str) -> None:
    """What is pasted or typed before the first fix is what the fixes are compared with."""
    if st.session_state[_CODE] == st.session_state[_BEFORE]:
        st.session_state[_BEFORE] = text
    st.session_state[_CODE] = text


def _fix(drawn: Sequence[Mark], index: int) -> None:
    st.session_state[_CODE] = lint_marks.mended(st.session_state[_CODE], drawn[index])


def _fix_one(drawn: Sequence[Mark], number: int) -> None:
    take_typed(_BOX, _edited)
    _fix(drawn, number)


def _fix_all() -> None:
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = mend(st.session_state[_CODE])


def _undo() -> None:
    take_typed(_BOX, _edited)
    st.session_state[_CODE] = st.session_state[_BEFORE]


def _stop() -> None:
    watch.stop(trial.works(STEP))


def _run_typed(text: str) -> None:
    _edited(text)
    _run()


def _run() -> None:
    """Run it at the practice server; where that cannot be done, say why where the outcome would stand."""
    take_typed(_BOX, _edited)
    st.session_state[_TAB] = HAPPENED
    source: str = st.session_state[_CODE]
    trial.start(STEP, "own", source, survey.provider_of(source))
