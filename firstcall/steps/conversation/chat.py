"""The chat, and beside it the list of messages that the next call sends."""

from __future__ import annotations

import streamlit as st

from firstcall import models
from firstcall.calls import Call, Settings
from firstcall.programs.write.layout import code
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.conversation import WORDS, history, memory, turns
from firstcall.steps.conversation.memory import Memory, Said, key
from firstcall.ui import (
    bench,
    browser_memory,
    controls,
    frame,
    link,
    provider_choice,
    reply,
    results,
    session,
    watch,
    wire,
)
from firstcall.ui.live_text import live_text

SENT = "The next call"


def draw() -> None:
    """Choices and chat; beside them what the next call sends and what each turn used."""
    _restore()
    memory.settle()
    st.session_state[key("around")] = memory.provider().handle
    chat, listed = bench.panes(key)
    with chat:
        watch.part(key("chat"), _answering, _draw, then=memory.parts_after())
    with listed:
        tabs: bench.Tabs = {SENT: _list, "Turns": turns.picture}
        bench.draw_tabs(key, _begun, WORDS.say("idea"), tabs, watched=False)


def _begun() -> list[Run]:
    run = memory.memory().run
    return [run] if run else []


def _answering() -> list[Run]:
    """The newest call, unless it summarises: that one is waited for where the list is made shorter."""
    return [run for run in _begun() if run.batch != memory.SUMMARY]


def _restore() -> None:
    """Go on with the conversation that the page's address holds."""
    opened = link.taken(memory.STEP)
    if opened is None or memory.memory().running:
        return
    provider = session.provider(opened.provider) if opened.provider else memory.provider()
    wanted = opened.onto(memory.opening(provider, opened.model))
    if not opened.problems and _query(provider, wanted) == _query(memory.provider(), memory.now()):
        link.is_own()
        return
    provider_choice.put(provider)
    memory.open_with(wanted)
    link.keep(memory.STEP, opened, _source())


def _query(provider: Provider, settings: Settings) -> tuple[str, str]:
    """What an address holds of a conversation."""
    return provider.handle, link.query(
        provider.handle, settings, memory.opening(provider, settings.model)
    ).text


def _source() -> str:
    """The conversation as it stands, to tell whether it was changed since a link brought it."""
    return "\n".join(_query(memory.provider(), memory.now()))


def _draw() -> None:
    if st.session_state[key("around")] != memory.provider().handle:
        st.rerun()  # what stands around the chat follows the provider too
    memory.settle()
    _choices()
    link.notice(memory.STEP, _source(), back="New conversation")
    _chat(memory.memory())
    link.remarks(memory.STEP)
    memory.keep()


def _choices() -> None:
    browser_memory.recall(key("system"))
    st.session_state.setdefault(key("system"), WORDS.say("system"))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key("bench_bar")):
        provider_choice.choose(key("provider"))
        _settings()
        now, provider = memory.now(), memory.provider()
        link.address(memory.STEP, now, provider.handle, memory.opening(provider, now.model))


def _settings() -> None:
    with st.popover("Model", key=key("setting_model")):
        provider = memory.provider()
        st.selectbox(
            "Model",
            models.ids(provider.offered),
            label_visibility="collapsed",
            format_func=controls.model_label,
            key=key(f"{provider.id}_model"),
            persist_state="session",
        )
    with st.popover("System prompt", key=key("setting_system")):
        st.text_input(
            "System prompt", key=key("system"), label_visibility="collapsed", persist_state="session"
        )


def _chat(kept: Memory) -> None:
    with st.container(height=300, border=True, autoscroll=True, key=key("bench_chat")):
        if not kept.said:
            st.caption(WORDS.line("chat/nothing_said"))
        for at, said in enumerate(kept.said):
            _message(kept, at, said)
        _newest(kept)
    st.chat_input(
        "Say something", key=key("input"), disabled=kept.running, on_submit=_submitted, submit_mode="submit"
    )
    with st.container(horizontal=True):
        for number, text in enumerate(WORDS.section("suggestions").items()):
            st.button(
                text if len(text) < 24 else text.split("?")[0] + "?",
                key=key(f"suggestion_{number}"),
                disabled=kept.running,
                on_click=memory.say,
                args=(text,),
            )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Stop", key=key("stop"), icon=":material/stop:", disabled=not kept.running, on_click=memory.stop
        )
        st.button(
            "New conversation",
            key=key("new"),
            type="tertiary",
            icon=":material/restart_alt:",
            disabled=kept.running or not kept.said,
            on_click=memory.start_over,
        )
        frame.mode_badge(memory.provider())


def _submitted() -> None:
    memory.say(st.session_state[key("input")] or "")


def _message(kept: Memory, at: int, said: Said) -> None:
    avatar = ":material/person:" if said.role == "user" else ":material/smart_toy:"
    with st.chat_message(said.role, avatar=avatar):
        if kept.editing == at and not kept.running:
            _edit(at, said)
            return
        run = said.run
        live_text(
            key=key(f"said_{id(run)}" if run else f"said_{at}"),
            url=None,
            text=said.content,
            done=True,
            label=f"Message {at + 1}, {said.role}",
            max_height=None,
        )
        if run is not None:
            st.caption(_told(run))
        elif said.role == "user":
            _handles(kept, at)


def _handles(kept: Memory, at: int) -> None:
    number = history.turns(kept.said[: at + 1])
    with st.container(horizontal=True, gap="small"):
        st.button(
            f"Edit turn {number}", key=key(f"edit_{at}"), type="tertiary", disabled=kept.running,
            help=WORDS.line("chat/edit"),
            on_click=memory.edit, args=(at,),
        )  # fmt: skip
        st.button(
            f"Remove turn {number}", key=key(f"remove_{at}"), type="tertiary", disabled=kept.running,
            help=WORDS.line("chat/remove"),
            on_click=memory.remove, args=(at,),
        )  # fmt: skip


def _edit(at: int, said: Said) -> None:
    text = st.text_area(f"Message {at + 1}", said.content, key=key(f"editing_{at}"), height=100)
    dropped = len(memory.memory().said) - at - 1
    if dropped:
        st.caption(WORDS.line("chat/will_drop", dropped=dropped))
    with st.container(horizontal=True):
        st.button(
            "Send from here",
            key=key("send_edit"),
            type="primary",
            on_click=lambda: memory.say_instead(at, st.session_state.get(key(f"editing_{at}")) or text or ""),
        )
        st.button("Cancel", key=key("cancel_edit"), on_click=memory.edit, args=(None,))


def _told(run: Run) -> str:
    """Who answered, and what that turn used."""
    parts = [f"`{wire.as_text(run.call.model)}`"]
    if run.state == "stopped":
        parts.append("stopped")
    if run.reply is not None and run.reply.cut_off:
        parts.append(WORDS.line("chat/cut_off"))
    return " · ".join([*parts, *reply.used(run.record)])


def _newest(kept: Memory) -> None:
    """The reply on its way, or why there is none."""
    run = kept.run
    if run is None or run.batch == memory.SUMMARY:
        return
    if kept.running:
        with st.chat_message("assistant", avatar=":material/smart_toy:"):
            reply.draw(run, key(f"said_{id(run)}"), max_height=None)
    elif kept.unanswered and kept.said[-1].run is None:
        _unanswered(run)


def _unanswered(run: Run) -> None:
    if run.failure is not None:
        results.failed(run.failure)
    elif run.state == "stopped":
        st.caption(WORDS.line("chat/stopped"))
    elif run.reply is not None and not run.text.strip():
        st.caption(WORDS.line("chat/no_text"))
    else:
        return
    st.button("Send again", key=key("again"), icon=":material/replay:", on_click=memory.again)


def _list() -> None:
    messages = memory.memory().messages
    tokens = memory.about_tokens(messages)
    price = memory.about_price(tokens).replace("$", "\\$")
    st.markdown(WORDS.line("chat/next_call", count=memory.listed(messages)))
    st.caption(WORDS.line("chat/before_yours", tokens=f"{tokens:,}", price=price))
    st.code(_shown(memory.provider(), memory.call(messages)), language="python", wrap_lines=True)


def _shown(provider: Provider, call: Call) -> str:
    """The arguments of a call that carry text, as its provider wants them."""
    said, listed = history.beside(provider, call), history.listed(provider, call)
    lines = [f"{said[0]} = {code(said[1])}"] if said else []
    return "\n".join([*lines, f"{provider.messages} = {code(listed) if listed else '[]'}"])
