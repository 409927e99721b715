"""The desk: the code box, the controls bound to it both ways, Run and Stop.

The code is the truth. On each run of the script the controls are set from what the code says;
a control that is moved patches the code; a value that a control cannot hold stays in the code.
Everything lives in session state under `<step>_...`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from firstcall import models, programs, providers
from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.ui import binding, cap, controls, languages, link, lint_marks, provider_choice, session
from firstcall.ui.code_box import Mark, code_box

Notes = Callable[[Provider, str], Mapping[int, str]]
"""Provider and source in, an explanation for each line number out."""

ALL_CONTROLS = ("model", "system", "prompt", "max_tokens", "temperature", "effort", "stream")


@dataclass(frozen=True)
class Desk:
    """One step's desk: its opening settings (the model is put in per provider) and its controls.

    `under` draws more below the code, renewed with it; it gets the settings of a program that is understood.
    """

    step: str
    opening: Settings
    controls: Sequence[str] = ALL_CONTROLS
    notes: Notes = lambda provider, source: {}
    under: Callable[[Desk, Settings], None] | None = None

    def key(self, name: str) -> str:
        return f"{self.step}_{name}"

    @property
    def provider(self) -> Provider:
        return provider_choice.chosen(self.key("provider"))

    @property
    def source(self) -> str:
        """The code as it stands in the box."""
        return self.source_for(self.provider)

    def source_for(self, provider: Provider) -> str:
        """The code for a provider, made from the opening settings at first."""
        key = self.key(f"{provider.id}_code")
        if key not in st.session_state:
            st.session_state[key] = self.fresh(provider)
        text: str = st.session_state[key]
        return text

    def write(self, text: str, provider: Provider | None = None) -> None:
        """Put another program into the box of the chosen provider, or of another one."""
        st.session_state[self.key(f"{(provider or self.provider).id}_code")] = text

    def fresh(self, provider: Provider) -> str:
        """The program for the opening settings, as nobody has touched it yet."""
        call = provider.compose(for_provider(self.opening, provider), None)
        return programs.render(call, provider)

    def parse(self, provider: Provider | None = None) -> programs.Program:
        """What the code says. Raises `snippets.NotUnderstood`."""
        of = provider or self.provider
        return programs.parse(self.source_for(of), of.id, of.methods)

    @property
    def run(self) -> Run | None:
        found: Run | None = st.session_state.get(self.key("run"))
        return found

    @property
    def running(self) -> bool:
        return self.run is not None and not self.run.finished

    @property
    def go(self) -> str:
        """What the button says that sends the call."""
        return "Run"

    def more(self) -> None:
        """Further controls, drawn under the others by a desk of another kind."""

    def begin(self, call: Call) -> None:
        """Send the call that the code says. A desk of another kind may send several."""
        run = session.start(call, step=self.step)
        run.program = self.source
        st.session_state[self.key("run")] = run

    def halt(self) -> None:
        """Break off what is on its way. What came is kept."""
        if self.run is not None:
            self.run.stop()


def for_provider(settings: Settings, provider: Provider, model: str | None = None) -> Settings:
    """Settings with a model of this provider, and only what that model takes."""
    found = models.find(model or models.DEFAULT[provider.id])
    if found is None:
        return settings
    takes = found.temperature != "refused"
    return replace(
        settings,
        model=found.id,
        effort=found.quiet_effort,
        temperature=settings.temperature if takes else None,
    )


def draw(desk: Desk) -> None:
    """The desk as a fragment: typing and sliding rerun only this part of the page."""
    _restore(desk)
    st.fragment(_draw, key=desk.key("desk"))(desk)


def _restore(desk: Desk) -> None:
    """Put the settings into the box that the link asks for which opened this page."""
    opened = link.taken()
    if opened is None:
        return
    provider = providers.get(opened.provider) if opened.provider else desk.provider
    settings = opened.onto(for_provider(desk.opening, provider, opened.model))
    st.session_state[desk.key("provider")] = provider.id
    desk.write(programs.render(provider.compose(settings, None), provider))
    link.keep(desk.step, opened, desk.source)


def _draw(desk: Desk) -> None:
    link.notice(desk.step, desk.source)
    provider_choice.choose(desk.key("provider"), _switch_provider, (desk, desk.provider.id))
    code, beside = st.columns([5, 3], gap="medium")
    problem, program = _understand(desk)
    marks = lint_marks.marks(desk.source, desk.provider.id, problem)
    with beside:
        controls.draw(desk, program)
        desk.more()
    with code:
        code_box(
            desk.source,
            key=desk.key(f"{desk.provider.id}_box"),
            label=f"Python program for {desk.provider.name}",
            marks=marks,
            notes=desk.notes(desk.provider, desk.source),
            on_edit=partial(desk.write, provider=desk.provider),
            on_run=partial(_run_typed, desk),
            on_fix=partial(_mend, desk, marks),
        )
        _buttons(desk, problem, program)
        if program is not None:
            cap.warn(program.call)
            languages.expander(desk.step, desk.provider, program.call)
    if desk.under is not None and program is not None:
        desk.under(desk, desk.provider.read(program.call))


def _understand(desk: Desk) -> tuple[Mark | None, programs.Program | None]:
    try:
        return None, desk.parse()
    except programs.NotUnderstood as error:
        return Mark(error.line or 1, error.message, "error", column=error.column and error.column - 1), None


def _buttons(desk: Desk, problem: Mark | None, program: programs.Program | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            desk.go,
            key=desk.key("go"),
            type="primary",
            icon=":material/play_arrow:",
            disabled=desk.running or problem is not None,
            help="Or press Ctrl+Enter (Cmd+Enter on a Mac) in the code.",
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
        st.button(
            "Start over",
            key=desk.key("reset"),
            type="tertiary",
            icon=":material/restart_alt:",
            disabled=desk.source == desk.fresh(desk.provider),
            help="Puts the program back as it was when you first saw it.",
            on_click=_reset,
            args=(desk,),
        )
        _badge(desk.provider)
        if program is not None:
            opening = for_provider(desk.opening, desk.provider)
            link.popover(desk.step, desk.provider.id, desk.provider.read(program.call), opening)


def _badge(provider: Provider) -> None:
    if session.mode_of(provider) == "live":
        st.badge("Live: costs money", icon=":material/bolt:", color="orange")
    else:
        st.badge("Practice: free", icon=":material/school:", color="green")


# What the learner does


def run(desk: Desk) -> None:
    """Send the call that the code says, unless one is on its way."""
    binding.take_in(desk)
    if desk.running:
        return
    try:
        program = desk.parse()
    except programs.NotUnderstood:
        return  # the box shows what is not understood, and nothing is sent
    desk.begin(program.call)
    st.rerun()


def stop(desk: Desk) -> None:
    """Break the run off. What came is kept."""
    desk.halt()
    st.rerun()


def _run_typed(desk: Desk, text: str) -> None:
    desk.write(text)
    run(desk)


def _mend(desk: Desk, drawn: Sequence[Mark], index: int) -> None:
    """Apply the fix of a mark."""
    desk.write(lint_marks.mended(desk.source, drawn[index], desk.provider.id))


def _reset(desk: Desk) -> None:
    binding.take_in(desk)
    desk.write(desk.fresh(desk.provider))


def _switch_provider(desk: Desk, before: str) -> None:
    """Carry the settings over to the other provider's code, in its own words."""
    binding.take_in(desk)
    leaving, arriving = providers.get(before), desk.provider
    try:
        settings = leaving.read(desk.parse(leaving).call)
        onto = desk.parse().call
    except programs.NotUnderstood:
        return
    settings = for_provider(settings, arriving, onto.model)
    if not isinstance(settings.max_tokens, int):
        return
    binding.write(desk, onto, arriving.compose(settings, onto), arriving)
