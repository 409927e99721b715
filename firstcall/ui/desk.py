"""The desk: the code box, the controls bound to it both ways, Run and Stop.

The code is the truth. On each run of the script the controls are set from what the code says;
a control that is moved patches the code; a value that a control cannot hold stays in the code.
Everything lives in session state under `<step>_...`.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import streamlit as st

from firstcall import models, prices, providers, snippets
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.runs import Run
from firstcall.ui import cap, languages, link, lint_marks, messages, session
from firstcall.ui.code_box import Mark, code_box, take_typed

Notes = Callable[[Provider, str], Mapping[int, str]]
"""Provider and source in, an explanation for each line number out."""

TOKEN_LIMIT_MAX = 2048
NOT_SENT = "not sent"
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
        return providers.get(st.session_state.get(self.key("provider")) or next(iter(providers.every())))

    @property
    def source(self) -> str:
        """The code as it stands in the box, made from the opening settings at first."""
        key = self.key(f"{self.provider.id}_code")
        if key not in st.session_state:
            st.session_state[key] = self.fresh(self.provider)
        text: str = st.session_state[key]
        return text

    def write(self, text: str) -> None:
        """Put another program into the box."""
        st.session_state[self.key(f"{self.provider.id}_code")] = text

    def fresh(self, provider: Provider) -> str:
        """The program for the opening settings, as nobody has touched it yet."""
        call = provider.compose(for_provider(self.opening, provider), None)
        return snippets.render(call, provider)

    def parse(self) -> snippets.Program:
        """What the code says. Raises `snippets.NotUnderstood`."""
        return snippets.parse(self.source, self.provider.id, self.provider.methods)

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
    effort = "none" if "none" in found.effort else None
    takes = found.temperature != "refused"
    return replace(
        settings, model=found.id, effort=effort, temperature=settings.temperature if takes else None
    )


def draw(desk: Desk) -> None:
    """The desk as a fragment: typing and sliding rerun only this part of the page."""
    _restore(desk)
    warm(desk.provider.package)
    st.fragment(_draw, key=desk.key("desk"))(desk)


def _restore(desk: Desk) -> None:
    """Put the settings into the box that the link asks for which opened this page."""
    opened = link.taken()
    if opened is None:
        return
    provider = providers.get(opened.provider) if opened.provider else desk.provider
    settings = opened.onto(for_provider(desk.opening, provider, opened.model))
    st.session_state[desk.key("provider")] = provider.id
    desk.write(snippets.render(provider.compose(settings, None), provider))
    link.keep(desk.step, opened, desk.source)


@cache
def warm(package: str) -> None:
    """Import the SDK while the learner reads: the first click should not wait for a second's import."""
    threading.Thread(
        target=importlib.import_module, args=(package,), name=f"warm-{package}", daemon=True
    ).start()


def _draw(desk: Desk) -> None:
    link.notice(desk.step, desk.source)
    st.session_state.setdefault(desk.key("provider"), desk.provider.id)
    st.segmented_control(
        "Provider",
        list(providers.every()),
        format_func=lambda id: providers.get(id).name,
        key=desk.key("provider"),
        required=True,
        persist_state="session",
        on_change=_switch_provider,
        args=(desk, desk.provider.id),
    )
    code, controls = st.columns([5, 3], gap="medium")
    problem, program = _understand(desk)
    marks = lint_marks.marks(desk.source, desk.provider.id, problem)
    with controls:
        _controls(desk, program)
        desk.more()
    with code:
        code_box(
            desk.source,
            key=desk.key(f"{desk.provider.id}_box"),
            label=f"Python program for {desk.provider.name}",
            marks=marks,
            notes=desk.notes(desk.provider, desk.source),
            on_edit=partial(_edited, desk),
            on_run=partial(_run_typed, desk),
            on_fix=partial(_mend, desk, marks),
        )
        _buttons(desk, problem, program)
        if program is not None:
            cap.warn(program.call)
            languages.expander(desk.step, desk.provider, program.call)
    if desk.under is not None and program is not None:
        desk.under(desk, desk.provider.read(program.call))


def _understand(desk: Desk) -> tuple[Mark | None, snippets.Program | None]:
    try:
        return None, desk.parse()
    except snippets.NotUnderstood as error:
        return Mark(error.line or 1, error.message, "error", column=error.column and error.column - 1), None


def _buttons(desk: Desk, problem: Mark | None, program: snippets.Program | None) -> None:
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
    take_typed(desk.key(f"{desk.provider.id}_box"), partial(_edited, desk))
    _take_in(desk)
    if desk.running:
        return
    try:
        program = desk.parse()
    except snippets.NotUnderstood:
        return  # the box shows what is not understood, and nothing is sent
    desk.begin(program.call)
    st.rerun()


def stop(desk: Desk) -> None:
    """Break the run off. What came is kept."""
    desk.halt()
    st.rerun()


def _edited(desk: Desk, text: str) -> None:
    """Take over what was typed; a control that was moved in the same moment is put in again."""
    desk.write(text)
    _put_in(desk, st.session_state.get(desk.key("moved"), {}))


def _run_typed(desk: Desk, text: str) -> None:
    desk.write(text)
    run(desk)


def _mend(desk: Desk, drawn: Sequence[Mark], index: int) -> None:
    """Apply the fix of a mark."""
    desk.write(lint_marks.mended(desk.source, drawn[index], desk.provider.id))


def _reset(desk: Desk) -> None:
    desk.write(desk.fresh(desk.provider))


def _switch_provider(desk: Desk, before: str) -> None:
    """Carry the settings over to the other provider's code, in its own words."""
    leaving, arriving = providers.get(before), desk.provider
    text = st.session_state.get(desk.key(f"{before}_code"))
    try:
        settings = leaving.read(snippets.parse(text or "", before, leaving.methods).call)
        onto = desk.parse().call
    except snippets.NotUnderstood:
        return
    settings = for_provider(settings, arriving, onto.model)
    if not isinstance(settings.max_tokens, int):
        return
    _write(desk, arriving.compose(settings, onto))


# Controls and code, both ways


def _write(desk: Desk, call: Call) -> None:
    """Make the code say this call; another method needs another program around it."""
    program = desk.parse()
    if program.call.method == call.method and program.call.streamed == call.streamed:
        desk.write(snippets.patch(desk.source, desk.provider.id, desk.provider.methods, call))
    else:
        desk.write(snippets.render(call, desk.provider))


def _take_in(desk: Desk) -> None:
    """Write every control that was moved since it was drawn into the code."""
    drawn: dict[str, Any] = st.session_state.get(desk.key("drawn"), {})
    moved = {
        name: st.session_state[desk.key(name)]
        for name, value in drawn.items()
        if desk.key(name) in st.session_state and st.session_state[desk.key(name)] != value
    }
    if not moved:
        return
    st.session_state[desk.key("drawn")] = drawn | moved
    st.session_state[desk.key("moved")] = moved
    _put_in(desk, moved)


def _put_in(desk: Desk, moved: Mapping[str, Any]) -> None:
    """Write the values of moved controls into the code, where it can be read."""
    if not moved:
        return
    try:
        call = desk.parse().call
    except snippets.NotUnderstood:
        return
    settings = desk.provider.read(call)
    for name, value in moved.items():
        settings = (_SET.get(name) or messages.setter(name))(settings, value)
    _write(desk, desk.provider.compose(settings, call))


def _set_model(settings: Settings, id: str) -> Settings:
    """Another model: what it refuses is left out, what it wants is put in."""
    found = models.find(id)
    if found is None:
        return replace(settings, model=id)
    effort = settings.effort if settings.effort in found.effort else None
    if effort is None and "none" in found.effort:
        effort = "none"
    takes = found.temperature != "refused"
    return replace(settings, model=id, effort=effort, temperature=settings.temperature if takes else None)


def change(desk: Desk, how: Callable[[Settings], Settings]) -> None:
    """Make the code say other settings, after what was moved or typed in the controls."""
    _take_in(desk)
    try:
        call = desk.parse().call
    except snippets.NotUnderstood:
        return
    _write(desk, desk.provider.compose(how(desk.provider.read(call)), call))


def _set_prompt(settings: Settings, text: str) -> Settings:
    *before, last = settings.messages or (Message("user", ""),)
    return replace(settings, messages=(*before, replace(last, content=text)))


def _set_send_temperature(settings: Settings, on: bool) -> Settings:
    return replace(settings, temperature=1.0 if on else None)


def _set_effort(settings: Settings, effort: str) -> Settings:
    """Reasoning and a temperature exclude each other on the models that only take it with `none`."""
    found = models.find(settings.model)
    in_force = found.default_effort if found and effort == NOT_SENT else effort
    keeps = in_force == "none" or found is None or found.temperature != "effort-none"
    return replace(
        settings,
        effort=None if effort == NOT_SENT else effort,
        temperature=settings.temperature if keeps else None,
    )


_SET: Mapping[str, Callable[[Settings, Any], Settings]] = {
    "model": _set_model,
    "system": lambda settings, text: replace(settings, system=text),
    "prompt": _set_prompt,
    "max_tokens": lambda settings, limit: replace(settings, max_tokens=limit),
    "send_temperature": _set_send_temperature,
    "temperature": lambda settings, value: replace(settings, temperature=value),
    "effort": _set_effort,
    "stream": lambda settings, on: replace(settings, stream=on),
    "stops": lambda settings, text: replace(settings, stop=(text,) if text else ()),
}


def _controls(desk: Desk, program: snippets.Program | None) -> None:
    """The controls, set from the code. Without an understood program they wait, greyed out."""
    settings = desk.provider.read(program.call) if program else None
    st.session_state[desk.key("drawn")] = {}
    st.session_state[desk.key("moved")] = {}
    for name in desk.controls:
        _DRAW[name](desk, settings)
    if settings is None:
        st.caption("The controls wait until the code can be read again.")


def _bind(desk: Desk, name: str, value: Any, default: Any, fits: bool) -> dict[str, Any]:
    """Set a widget from the code where its value fits, and give the widget's common arguments."""
    key = desk.key(name)
    if fits:
        if (
            key not in st.session_state or st.session_state[key] != value
        ):  # writing would undo what is being typed
            st.session_state[key] = value
    elif key not in st.session_state:
        st.session_state[key] = default
    st.session_state[desk.key("drawn")][name] = st.session_state[key]
    return {"key": key, "on_change": _take_in, "args": (desk,), "persist_state": "session"}


def _remark(value: Any, wants: str) -> None:
    st.caption(
        f"The code says `{str(value)[:40]}`, which this control cannot show ({wants}). Run sends it as it is."
    )


def _draw_model(desk: Desk, settings: Settings | None) -> None:
    known = models.ids(models.of(desk.provider.id))
    said = settings.model if settings else None
    options = [*known, said] if said and said not in known else known
    bound = _bind(desk, "model", said, known[0], bool(said))
    if st.session_state[desk.key("model")] not in options:
        options.append(st.session_state[desk.key("model")])
    st.selectbox(
        "Model, and its price for a million tokens",
        options,
        format_func=model_label,
        disabled=settings is None,
        **bound,
    )
    found = models.find(said or "")
    if found and found.note:
        st.caption(found.note)


def model_label(id: str) -> str:
    """`gpt-6-luna · $0.10 in, $0.50 out` (for a million tokens), and what to know before picking it."""
    found = models.find(id)
    if found is None:
        return f"{id} · not in the catalogue"
    if found.retired():
        return f"{id} · retired"
    rates = prices.rates(found.provider, id)
    price = f"${rates.input_usd:.2f} in, ${rates.output_usd:.2f} out" if rates else "no price"
    ends = f" · ends {found.retires:%d %b %Y}" if found.retires else ""
    return f"{id} · {price}{ends}"


def _draw_system(desk: Desk, settings: Settings | None) -> None:
    said = settings.system if settings else None
    bound = _bind(desk, "system", said, "", isinstance(said, str))
    st.text_area("System prompt", height=68, disabled=settings is None, **bound)


def _draw_prompt(desk: Desk, settings: Settings | None) -> None:
    said = settings.messages[-1].content if settings and settings.messages else None
    bound = _bind(desk, "prompt", said, "", isinstance(said, str))
    st.text_area("Your prompt", height=100, disabled=settings is None, **bound)


def _draw_max_tokens(desk: Desk, settings: Settings | None) -> None:
    said = settings.max_tokens if settings else None
    fits = type(said) is int and 1 <= said <= TOKEN_LIMIT_MAX
    bound = _bind(desk, "max_tokens", said, desk.opening.max_tokens or 1024, fits)
    st.slider("Token limit", 1, TOKEN_LIMIT_MAX, disabled=settings is None, **bound)
    if settings is not None and not fits:
        _remark(said, f"1 to {TOKEN_LIMIT_MAX}")


def _draw_temperature(desk: Desk, settings: Settings | None) -> None:
    said = settings.temperature if settings else None
    found = models.find(settings.model) if settings else None
    top = (found.temperature_max if found else None) or 2.0
    if found and said is None and (why := refuses_temperature(found, settings)):
        st.caption(why)
        return
    bound = _bind(desk, "send_temperature", said is not None, False, True)
    st.toggle("Send a temperature", disabled=settings is None, **bound)
    if said is None:
        return
    fits = isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= top
    bound = _bind(desk, "temperature", float(said) if fits else None, 1.0, fits)
    if st.session_state[desk.key("temperature")] > top:
        st.session_state[desk.key("temperature")] = top
    st.slider("Temperature", 0.0, top, step=0.05, disabled=settings is None, **bound)
    if not fits:
        _remark(said, f"0 to {top:g}")


def refuses_temperature(model: models.Model, settings: Settings | None) -> str | None:
    """Why there is no temperature to set right now, in a sentence, or `None`."""
    if model.temperature == "refused":
        return f"{model.id} takes no temperature: today's newest models refuse it."
    if (
        model.temperature == "effort-none"
        and settings
        and (settings.effort or model.default_effort) != "none"
    ):
        return f'{model.id} takes a temperature only with reasoning effort "none".'
    return None


def _draw_effort(desk: Desk, settings: Settings | None) -> None:
    found = models.find(settings.model) if settings else None
    options = [NOT_SENT, *(found.effort if found else ())]
    said = (settings.effort if settings else None) or NOT_SENT
    if len(options) == 1 and said == NOT_SENT:
        return
    fits = said in options
    bound = _bind(desk, "effort", said, NOT_SENT, fits)
    if st.session_state[desk.key("effort")] not in options:
        st.session_state[desk.key("effort")] = NOT_SENT
    default = f" (left out, this model uses {found.default_effort})" if found and found.default_effort else ""
    st.selectbox(
        "Thinking effort", options, help=f"How much it thinks before it answers{default}.",
        disabled=settings is None, **bound,
    )  # fmt: skip
    if not fits:
        _remark(said, "another word")


def _draw_stream(desk: Desk, settings: Settings | None) -> None:
    bound = _bind(desk, "stream", settings.stream if settings else True, True, True)
    st.toggle(
        "Stream the reply", help="Piece by piece as it is written, or whole at the end.",
        disabled=settings is None, **bound,
    )  # fmt: skip


def _draw_stops(desk: Desk, settings: Settings | None) -> None:
    said = settings.stop if settings else ()
    bound = _bind(desk, "stops", "".join(said[:1]), "", len(said) <= 1)
    st.text_input(
        "Stop sequence", help="Where these characters appear, the reply ends, without them. Empty sends none.",
        disabled=settings is None, **bound,
    )  # fmt: skip
    if len(said) > 1:
        _remark(list(said), "one sequence")


def _draw_messages(desk: Desk, settings: Settings | None) -> None:
    if settings is not None and not messages.is_plain(desk.parse().call.arguments.get("messages")):
        st.caption("This list holds more than plain texts: edit it in the code.")
        return
    messages.editor(settings, desk.provider.name, desk.key, partial(_bind, desk), partial(change, desk))


_DRAW: Mapping[str, Callable[[Desk, Settings | None], None]] = {
    "model": _draw_model,
    "system": _draw_system,
    "prompt": _draw_prompt,
    "messages": _draw_messages,
    "max_tokens": _draw_max_tokens,
    "temperature": _draw_temperature,
    "effort": _draw_effort,
    "stream": _draw_stream,
    "stops": _draw_stops,
}
