"""What the labs of "Tune the output" send, which calls a lab makes of the one in the box, and its table of models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from firstcall import models, providers
from firstcall.calls import Call, Message, Settings
from firstcall.ledger import prices
from firstcall.models import Model
from firstcall.providers import Provider
from firstcall.running.batch import Part
from firstcall.steps.tune import WORDS

STEP = "tune"


def ranges() -> list[dict[str, str]]:
    """The range of the temperature at each provider that says something of it."""
    return [{"provider": name, **row} for name, row in providers.said("tune temperature")]


LADDER = (16, 32, 64, 128, 256, 512)
EQUAL = ("0", "2", "3", "4", "5")
"""How many of five texts can be the same: one alone is the same as none."""
CEILING_CHOICES = (8, 16, 32, 64, 128, 256, 512, 1024, 2048)
REPLIES = 5


def _asked(id: str) -> tuple[Message, ...]:
    return (Message("user", WORDS.line(f"opening/{id}")),)


_SPARING = Settings(model="", messages=_asked("sparing"), max_tokens=1024)

OPENINGS: Mapping[str, Settings] = {
    "model": _SPARING,
    "max_tokens": replace(_SPARING, messages=_asked("story"), max_tokens=128, stream=False),
    "temperature": replace(
        _SPARING,
        messages=_asked("haiku"),
        max_tokens=256,
        temperature=1.0,
        stream=False,
    ),
    "stop": replace(_SPARING, messages=_asked("list"), stop=("4.",)),
}

NEXT_TOKENS = 12
ALTERNATIVES = 8


def with_temperature(provider: Provider) -> str:
    """The model with which a provider's temperature is seen: the first on offer that takes one."""
    taking = (model.id for model in provider.offered if model.temperature not in ("refused", "ignored"))
    return next(taking, provider.default)


def compared(provider: Provider) -> list[str]:
    """Small against large, to begin with."""
    return [provider.default, provider.large] if provider.large else models.ids(provider.offered)[:2]


def with_model(provider: Provider, call: Call, id: str) -> Call:
    """The call to another model of the same provider, without what that model refuses."""
    settings, found = provider.read(call), models.find(id)
    if found is None:
        return provider.compose(replace(settings, model=id), call)
    effort = settings.effort if settings.effort in found.effort else found.quiet_effort
    temperature = settings.temperature if found.temperature != "refused" else None
    stop = settings.stop if found.stop is not False else ()
    return provider.compose(
        replace(settings, model=id, effort=effort, temperature=temperature, stop=stop), call
    )


def each_model(provider: Provider, call: Call, ids: Sequence[str]) -> list[Part]:
    return [Part(id, with_model(provider, call, id)) for id in ids]


def each_ceiling(provider: Provider, call: Call, ceilings: Sequence[int]) -> list[Part]:
    settings = provider.read(call)
    return [
        Part(str(ceiling), provider.compose(replace(settings, max_tokens=ceiling), call))
        for ceiling in sorted(ceilings)
    ]


def each_temperature(
    provider: Provider, call: Call, temperatures: Sequence[float], replies: int = REPLIES
) -> list[Part]:
    settings = provider.read(call)
    return [
        Part(f"{warmth:g}", provider.compose(replace(settings, temperature=warmth), call))
        for warmth in sorted(set(temperatures))
        for _ in range(replies)
    ]


def with_and_without_stop(provider: Provider, call: Call) -> list[Part]:
    """The call as it is, and again without its stop sequences."""
    settings = provider.read(call)
    said = " or ".join(repr(stop) for stop in settings.stop)
    return [
        Part("No stop sequence", provider.compose(replace(settings, stop=()), call)),
        *([Part(f"Stop at {said}", call)] if said else []),
    ]


def next_token_call(provider: Provider, prompt: str) -> Call:
    """A call for the likeliest tokens of every place of the reply, by OpenAI's protocol.

    Log-probabilities are refused while the model reasons, hence the effort.
    https://developers.openai.com/api/docs/guides/deployment-checklist
    """
    model, said = provider.default, (Message("user", prompt),)
    found = models.find(model)
    effort = found.quiet_effort if found else None
    asked = Settings(model, said, max_tokens=NEXT_TOKENS, effort=effort, stream=False)
    call = provider.compose(asked, None)
    probabilities = {"logprobs": True, "top_logprobs": ALTERNATIVES}
    messages = {provider.messages: call.arguments[provider.messages]}
    rest = {name: value for name, value in call.arguments.items() if name != provider.messages}
    return replace(call, arguments=rest | probabilities | messages)


def standing(model: Model, today: date | None = None) -> str:
    """Whether a model can still be called, and for how long."""
    day = f"{model.retires:%d %b %Y}" if model.retires else ""
    if model.retired(today):
        return WORDS.line("standing/retired", date=day)
    left = model.days_left(today)
    if left is not None:
        return WORDS.line("standing/retires", days=left, date=day)
    return WORDS.line("standing/legacy" if model.legacy else "standing/current")


def takes_temperature(model: Model) -> str:
    """Whether a model takes a temperature, in a few words."""
    top = f"0 to {model.temperature_max:g}" if model.temperature_max is not None else ""
    unless = model.temperature == "effort-none" and model.default_effort == "none"
    answer = "unless-effort" if unless else model.temperature
    return WORDS.line(f"takes_temperature/{answer}", range=top)


def pass_temperature(model: Model) -> str:
    """How a temperature is passed to a model in the current SDK, as code; empty where it cannot be."""
    if model.temperature == "effort-none" and model.default_effort == "none":
        return "temperature=0.5"
    return {
        "accepted": "temperature=0.5",
        "ignored": "",
        "effort-none": 'reasoning_effort="none", temperature=0.5',
        "old-version": 'extra_body={"temperature": 0.5}, extra_headers={"anthropic-version": "2023-06-01"}',
        "refused": "",
    }[model.temperature]


def takes_stop(model: Model) -> str:
    return {True: "yes", False: "no", None: "not confirmed"}[model.stop]


def table(provider: Provider, today: date | None = None) -> list[dict[str, str]]:
    """Every model that is known of a provider as a row: what it costs, takes and refuses, and how long it lives."""
    return [_row(model, _limits(model, provider), today) for model in provider.known]


def _limits(model: Model, provider: Provider) -> tuple[str, ...]:
    """What the token limit of a model is called by the provider's way of calling it."""
    names = provider.kind.limit.names if provider.kind else ()
    return tuple(name for name in model.token_limit if name in names) or names or model.token_limit


def _row(model: Model, limits: Sequence[str], today: date | None) -> dict[str, str]:
    rates = prices.rates(model.provider, model.id)
    return {
        "model": model.id,
        "state": standing(model, today),
        "in / out, $ per million": f"{rates.input_usd:.2f} / {rates.output_usd:.2f}" if rates else "no price",
        "temperature": takes_temperature(model),
        "stop sequences": takes_stop(model),
        "token limit": " or ".join(limits),
        "thinks first": "yes, unless told not to" if model.thinks and model.thinking_off else _thinks(model),
    }


def _thinks(model: Model) -> str:
    return "yes" if model.thinks else "no"
