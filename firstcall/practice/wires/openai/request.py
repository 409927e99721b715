"""What a Chat Completions request may be, and the words with which OpenAI refuses another.

Fields and kinds are in `fields`, messages in `messages`, which model answers in `served`; here is what depends on the model.
Sources of the sentences: provider reports named there, and griptape-ai/ComfyUI-Griptape 312
(`max_tokens`), UKGovernmentBEIS/inspect_ai 5242 and johny-b/llmcomp 69 (temperature),
huggingface/smolagents 1893 (`stop`), codelion/optillm 4 (too many tokens), coroot/coroot 698
(`reasoning_effort`), langflow-ai/langflow 14361 (tools while it reasons), tmc/langchaingo 1484 (`metadata` without
`store`). That `n` is 1 while a model reasons is said of the o-series and assumed of those that came after it.

Accepted and without effect: `audio`, `logit_bias`, `metadata`, `modalities`, `moderation`, `prediction`, the penalties,
`safety_identifier`, `service_tier` (but that the reply names it), `store`, `top_p`, `user`; in messages every part other
than text, images and files (counted, not looked at).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from firstcall import models
from firstcall.models import Model
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import images, tool_calls
from firstcall.practice.wires.openai.errors import not_served
from firstcall.practice.wires.openai.fields import (
    Field,
    check_fields,
    check_members,
    missing,
    too_long,
    wrong_type,
)
from firstcall.practice.wires.openai.messages import check_messages
from firstcall.practice.wires.openai.served import model_of
from firstcall.practice.wires.openai.structured import schema_in_chat

CACHE_SECONDS = {"5m": 300, "30m": 1_800, "12h": 43_200, "24h": 86_400}
"""OpenAI's words for how long what is cached lives; "5m" is ours, for the minutes that older models keep it."""
MOST_STOPS = 4
_CACHE_OPTIONS = {
    "mode": Field((str,), null=False, choices=("implicit", "explicit")),
    "ttl": Field((str,), null=False, choices=("30m",)),
}
_STREAM_OPTIONS = dict.fromkeys(("include_usage", "include_obfuscation"), Field((bool,), null=False))
_NOT_JSON = "We could not parse the JSON body of your request."
_ON_JSON = (
    "(HINT: This likely means you aren't using your HTTP "
    "library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If you "
    "have trouble figuring out how to fix this, please contact us through our help center at "
    "help.openai.com.)"
)


class Request(NamedTuple):
    """A request that was found in order.

    `effort` is `None` for a model that cannot reason, `schema` that of a reply which is to be JSON, and
    `cache_seconds` how long at least what is cached of its prompt lives;
    `functions` says that tools came as legacy `functions`, `choices` how many replies are wanted.
    """

    model: Model
    id: str
    messages: tuple[Mapping[str, Any], ...]
    limit: int
    stops: tuple[str, ...]
    temperature: float
    seed: int | None
    effort: str | None
    top_logprobs: int | None
    stream: bool
    include_usage: bool
    obfuscate: bool
    tools: tuple[Any, ...]
    cache_key: str
    cache_mode: str
    cache_seconds: int
    verbosity: str
    service_tier: str
    schema: Mapping[str, Any] | None
    tool_choice: str | Mapping[str, Any] | None = None
    parallel_calls: bool = True
    functions: bool = False
    choices: int = 1


_SERVED = {"fast": "priority", "priority": "priority", "flex": "flex"}


def served_tier(asked: str) -> str:
    """The tier that a reply names: `priority` for `fast` too (`openai/types/chat/chat_completion.py`), and the usual
    one where none was asked for."""
    return _SERVED.get(asked, "default")


def read(
    body: bytes, vendor: str, filled: Callable[[list[Any]], Sequence[Mapping[str, Any]]] = tuple
) -> Request:
    """The request to a vendor's model in a body; `filled` puts the files that its messages name in their places.
    Raises `Refusal` for whatever the API does not take."""
    fields = fields_of(body)
    check_fields(fields)
    if not fields.get("model"):
        raise Refusal(400, "you must provide a model parameter")
    if "messages" not in fields:
        raise missing("messages")
    check_messages(fields["messages"])
    tool_calls.check_pairs(fields["messages"])
    tool_calls.check(fields)
    _check_sound(fields)
    if "web_search_options" in fields:
        raise not_served("searches of the web", "web_search_options")
    model = model_of(fields["model"], vendor, "chat/completions")
    effort = _effort(fields, model)
    _check_for_model(fields, model, effort not in (None, "none"))
    schema = schema_in_chat(fields.get("response_format"), fields["messages"])
    options = stream_options(fields)
    wants_logprobs = fields.get("logprobs") is True
    return Request(
        model=model,
        id=model.named(fields["model"]),
        messages=tuple(images.read(filled(fields["messages"]), model)),
        limit=_limit(fields, model),
        stops=stops_of(fields.get("stop")),
        temperature=float(1.0 if fields.get("temperature") is None else fields["temperature"]),
        seed=fields.get("seed"),
        effort=effort,
        top_logprobs=(fields.get("top_logprobs") or 0) if wants_logprobs else None,
        stream=fields.get("stream") is True,
        include_usage=options.get("include_usage") is True,
        obfuscate=options.get("include_obfuscation") is not False,
        tools=tuple(fields.get("tools", ())) + tuple(fields.get("functions", ())),
        cache_key=fields.get("prompt_cache_key") or "",
        cache_mode=_cache_mode(fields.get("prompt_cache_options", {}), model),
        cache_seconds=cache_seconds(fields, model),
        verbosity=fields.get("verbosity") or "medium",
        service_tier=fields.get("service_tier") or "auto",
        schema=schema,
        tool_choice=fields.get("tool_choice", fields.get("function_call")),
        parallel_calls=fields.get("parallel_tool_calls") is not False and "functions" not in fields,
        functions="functions" in fields,
        choices=fields.get("n") or 1,
    )


def fields_of(body: bytes) -> dict[str, Any]:
    """The JSON object in a body. Raises `Refusal` for anything else."""
    try:
        fields = parsed(body)
    except ValueError as error:
        raise Refusal(400, _NOT_JSON, see=_ON_JSON) from error
    if not isinstance(fields, dict):
        raise Refusal(400, _NOT_JSON, see=_ON_JSON)
    return fields


def _check_sound(fields: Mapping[str, Any]) -> None:
    """A model that speaks and hears is asked to: OpenAI would, this server cannot."""
    heard = any(
        isinstance(message.get("content"), list)
        and any(part["type"] == "input_audio" for part in message["content"])
        for message in fields["messages"]
    )
    if models.no_chat(fields["model"]) == "audio" and (heard or "audio" in (fields.get("modalities") or ())):
        raise not_served("sound, only text", "modalities" if not heard else "messages")


def _effort(fields: Mapping[str, Any], model: Model) -> str | None:
    """How much the model reasons about this request."""
    effort: str | None = fields.get("reasoning_effort")
    if effort is None:
        return model.default_effort
    if not model.effort:
        raise Refusal(400, "Unrecognized request argument supplied: reasoning_effort")
    if effort not in model.effort:
        supported = ", ".join(f"'{each}'" for each in model.effort)
        message = (
            f"Unsupported value: 'reasoning_effort' does not support '{effort}' with this model. "
            f"Supported values are: {supported}."
        )
        raise Refusal(400, message, param="reasoning_effort", code="unsupported_value")
    return effort


def _check_for_model(fields: Mapping[str, Any], model: Model, reasons: bool) -> None:
    if fields.get("max_tokens") is not None and "max_tokens" not in model.token_limit:
        raise _unsupported("max_tokens", " Use 'max_completion_tokens' instead.")
    if model.temperature == "refused":
        for name in ("temperature", "top_p", "presence_penalty", "frequency_penalty"):
            _refuse_other_than_default(fields, name)
    elif reasons and model.temperature != "accepted":
        for name in ("temperature", "top_p"):
            if fields.get(name) is not None:
                raise _unsupported(name)
    if reasons and (fields.get("logprobs") or fields.get("top_logprobs") is not None):
        raise _unsupported("logprobs" if fields.get("logprobs") else "top_logprobs")
    if reasons and fields.get("tools") and not model.tools_while_reasoning:
        message = (
            f"Function tools with reasoning_effort are not supported for {model.id} in /v1/chat/completions. "
            "To use function tools, use /v1/responses or set reasoning_effort to 'none'."
        )
        raise Refusal(400, message, param="reasoning_effort")
    if model.stop is False and fields.get("stop") is not None:
        raise _unsupported("stop")
    if fields.get("top_logprobs") is not None and not fields.get("logprobs"):
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        raise Refusal(400, message, param="top_logprobs")
    if fields.get("metadata") and fields.get("store") is not True:
        message = "The 'metadata' parameter is only allowed when 'store' is enabled."
        raise Refusal(400, message, param="metadata")
    if (reasons or model.temperature == "refused") and fields.get("n") not in (None, 1):
        raise _only_default("n", fields["n"], 1)


def _unsupported(name: str, advice: str = "") -> Refusal:
    message = f"Unsupported parameter: '{name}' is not supported with this model.{advice}"
    return Refusal(400, message, param=name, code="unsupported_parameter")


def _refuse_other_than_default(fields: Mapping[str, Any], name: str) -> None:
    default = 0 if name.endswith("penalty") else 1
    if fields.get(name) not in (None, default):
        raise _only_default(name, fields[name], default)


def _only_default(name: str, value: Any, default: int) -> Refusal:
    message = (
        f"Unsupported value: '{name}' does not support {value} with this model. "
        f"Only the default ({default}) value is supported."
    )
    return Refusal(400, message, param=name, code="unsupported_value")


def _limit(fields: Mapping[str, Any], model: Model) -> int:
    given = {
        name: fields[name] for name in ("max_tokens", "max_completion_tokens") if fields.get(name) is not None
    }
    if len(given) == 2:
        message = "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."
        raise Refusal(400, message, code="invalid_parameter_combination")
    for name, value in given.items():
        if value > model.output_tokens:
            message = (
                f"{name} is too large: {value}. This model supports at most {model.output_tokens} "
                f"completion tokens, whereas you provided {value}."
            )
            raise Refusal(400, message, param=name)
        return int(value)
    return model.output_tokens


def stops_of(stop: str | list[Any] | None) -> tuple[str, ...]:
    """The stop sequences in a field. Raises `Refusal` for more than there may be."""
    if stop is None:
        return ()
    stops = [stop] if isinstance(stop, str) else stop
    if len(stops) > MOST_STOPS:
        raise too_long("stop", MOST_STOPS, len(stops))
    for place, each in enumerate(stops):
        if not isinstance(each, str):
            raise wrong_type(f"stop[{place}]", each, (str,))
    return tuple(stops)


def cache_seconds(fields: Mapping[str, Any], model: Model) -> int:
    """How long what is cached of a prompt lives without use. Raises `Refusal` for a time that the model does not keep.

    Only for older models is it a matter of `prompt_cache_retention` (`types/chat/completion_create_params.py`).
    """
    if model.cache_writes:
        if fields.get("prompt_cache_retention") == "in_memory":
            message = "This model is compatible only with 24h extended prompt caching"
            raise Refusal(400, message, param="prompt_cache_retention", code="invalid_parameter")
        return CACHE_SECONDS[(fields.get("prompt_cache_options") or {}).get("ttl") or "30m"]
    return CACHE_SECONDS["24h" if fields.get("prompt_cache_retention") == "24h" else "5m"]


def _cache_mode(options: Mapping[str, Any], model: Model) -> str:
    """Who chooses what is kept of the prompt: OpenAI by itself (`implicit`), or only the learner's breakpoints."""
    if options and not model.cache_writes:
        raise _unsupported("prompt_cache_options")
    check_members("prompt_cache_options", options, _CACHE_OPTIONS)
    return str(options.get("mode", "implicit"))


def stream_options(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is said of the stream. Raises `Refusal` for a request that is not streamed."""
    options: dict[str, Any] | None = fields.get("stream_options")
    if options is None:
        return {}
    if fields.get("stream") is not True:
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise Refusal(400, message, param="stream_options")
    check_members("stream_options", options, _STREAM_OPTIONS)
    return options
