"""How a call says what a model takes: found out by composing the call, with the setting and without it."""

from __future__ import annotations

from dataclasses import replace

from firstcall import programs
from firstcall.calls import Call, Message, Settings
from firstcall.models import Model
from firstcall.providers import Provider


def less_thinking(model: Model) -> list[str] | None:
    """The values that keep it from thinking before it answers, else the one with which it thinks least; empty where
    nothing does, `None` where it does not think anyway."""
    if not model.thinks:
        return None
    return list(model.thinking_off or model.effort[:1])


def code(model: Model, provider: Provider) -> dict[str, str]:
    """How a call says temperature, stop, token limit, and that it should think less: what stands in it then, and
    not in the same call without."""
    quiet = model.quiet_effort if model.temperature == "effort-none" else None
    bare = Settings(model.id, (Message("user", "Hi"),), stream=False)
    asked = {
        "temperature": replace(bare, temperature=0.2, effort=quiet),
        "stop": replace(bare, stop=("END",)),
        "token_limit": replace(bare, max_tokens=300),
    }
    if model.temperature == "refused":
        del asked["temperature"]
    if model.stop is False:
        del asked["stop"]
    without = provider.compose(bare, None)
    told = {id: _more(provider.compose(settings, None), without) for id, settings in asked.items()}
    if less := _thinking_less(model, provider, bare):
        told["less_thinking"] = _more(less, without)
    return told


def _thinking_less(model: Model, provider: Provider, bare: Settings) -> Call | None:
    """The call that keeps a model from thinking, or lets it think least: by its effort, or by the kind of thinking."""
    if not model.thinks:
        return None
    effort = model.quiet_effort or (model.effort[0] if model.effort and not model.thinking_off else None)
    call = provider.compose(replace(bare, effort=effort), None)
    if effort is not None:
        return call
    thinking = next((kind.thinking for kind in provider.sdk.kinds if kind.thinking), None)
    if thinking is None or not model.thinking_off:
        return None
    told = {thinking.argument: {thinking.type: model.thinking_off[0]}}
    return replace(call, arguments={**call.arguments, **told})


def _more(call: Call, without: Call) -> str:
    """The arguments that a call has and another does not, as code on one line."""
    own = {name: value for name, value in call.arguments.items() if without.arguments.get(name) != value}
    return ", ".join(
        programs.arguments_code({name: value}, 0).strip().removesuffix(",") for name, value in own.items()
    )
