"""The desk drawn: the code box, the controls bound to it both ways, Run and Stop.

The code is the truth. On each run of the script the controls are set from what the code says;
a control that is moved patches the code; a value that a control cannot hold stays in the code.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from functools import partial

import streamlit as st

from firstcall import models, programs
from firstcall.calls import Settings
from firstcall.providers import Provider
from firstcall.ui import (
    WORDS,
    apart,
    argument_controls,
    binding,
    browser_memory,
    cap,
    controls,
    diff,
    languages,
    link,
    lint_marks,
    provider_choice,
    session,
    watch,
    wire,
)
from firstcall.ui.code_box import Mark, code_box
from firstcall.ui.desk import Control, Desk
from firstcall.ui.translate import for_provider


def draw(desk: Desk, outdated: Callable[[str], bool] = lambda source: False) -> None:
    """The desk as a fragment: typing and sliding rerun only this part of the page.

    `outdated` says whether the rest of the page would say something else with the program as it is now;
    then all of it is drawn.
    """
    _restore(desk)
    _follow(desk)
    st.session_state[desk.key("around")] = desk.provider.handle
    apart.fragment(desk.key("desk"), _draw, desk, outdated)


def _restore(desk: Desk) -> None:
    """Put the settings into the box that the link asks for which opened this page."""
    opened = link.taken(desk.step)
    if opened is None:
        return
    provider = session.provider(opened.provider) if opened.provider else desk.provider
    settings = opened.onto(_opening(desk, provider, opened.model))
    if not opened.problems and provider == desk.provider and _says(desk, settings):
        link.is_own()
        return
    provider_choice.put(provider)
    st.session_state[desk.key("carried")] = provider.handle
    desk.write(desk.written(provider, provider.compose(settings, None)))
    link.keep(desk.step, opened, desk.source)


def _opening(desk: Desk, provider: Provider, model: str | None) -> Settings:
    """What the page says by itself to a model."""
    return for_provider(desk.opening, provider, model or desk.models.get(provider.id))


def _says(desk: Desk, settings: Settings) -> bool:
    """Whether the program in the box makes the call of these settings, in whatever words."""
    provider = desk.provider
    _, program = _understand(desk, provider)
    if program is None:
        return False
    now = provider.read(program.call)
    opening = _opening(desk, provider, now.model)
    return (
        link.query(provider.handle, now, opening).query
        == link.query(provider.handle, settings, opening).query
    )


def _follow(desk: Desk) -> None:
    """Carry what was changed over to the provider that was chosen on another page meanwhile."""
    before = session.provider(st.session_state.setdefault(desk.key("carried"), desk.provider.handle))
    if before.handle != desk.provider.handle and desk.source_for(before) != desk.fresh(before):
        _carry(desk, before)
    st.session_state[desk.key("carried")] = desk.provider.handle


def _draw(desk: Desk, outdated: Callable[[str], bool]) -> None:
    provider = desk.provider
    source = desk.source_for(provider)
    # Not in the callback of a control: a rerun from there may lose a click on Run that comes right after it.
    if (desk.leads and st.session_state[desk.key("around")] != provider.handle) or outdated(source):
        st.rerun()
    link.notice(desk.step, source)
    problem, program = apart.worked_out(desk.key("read"), partial(_understand, desk, provider), (None, None))
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=desk.key("bench_bar")):
        provider_choice.choose(desk.key("provider"), _switch_provider, (desk, provider.handle))
        lacking = desk.lacks(provider)
        if not lacking:
            with apart.part(desk.key("link")):
                _link(desk, program, provider)
            apart.fragment(desk.key("go_part"), _run_and_stop, desk, program is not None)
    if lacking:
        st.info(lacking, icon=":material/block:")
        return
    with apart.part(desk.key("controls")):
        controls.draw(desk, program, [_OTHER_WAY] if provider.way else [])
    # Whatever of this fails, the editor stays with what the learner wrote.
    marks = apart.worked_out(desk.key("marks"), partial(lint_marks.marks, source, provider.id, problem), ())
    code_box(
        source,
        key=desk.key(f"{provider.id}_box"),
        label=f"Python program for {provider.name}",
        marks=marks,
        notes=apart.worked_out(desk.key("notes"), partial(desk.notes, provider, source), {}),
        controls=apart.worked_out(
            desk.key("arguments"), partial(argument_controls.controls, provider, program), ()
        )
        if program
        else (),
        on_edit=partial(desk.take, provider=provider),
        on_run=partial(_run_typed, desk),
        on_fix=partial(_mend, desk, marks),
    )
    fresh = desk.fresh(provider)
    browser_memory.keep(
        desk.key("program"),
        {desk.key(f"{provider.handle}_code"): None if source == fresh else source},
    )
    with apart.part(desk.key("around")):
        _around(desk, program, provider, source, source == fresh)
        if desk.under is not None and program is not None:
            desk.under(desk, provider.read(program.call))


def _understand(desk: Desk, provider: Provider) -> tuple[Mark | None, programs.Program | None]:
    try:
        return None, desk.parse(provider)
    except programs.NotUnderstood as error:
        return Mark(error.line or 1, error.message, "error", column=error.column and error.column - 1), None


def _other_way(desk: Desk, settings: Settings | None) -> None:
    """What is written otherwise in the other way, and which to take when."""
    here, usual = desk.provider, desk.provider.ways[0]
    there = next(way for way in here.ways if way != here)
    st.markdown(here.ways[-1].words.say("when"))
    if settings is None or (carried := _carried(desk, here, there)) is None:
        return
    sides = (carried, desk.source) if there == usual else (desk.source, carried)
    st.code(diff.diff(*sides), language="diff")


_OTHER_WAY = Control(WORDS.line("controls/both_ways"), lambda settings: "", _other_way, wide=True)


def _run_and_stop(desk: Desk, readable: bool) -> None:
    with st.container(horizontal=True, gap="small", width="content", key=desk.key("bench_run")):
        st.button(
            desk.go,
            key=desk.key("go"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=desk.running or not readable,
            help=WORDS.line("controls/run_keys"),
            on_click=run,
            args=(desk,),
        )
        st.button(
            "Stop",
            key=desk.key("stop"),
            icon=":material/stop:",
            disabled=not desk.running,
            on_click=stop,
            args=(desk,),
        )


def _link(desk: Desk, program: programs.Program | None, provider: Provider) -> None:
    if program is not None:
        settings = provider.read(program.call)
        opening = _opening(desk, provider, settings.model)
        link.address(desk.step, settings, provider.handle, opening, desk.tab)


def _around(
    desk: Desk, program: programs.Program | None, provider: Provider, source: str, untouched: bool
) -> None:
    """What is seldom needed: where the call goes, start over, what a link leaves out, other languages."""
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=desk.key("bench_around")
    ):
        _badge(provider)
        st.button(
            "Start over",
            key=desk.key("reset"),
            type="tertiary",
            icon=":material/restart_alt:",
            disabled=untouched,
            help=WORDS.line("controls/start_over"),
            on_click=_reset,
            args=(desk,),
        )
    if program is not None:
        link.remarks(desk.step)
        cap.warn(program.call)
        languages.expander(desk.step, provider, program.call, source, desk.shape)


def _badge(provider: Provider) -> None:
    if session.mode_of(provider) == "live":
        server = wire.as_text(session.server_of(provider))
        said = WORDS.line(f"live/{_live_at(provider)}", server=server)
        st.badge(said, icon=":material/bolt:", color="orange")
    else:
        st.badge("Practice: free", icon=":material/school:", color="green")


def _live_at(provider: Provider) -> str:
    """Who is paid for a live call: the provider, nobody for what runs at home, or nobody knows."""
    if session.server_of(provider):
        return "elsewhere"
    return "at_home" if models.vendor(provider.id).at_home else "own"


# What the learner does


def run(desk: Desk, also: Sequence[str] = ()) -> None:
    """Send the call that the code says, unless one is on its way; then draw what says something of it, and `also` these
    parts of the page."""
    binding.take_in(desk)
    if desk.running:
        return
    try:
        program = desk.parse()
    except programs.NotUnderstood:
        return  # the box shows what is not understood, and nothing is sent
    desk.send(program.call)
    watch.again([*desk.parts, *also] if desk.parts else ())


def stop(desk: Desk) -> None:
    """Break off what is on its way. What came is kept."""
    watch.stop(desk.works, desk.parts_after, shown_in=desk.key("results"))


def _run_typed(desk: Desk, text: str) -> None:
    desk.take(text, desk.provider)
    run(desk, also=[desk.key("desk")])


def _mend(desk: Desk, drawn: Sequence[Mark], index: int) -> None:
    """Apply the fix of a mark."""
    desk.take(lint_marks.mended(desk.source, drawn[index], desk.provider.id), desk.provider)


def _reset(desk: Desk) -> None:
    binding.take_in(desk)
    desk.write(desk.fresh(desk.provider))


def _switch_provider(desk: Desk, before: str) -> None:
    """Another provider was chosen at this desk."""
    binding.take_in(desk)
    _carry(desk, session.provider(before))
    st.session_state[desk.key("carried")] = desk.provider.handle


def _carry(desk: Desk, leaving: Provider) -> None:
    """Carry the settings over to the chosen provider's code, in its own words."""
    arriving = desk.provider
    carried = _carried(desk, leaving, arriving)
    if carried is not None:
        desk.write(carried, arriving)
        brought = _settings(desk, arriving) if leaving.id == arriving.id else None
        st.session_state[desk.key(f"{arriving.handle}_brought")] = brought


def _carried(desk: Desk, leaving: Provider, arriving: Provider) -> str | None:
    """The arriving provider's program once it says what the leaving one's says; `None` where that cannot be."""
    try:
        settings, onto = leaving.read(desk.parse(leaving).call), desk.parse(arriving).call
    except programs.NotUnderstood:
        return None
    if leaving.id == arriving.id:
        settings = _changed_since(desk, leaving, settings, arriving.read(onto))
    else:
        settings = for_provider(settings, arriving, onto.model)
    if not isinstance(settings.max_tokens, int):
        return None
    return binding.rewritten(desk, onto, arriving.compose(settings, onto), arriving)


def _changed_since(desk: Desk, leaving: Provider, now: Settings, before: Settings) -> Settings:
    """The settings that a program had `before`, with what was changed since it was left for the other way: so going
    back there brings it as it was, with what the other way has no argument for."""
    brought: Settings | None = st.session_state.get(desk.key(f"{leaving.handle}_brought"))
    if brought is None:
        return now
    names = (field.name for field in fields(Settings))
    changed = {name: value for name in names if (value := getattr(now, name)) != getattr(brought, name)}
    return replace(before, **changed)


def _settings(desk: Desk, provider: Provider) -> Settings | None:
    try:
        return provider.read(desk.parse(provider).call)
    except programs.NotUnderstood:
        return None
