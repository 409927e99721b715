"""Which model answers a request at which endpoint, and OpenAI's words where none does.

Sources of the sentences: seratch/ChatGPT-in-Slack 103 (a model that has ended), egoist/chatwise-releases 1256 and
hegelai/prompttools 115 (chat or completions, the other way round), sigoden/aichat 1318 and public test suites that quote
OpenAI's 404 for o1-pro (Responses alone), truefoundry/models 822 (audio), truefoundry/models 2006 (which families
Responses does not serve; the sentence is quoted by public test suites of its callers).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from firstcall import models
from firstcall.models import Model, find
from firstcall.practice.refusal import Refusal

Endpoint = Literal["chat/completions", "responses", "completions"]

_INSTEAD = {
    (
        "chat/completions",
        "responses",
    ): "This model is only supported in v1/responses and not in v1/chat/completions.",
    ("completions", "responses"): "This model is only supported in v1/responses and not in v1/completions.",
}
_NO_CHAT = (
    "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use "
    "v1/completions?"
)
_CHAT = "This is a chat model and not supported in the v1/completions endpoint. Did you mean to use v1/chat/completions?"
_NO_COMPLETION = "This model is not supported in the v1/completions endpoint."
_AUDIO = "This model requires that either input content or output modality contain audio."


def no_such_model(id: str) -> Refusal:
    message = f"The model `{id[:200]}` does not exist or you do not have access to it."
    return Refusal(404, message, code="model_not_found")


def model_of(
    id: str, vendor: str, endpoint: Endpoint, unknown: Callable[[str], Refusal] = no_such_model
) -> Model:
    """The catalogue's entry for a model of this vendor that an endpoint serves. Raises `Refusal`: in other words for a
    model that has ended, one that another endpoint serves, one that does something else, and `unknown` for none."""
    check_end(id, vendor)
    model = models.served_as(id, vendor)
    if model is None:
        raise _other(id, vendor, endpoint) or unknown(id)
    if model.only != endpoint and (model.only or endpoint == "completions"):
        raise _elsewhere(id, model.only, endpoint)
    return model


def check_end(id: str, vendor: str) -> None:
    """Raises `Refusal` for an id of this vendor that has ended, by itself or with its whole family."""
    if models.vendor(vendor).takes_any_but:
        return
    model = find(id)
    end = model.retires if model and model.provider == vendor else models.vendor(vendor).gone.get(id)
    of_old = model is None and models.no_chat(id) is None and end is None and models.gone_family(id)
    if of_old or (end and end <= date.today()):
        message = f"The model `{id[:200]}` has been deprecated, learn more here: https://platform.openai.com/docs/deprecations"
        raise Refusal(404, message, code="model_not_found")


def _elsewhere(id: str, only: str | None, endpoint: Endpoint) -> Refusal:
    """For a model that writes text, only not here."""
    if endpoint == "responses":
        return _not_in_responses(id)
    return Refusal(
        404, _INSTEAD.get((endpoint, only or ""), _CHAT if only is None else _NO_CHAT), param="model"
    )


def _other(id: str, vendor: str, endpoint: Endpoint) -> Refusal | None:
    """For a model that does something else than to write, `None` for an id that is not known."""
    does = models.vendor(vendor).no_chat.get(id)
    if does is None:
        return None
    if endpoint == "responses":
        return _not_in_responses(id)
    if endpoint == "chat/completions" and does == "audio":
        return Refusal(400, _AUDIO, param="model", code="invalid_value")
    return Refusal(404, _NO_CHAT if endpoint == "chat/completions" else _NO_COMPLETION, param="model")


def _not_in_responses(id: str) -> Refusal:
    message = f"The requested model '{id[:200]}' is not supported with the Responses API."
    return Refusal(400, message, param="model")
