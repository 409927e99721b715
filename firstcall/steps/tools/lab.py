"""The lab: the loop by hand, a press for each of its steps."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers._tools import SHAPE, Result
from firstcall.running.runs import Run
from firstcall.steps.tools import WORDS, behind, choosing, lesson, list_of_messages, loop
from firstcall.steps.tools.loop import Loop, Round
from firstcall.ui import bench, controls, line_notes, results, session, wire
from firstcall.ui.desk import REPLY, Desk, usual

_ERROR = "Error: the weather service did not answer. Try again."


def desk() -> Desk:
    return Desk(
        lesson.STEP,
        lesson.OPENING,
        (controls.model, controls.prompt, controls.max_tokens),
        notes=line_notes.notes,
        go=WORDS.title("label go"),
        leads=True,
        begin=_begin,
        more=(choosing.OFFERED, choosing.CHOICE, choosing.BOUND),
        adds=lesson.adds,
        shape=SHAPE,
        lacks=lesson.lacks,
        around=usual(lesson.STEP),
    )


def _begin(desk: Desk, call: Call) -> Sequence[Run]:
    """The first call of a new loop."""
    run = _start(desk, lesson.at_once(desk.provider, call))
    run.program = desk.source if run.call == call else run.program
    st.session_state[_key(desk)] = Loop([Round(run)], choosing.bound(desk))
    return [run]


def _start(desk: Desk, call: Call) -> Run:
    run = session.start(call, step=desk.step)
    run.program = programs.render(call, desk.provider, shape=desk.shape)
    st.session_state[desk.key("run")] = run
    return run


def _key(desk: Desk) -> str:
    return desk.key(f"{desk.provider.handle}_loop")


def current(desk: Desk) -> Loop | None:
    """The loop that was begun last with the chosen provider."""
    found: Loop | None = st.session_state.get(_key(desk))
    return found


def tabs(desk: Desk) -> bench.Tabs:
    """The loop first, then what is behind it."""
    usual = {name: draw for name, draw in results.tabs(desk).items() if name not in (REPLY, "Compared")}
    return {
        REPLY: partial(_loop, desk),
        WORDS.title("tab diagram"): partial(behind.diagram, desk, partial(current, desk)),
        WORDS.title("tab cost"): partial(behind.cost, desk, partial(current, desk)),
        WORDS.title("tab program"): partial(behind.program, desk, partial(choosing.bound, desk)),
        WORDS.title("tab stream"): partial(behind.stream, desk),
        **usual,
        WORDS.title("tab added"): partial(results.added, desk),
    }


def _loop(desk: Desk) -> None:
    found = current(desk)
    if found is None:
        st.caption(WORDS.line("loop/nothing_sent", button=desk.go))
        return
    st.session_state[desk.key("run")] = found.newest.run
    _NEXT[found.next](desk, found)
    list_of_messages.draw(found)
    with st.expander(WORDS.title("box program"), icon=":material/code:"):
        st.code(wire.plain(found.newest.run.program), language="python", wrap_lines=True)


def _wait(desk: Desk, found: Loop) -> None:
    st.progress(0.0, text=WORDS.line("loop/wait", number=len(found.rounds)))


def _answered(desk: Desk, found: Loop) -> None:
    reply = found.newest.run.reply
    if reply is not None and not reply.natural:
        reason = wire.code(reply.stop_reason)
        said = WORDS.line("loop/cut_off" if reply.cut_off else "loop/ended_otherwise", reason=reason)
        st.warning(said, icon=":material/content_cut:" if reply.cut_off else ":material/block:")
    else:
        asked = any(one.asked for one in found.rounds)
        st.success(
            WORDS.line("loop/answered" if asked else "loop/no_tool", calls=len(found.rounds)),
            icon=":material/check:",
        )
    st.code(found.newest.run.text or " ", language=None, wrap_lines=True)


def _failed(desk: Desk, found: Loop) -> None:
    last = found.newest.run
    if last.failure is not None:
        results.failed(last.failure)
    else:
        st.info(WORDS.line("loop/stopped"), icon=":material/stop:")


def _run_functions(desk: Desk, found: Loop) -> None:
    st.markdown(WORDS.line("loop/asks", stop=list_of_messages.stop_reason(found.newest.run)))
    for one in found.newest.asked:
        st.markdown(f"- {list_of_messages.written(one)}")
    st.button(
        WORDS.title("label run"),
        key=desk.key(f"functions_{found.id}_{len(found.rounds)}"),
        icon=":material/function:",
        type="primary",
        on_click=_ran,
        args=(found,),
    )


def _ran(found: Loop) -> None:
    loop.run_functions(found.newest)


def _give(desk: Desk, found: Loop) -> None:
    assert found.newest.ran is not None
    key = partial(_widget, desk, found)
    st.markdown(WORDS.line("loop/ran"))
    for number, result in enumerate(found.newest.ran):
        _editor(key, number, result)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.button(
            WORDS.title("label give"),
            key=key("give"),
            icon=":material/reply:",
            type="primary",
            on_click=_give_back,
            args=(desk, found),
        )
        options = [one for one in loop.LOST if one != "one" or len(found.newest.ran) > 1]
        st.selectbox(
            WORDS.line("lost"), options, format_func=lambda id: WORDS.title(f"lost {id}"), key=key("lost")
        )


def _editor(key: partial[str], number: int, result: Result) -> None:
    """The result of one call, to be changed, and a press that makes it an error."""
    st.session_state.setdefault(key(f"text_{number}"), result.text)
    st.session_state.setdefault(key(f"failed_{number}"), result.failed)
    st.text_input(list_of_messages.written(result.asked), key=key(f"text_{number}"))
    st.toggle(
        WORDS.line("as_error"), key=key(f"failed_{number}"), on_change=_as_error, args=(key, number, result)
    )


def _as_error(key: partial[str], number: int, result: Result) -> None:
    """An error has the words of one, a result those of the function."""
    failed = st.session_state[key(f"failed_{number}")]
    st.session_state[key(f"text_{number}")] = _ERROR if failed else result.asked.run()


def _widget(desk: Desk, found: Loop, name: str) -> str:
    return desk.key(f"{name}_{found.id}_{len(found.rounds)}")


def _give_back(desk: Desk, found: Loop) -> None:
    """Put the model's turn and the results, as they are edited, behind the messages, and call again."""
    if found.next != "give" or found.newest.ran is None:
        return
    key, state, last = partial(_widget, desk, found), st.session_state, found.newest
    assert last.ran is not None
    last.ran = tuple(
        Result(
            one.asked,
            state.get(key(f"text_{number}"), one.text),
            state.get(key(f"failed_{number}"), one.failed),
        )
        for number, one in enumerate(last.ran)
    )
    last.lost = state.get(key("lost"), "nothing")
    run = _start(desk, loop.after(last.run, last.ran, last.lost))
    found.rounds.append(Round(run))
    state[desk.key("works")] = [run]
    st.rerun()  # only the whole page watches what is on its way


def _bound(desk: Desk, found: Loop) -> None:
    st.warning(WORDS.line("loop/bound", most=found.most), icon=":material/front_hand:")
    st.button(
        WORDS.title("label further"),
        key=desk.key(f"further_{found.id}_{found.most}"),
        icon=":material/more_time:",
        on_click=_further,
        args=(found,),
        disabled=found.most >= 2 * lesson.LARGEST_BOUND,
    )


def _further(found: Loop) -> None:
    found.most += 1


_NEXT = {
    "wait": _wait,
    "answered": _answered,
    "failed": _failed,
    "run": _run_functions,
    "give": _give,
    "bound": _bound,
}
