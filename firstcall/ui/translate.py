"""Settings carried from one provider or model to another: only what the new one takes."""

from __future__ import annotations

from dataclasses import replace

from firstcall import models
from firstcall.calls import Call, Settings
from firstcall.providers import Provider


def for_provider(settings: Settings, provider: Provider, model: str | None = None) -> Settings:
    """Settings with a model of this provider, and only what that model takes."""
    asked = model or provider.default
    found = models.find(asked)
    if found is None:
        return replace(settings, model=asked, effort=None)
    takes = found.temperature != "refused"
    return replace(
        settings,
        model=found.id,
        effort=found.quiet_effort,
        temperature=settings.temperature if takes else None,
    )


def call_for(provider: Provider, settings: Settings, model: str | None = None) -> Call:
    """Settings as a call to a provider's model, without what that model refuses."""
    fitting = for_provider(settings, provider, model)
    found = models.find(fitting.model)
    if found is not None and found.stop is False:
        fitting = replace(fitting, stop=())
    return provider.compose(fitting, None)


def into(arriving: Provider, settings: Settings, leaving: Provider) -> Call:
    """The settings of a program for one provider as a call to another one, or to it in another way."""
    if arriving.id == leaving.id:
        return arriving.compose(settings, None)
    return call_for(arriving, plain(settings))


def plain(settings: Settings) -> Settings:
    """The settings without values that only the learner's own code could hold, such as a limit of "abc"."""
    limit = settings.max_tokens if isinstance(settings.max_tokens, int) else None
    system = settings.system if isinstance(settings.system, str) else ""
    return Settings("", settings.messages, system, limit, stop=settings.stop, stream=settings.stream)
