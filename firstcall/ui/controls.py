"""The controls beside the code: which widget shows which setting, and in what range.

How a widget and the code follow each other is in `binding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import streamlit as st

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.course import steps
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.server import assets
from firstcall.ui import WORDS, binding, wire
from firstcall.ui.binding import Put, bind
from firstcall.ui.desk import Control, Desk

NOT_SENT = "not sent"
TOKEN_LIMIT_MAX = 2048
NO_STOP = "tune no_stop"
"""Where a provider's words say that it takes no stop sequence."""


def draw(desk: Desk, program: programs.Program | None, also: Sequence[Control] = ()) -> None:
    """The settings in a row, each with its value, and what is `also` to be opened there; a click opens its widgets,
    set from the code.

    Without an understood program they wait, greyed out.
    """
    provider = desk.provider
    settings = provider.read(program.call) if program else None
    binding.begin(desk, provider)
    with st.container(horizontal=True, gap="xsmall", key=desk.key("settings")):
        for number, control in enumerate([*desk.more, *desk.controls, *also]):
            if settings is None or control.there(settings):
                _chip(desk, control, number, settings)
    if settings is None:
        st.caption(WORDS.line("controls/waiting"))


def _chip(desk: Desk, control: Control, number: int, settings: Settings | None) -> None:
    said = control.says(settings) if settings else None
    key = desk.key(f"setting_{number}{'_wide' * control.wide}")
    with st.popover(control.label, help=said, key=key, disabled=settings is None):
        control.draw(desk, settings)


def short(text: object, most: int = 22) -> str:
    """A value as a chip shows it: one line, cut where it is long."""
    line = " ".join(str(text).split())
    return wire.as_text(line if len(line) <= most else f"{line[:most].rstrip()}…")


def _remark(value: Any, wants: str) -> None:
    st.caption(WORDS.say("controls/not_shown", value=str(value)[:40], wants=wants))


def model_ids(provider: Provider) -> list[str]:
    """The ids to choose from: of the catalogue, retired ones included, or those of the learner's own server."""
    return models.ids(provider.known)


def _model(desk: Desk, settings: Settings | None) -> None:
    known = model_ids(desk.provider)
    said = settings.model if settings else None
    options = [*known, said] if said and said not in known else known
    bound = bind(desk, "model", _put_model, said, known[0], bool(said), options.__contains__)
    st.selectbox(
        WORDS.line("controls/model"),
        options,
        format_func=model_label,
        disabled=settings is None,
        **bound,
    )
    found = models.find(said or "")
    if found and found.note:
        st.caption(found.note)
    address, label = all_models(said or "")
    st.markdown(f"{steps.find('catalogue').icon} [{label}]({address})")


def all_models(id: str) -> tuple[str, str]:
    """The address of the page about the models, with this one open if it is known, and what the link is called. It
    opens in a tab of its own: what was typed here stays."""
    query = f"?catalogue_model={quote(id)}" if models.find(id) else ""
    return f"{assets.base_path()}/{steps.find('catalogue').slug}{query}", WORDS.line("controls/all_models")


def model_label(id: str) -> str:
    """`gpt-6-luna · $0.10 in, $0.50 out` (for a million tokens), and what to know before picking it."""
    found = models.find(id)
    if found is None:
        return f"{id} · {WORDS.line('controls/not_in_catalogue')}"
    if found.retired():
        return f"{id} · retired"
    rates = prices.rates(found.provider, id)
    price = f"${rates.input_usd:.2f} in, ${rates.output_usd:.2f} out" if rates else "no price"
    for change in prices.changes(found.provider, id)[:1]:
        price += " · " + WORDS.line("controls/price_changes", day=f"{change.on:%d %b %Y}")
    ends = " · " + WORDS.line("controls/ends", day=f"{found.retires:%d %b %Y}") if found.retires else ""
    return f"{id} · {price}{ends}"


def _system(desk: Desk, settings: Settings | None) -> None:
    said = settings.system if settings else None
    bound = bind(desk, "system", _put("system"), said, "", isinstance(said, str))
    st.text_area("System prompt", height=68, disabled=settings is None, **bound)


def _prompt(desk: Desk, settings: Settings | None) -> None:
    said = settings.messages[-1].content if settings and settings.messages else None
    bound = bind(desk, "prompt", _put_prompt, said, "", isinstance(said, str))
    st.text_area("Your prompt", height=100, disabled=settings is None, **bound)


def _max_tokens(desk: Desk, settings: Settings | None) -> None:
    said = settings.max_tokens if settings else None
    fits = type(said) is int and 1 <= said <= TOKEN_LIMIT_MAX
    bound = bind(desk, "max_tokens", _put("max_tokens"), said, desk.opening.max_tokens or 1024, fits)
    st.slider("Token limit", 1, TOKEN_LIMIT_MAX, disabled=settings is None, **bound)
    if settings is not None and not fits:
        _remark(said, f"1 to {TOKEN_LIMIT_MAX}")


def _temperature(desk: Desk, settings: Settings | None) -> None:
    said = settings.temperature if settings else None
    found = models.find(settings.model) if settings else None
    top = (found.temperature_max if found else None) or 2.0
    if found and said is None and (why := refuses_temperature(found, settings)):
        st.caption(why)
        return
    if found and found.temperature == "ignored":
        st.caption(WORDS.line("controls/temperature_ignored", model=found.id))
    bound = bind(desk, "send_temperature", _put_send_temperature, said is not None, False)
    st.toggle("Send a temperature", disabled=settings is None, **bound)
    if said is None:
        return
    fits = isinstance(said, int | float) and not isinstance(said, bool) and 0 <= said <= top
    bound = bind(
        desk,
        "temperature",
        _put("temperature"),
        float(said) if fits else None,
        1.0,
        fits,
        lambda shown: shown <= top,
    )
    st.slider("Temperature", 0.0, top, step=0.05, disabled=settings is None, **bound)
    if not fits:
        _remark(said, f"0 to {top:g}")


def refuses_temperature(model: models.Model, settings: Settings | None) -> str | None:
    """Why there is no temperature to set right now, in a sentence, or `None`."""
    if model.temperature == "refused":
        return WORDS.line("controls/no_temperature", model=model.id)
    if (
        model.temperature == "effort-none"
        and settings
        and (settings.effort or model.default_effort) != model.quiet_effort
    ):
        return WORDS.line("controls/temperature_with_effort", model=model.id, effort=model.quiet_effort)
    return None


def _effort(desk: Desk, settings: Settings | None) -> None:
    found = models.find(settings.model) if settings else None
    options = [NOT_SENT, *(found.effort if found else ())]
    said = (settings.effort if settings else None) or NOT_SENT
    if len(options) == 1 and said == NOT_SENT:
        return
    fits = said in options
    bound = bind(desk, "effort", _put_effort, said, NOT_SENT, fits, options.__contains__)
    default = found.default_effort if found else None
    about = (
        WORDS.line("controls/effort_default", default=default) if default else WORDS.line("controls/effort")
    )
    st.selectbox("Thinking effort", options, help=about, disabled=settings is None, **bound)
    if not fits:
        _remark(said, "another word")


def _stream(desk: Desk, settings: Settings | None) -> None:
    bound = bind(desk, "stream", _put("stream"), settings.stream if settings else True, True)
    st.toggle(
        "Stream the reply", help=WORDS.line("controls/stream"),
        disabled=settings is None, **bound,
    )  # fmt: skip


def _stops(desk: Desk, settings: Settings | None) -> None:
    if none := desk.provider.words.say(NO_STOP):
        st.caption(none)
        return
    said = settings.stop if settings else ()
    bound = bind(desk, "stops", _put_stop, "".join(said[:1]), "", len(said) <= 1)
    st.text_input(
        "Stop sequence", help=WORDS.line("controls/stop"),
        disabled=settings is None, **bound,
    )  # fmt: skip
    if len(said) > 1:
        _remark(list(said), "one sequence")


def _prompt_of(settings: Settings) -> object:
    return settings.messages[-1].content if settings.messages else NOT_SENT


def _effort_there(settings: Settings) -> bool:
    found = models.find(settings.model)
    return bool(settings.effort or (found and found.effort))


def _sent(value: object) -> str:
    return NOT_SENT if value is None or value == "" else short(value)


model = Control("Model", lambda settings: short(settings.model, 30), _model)
system = Control("System prompt", lambda settings: _sent(settings.system), _system)
prompt = Control("Prompt", lambda settings: short(_prompt_of(settings)), _prompt)
max_tokens = Control("Token limit", lambda settings: short(settings.max_tokens), _max_tokens)
temperature = Control("Temperature", lambda settings: _sent(settings.temperature), _temperature)
effort = Control("Effort", lambda settings: _sent(settings.effort), _effort, _effort_there)
stream = Control("Stream", lambda settings: "on" if settings.stream else "off", _stream)
stops = Control("Stop sequence", lambda settings: _sent(", ".join(map(repr, settings.stop))), _stops)

ALL = (model, system, prompt, max_tokens, temperature, effort, stream)


# What a moved control changes


def _put(name: str) -> Put:
    """The value as the setting of this name."""
    return lambda settings, value: replace(settings, **{name: value})


def _put_model(settings: Settings, id: str) -> Settings:
    """Another model: what it refuses is left out, what it wants is put in."""
    found = models.find(id)
    if found is None:
        return replace(settings, model=id)
    effort = settings.effort if settings.effort in found.effort else found.quiet_effort
    takes = found.temperature != "refused"
    return replace(settings, model=id, effort=effort, temperature=settings.temperature if takes else None)


def _put_prompt(settings: Settings, text: str) -> Settings:
    *before, last = settings.messages or (Message("user", ""),)
    return replace(settings, messages=(*before, replace(last, content=text)))


def _put_send_temperature(settings: Settings, on: bool) -> Settings:
    return replace(settings, temperature=1.0 if on else None)


def _put_effort(settings: Settings, effort: str) -> Settings:
    """Reasoning and a temperature exclude each other on the models that only take it without."""
    found = models.find(settings.model)
    in_force = found.default_effort if found and effort == NOT_SENT else effort
    keeps = found is None or found.temperature != "effort-none" or in_force == found.quiet_effort
    return replace(
        settings,
        effort=None if effort == NOT_SENT else effort,
        temperature=settings.temperature if keeps else None,
    )


def _put_stop(settings: Settings, text: str) -> Settings:
    return replace(settings, stop=(text,) if text else ())
