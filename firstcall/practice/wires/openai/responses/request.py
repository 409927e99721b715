"""What a Responses request asks of its model, and in which words OpenAI refuses it.

Fields are in `fields`, items in `items`; here is what depends on the model and on what was said before. A request
that is in order becomes the request that Chat Completions would read, so that both APIs count, cache and answer
alike. Sentences measured as in `fields`, and BerriAI/litellm 38842 (effort), pydantic/pydantic-ai 2865 (encrypted
content).

Accepted and without effect: `access_programs`, `context_management`, `image`, `max_tool_calls`, `moderation`,
`safety_identifier`, `service_tier` (but that the reply names it), `top_p`, `user`, the penalties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firstcall import models
from firstcall.models import Model
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import cache, images, uploads
from firstcall.practice.wires.openai import request as chat
from firstcall.practice.wires.openai.counting import prompt_tokens
from firstcall.practice.wires.openai.errors import not_served
from firstcall.practice.wires.openai.fields import listed, missing
from firstcall.practice.wires.openai.responses import reasoning
from firstcall.practice.wires.openai.responses.fields import (
    COUNTED,
    ENCRYPTED,
    LOGPROBS,
    check_fields,
    check_values,
)
from firstcall.practice.wires.openai.responses.items import (
    Item,
    as_messages,
    check_items,
    check_pairs,
    kind_of,
    listed_as,
)
from firstcall.practice.wires.openai.responses.stored import Shelf, new_id
from firstcall.practice.wires.openai.served import model_of
from firstcall.practice.wires.openai.structured import named_schema, object_asked_for

_NOTHING = "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided."
_NOT_SERVED = {"prompt": "stored prompts"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that was found in order.

    `chat` is what the model reads, `items` all that was said in this conversation up to now, the `new` items last;
    `fields` are the request's own, without its items. `bytes` is about what the items
    take, `tokens` what the model reads.
    """

    chat: chat.Request
    items: tuple[Item, ...]
    fields: Mapping[str, Any]
    bytes: int
    tokens: int = 0
    new: tuple[Item, ...] = ()

    @property
    def stores(self) -> bool:
        return self.fields.get("store") is not False

    @property
    def only_warms(self) -> bool:
        """Whether the prompt is to be cached and nothing to be said."""
        return (self.fields.get("prompt_cache_options") or {}).get("prewarm") is True

    def includes(self, what: str) -> bool:
        return what in (self.fields.get("include") or ())


def read(body: bytes, vendor: str, shelf: Shelf) -> Wanted:
    """The request in a body. Raises `Refusal` for whatever the API does not take."""
    fields = chat.fields_of(body)
    check_fields(fields)
    check_values(fields, check_items)
    model = model_of(fields["model"], vendor, "responses", _no_such_model)
    _check_served(fields)
    wanted = _wanted(fields, model, shelf, len(body))
    if not fields["input"]:
        raise Refusal(400, _NOTHING, code="missing_required_parameter")
    _check_for_model(fields, model, wanted.chat.effort not in (None, "none"))
    _check_tool_choice(fields)
    return _fitting(wanted)


def read_to_count(body: bytes, vendor: str, shelf: Shelf) -> chat.Request:
    """What would be read by the model of a request that wants its tokens counted."""
    fields = chat.fields_of(body)
    check_fields(fields, COUNTED)
    check_values(fields, check_items)
    _check_served(fields)
    model = model_of(
        fields.get("model") or models.vendor(vendor).default, vendor, "responses", _no_such_model
    )
    return _wanted(fields, model, shelf, len(body)).chat


def _no_such_model(id: str) -> Refusal:
    message = f"The requested model '{id[:200]}' does not exist."
    return Refusal(400, message, param="model", code="model_not_found")


def _check_served(fields: Mapping[str, Any]) -> None:
    """What needs a part of OpenAI's platform that is not here."""
    if fields.get("conversation") is not None and fields.get("previous_response_id") is not None:
        message = "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or 'conversation'."
        raise Refusal(400, message, code="mutually_exclusive_parameters")
    for name, what in _NOT_SERVED.items():
        if fields.get(name) is not None:
            raise not_served(what, name)
    if fields.get("background") and fields.get("store") is False:
        raise Refusal(400, "Background mode requires 'store' to be true.", param="background")
    for place, tool in enumerate(fields.get("tools") or ()):
        if tool["type"] != "function":
            raise not_served(f"the tool '{tool['type'][:80]}', only functions", f"tools[{place}]")


def _wanted(fields: Mapping[str, Any], model: Model, shelf: Shelf, size: int) -> Wanted:
    earlier, items_before = shelf.before(fields.get("previous_response_id"))
    conversation = conversation_in(fields)
    if conversation is not None:
        found = shelf.conversation(conversation)
        earlier, items_before = found.bytes, found.all
    own = fields.get("input") or ()
    if isinstance(own, str):
        own = [{"role": "user", "content": own}]
    new = tuple(_found(item, place, fields, shelf) for place, item in enumerate(own))
    items = (*items_before, *new)
    check_pairs(items)
    said = uploads.filled(shelf.kept, shelf.key, (*instructed(fields), *as_messages(items)))
    request = _as_chat(fields, model, said)
    own_fields = {name: fields[name] for name in fields if name != "input"}
    return Wanted(request, items, own_fields, earlier + size, new=new)


def conversation_in(fields: Mapping[str, Any]) -> str | None:
    """The id of the conversation that a request belongs to. Raises `Refusal` for one without an id."""
    named = fields.get("conversation")
    id = named.get("id") if isinstance(named, dict) else named
    if named is not None and not isinstance(id, str):
        raise missing("conversation.id")
    return id


def instructed(fields: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The instructions as the message that comes first."""
    said = fields.get("instructions")
    return [{"role": "developer", "content": said}] if said else []


def _found(item: dict[str, Any], place: int, fields: Mapping[str, Any], shelf: Shelf) -> Item:
    """An item with its id; a reference as the item that it refers to. Raises `Refusal` for one that is not known."""
    kind = kind_of(item)
    if kind == "reasoning" and item.get("encrypted_content") is not None:
        reasoning.check(item)
    elif kind in ("reasoning", "item_reference"):
        return shelf.item(str(item.get("id")), stored=fields.get("store") is not False)
    return listed_as(item, new_id({"function_call": "fc", "function_call_output": "fco"}.get(kind, "msg")))


def _as_chat(fields: Mapping[str, Any], model: Model, messages: Sequence[Mapping[str, Any]]) -> chat.Request:
    logprobs = LOGPROBS in (fields.get("include") or ())
    limit = fields.get("max_output_tokens")
    temperature = fields.get("temperature")
    return chat.Request(
        model=model,
        id=model.named(fields.get("model") or model.id),
        messages=tuple(images.read(messages, model, chat=False)),
        limit=min(limit or model.output_tokens, model.output_tokens),
        stops=(),
        temperature=float(1.0 if temperature is None else temperature),
        seed=None,
        effort=_effort(fields.get("reasoning") or {}, model),
        top_logprobs=(fields.get("top_logprobs") or 0) if logprobs else None,
        stream=fields.get("stream") is True,
        include_usage=False,
        obfuscate=(fields.get("stream_options") or {}).get("include_obfuscation") is not False,
        tools=tuple(_as_chat_tool(tool) for tool in fields.get("tools") or ()),
        cache_key=fields.get("prompt_cache_key") or "",
        cache_mode=_cache_mode(fields.get("prompt_cache_options") or {}, model),
        cache_seconds=chat.cache_seconds(fields, model),
        verbosity=(fields.get("text") or {}).get("verbosity") or "medium",
        service_tier=fields.get("service_tier") or "auto",
        schema=_schema(fields),
        tool_choice=fields.get("tool_choice"),
        parallel_calls=fields.get("parallel_tool_calls") is not False,
    )


def _as_chat_tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {name: tool[name] for name in tool if name != "type"}}


def _effort(asked: Mapping[str, Any], model: Model) -> str | None:
    effort = asked.get("effort")
    for name in ("effort", "summary"):
        if asked.get(name) is not None and not model.effort:
            raise _unsupported(f"reasoning.{name}", code="unsupported_parameter")
    if effort is not None and effort not in model.effort:
        message = (
            f"Unsupported value: '{effort}' is not supported with the '{model.id}' model. "
            f"Supported values are: {listed(model.effort, 'and')}."
        )
        raise Refusal(400, message, param="reasoning.effort", code="unsupported_value")
    return effort or model.default_effort


def _cache_mode(options: Mapping[str, Any], model: Model) -> str:
    if options and not model.cache_writes:
        raise _unsupported("prompt_cache_options", code="unsupported_parameter")
    return str(options.get("mode") or "implicit")


def _unsupported(name: str, code: str | None = None) -> Refusal:
    message = f"Unsupported parameter: '{name}' is not supported with this model."
    return Refusal(400, message, param=name, code=code)


def _check_for_model(fields: Mapping[str, Any], model: Model, reasons: bool) -> None:
    fixed = model.temperature == "refused" or (model.temperature == "effort-none" and reasons)
    if fixed and fields.get("temperature") not in (None, 1):
        raise _unsupported("temperature")
    for name in ("top_p", "presence_penalty", "frequency_penalty") if fixed else ():
        if fields.get(name) is not None:
            raise _unsupported(name)
    included = fields.get("include") or ()
    if reasons and (LOGPROBS in included or fields.get("top_logprobs") is not None):
        param = "include" if LOGPROBS in included else "top_logprobs"
        message = "logprobs are not supported with reasoning models."
        raise Refusal(400, message, param=param, code="unsupported_parameter")
    if ENCRYPTED in included and not model.effort:
        raise Refusal(400, "Encrypted content is not supported with this model.", param="include")


def _check_tool_choice(fields: Mapping[str, Any]) -> None:
    """A choice is among the tools there are (sentences as publicly reported, and as vllm-project/vllm has them)."""
    choice, tools = fields.get("tool_choice"), fields.get("tools") or ()
    if choice == "required" and not tools:
        raise _no_choice("Tool choice 'required' must be specified with 'tools' parameter.")
    if not isinstance(choice, dict):
        return
    names = {tool["name"] for tool in tools}
    for each in choice.get("tools") or () if choice["type"] == "allowed_tools" else (choice,):
        if each["type"] != "function" or each.get("name") not in names:
            raise _no_choice(f"Tool choice '{str(each['type'])[:80]}' not found in 'tools' parameter.")


def _no_choice(message: str) -> Refusal:
    return Refusal(400, message, param="tool_choice")


def _schema(fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """That of a reply that is to be JSON. For any JSON the input has to say so; the instructions do not help."""
    format = (fields.get("text") or {}).get("format") or {"type": "text"}
    if format["type"] == "json_schema":
        return named_schema(format, "text.format", "text.format.schema", "invalid_json_schema")
    if format["type"] == "json_object":
        said = fields.get("input") or ()
        messages = [{"content": said}] if isinstance(said, str) else as_messages(said)
        where = "Response input messages"
        return object_asked_for(messages, "text.format", where, "'text.format'", " to use")
    return None


def _fitting(wanted: Wanted) -> Wanted:
    """The request with its tokens counted; without its oldest items where it may be shortened and has to."""
    request = wanted.chat
    total = prompt_tokens(request)
    over, messages = total - request.model.context_tokens, request.messages
    first = end = 1 if wanted.fields.get("instructions") else 0
    while over > 0 and wanted.fields.get("truncation") == "auto" and end < len(messages) - 1:
        over -= (
            prompt_tokens(request._replace(messages=messages[end : end + 1], tools=())) - cache.MESSAGE_TOKENS
        )
        end += 1
    if over > 0:
        message = (
            "Your input exceeds the context window of this model. Please adjust your input and try again."
        )
        raise Refusal(400, message, param="input", code="context_length_exceeded")
    if end > first:
        request = request._replace(messages=(*messages[:first], *messages[end:]))
        total = prompt_tokens(request)
    return replace(wanted, chat=request, tokens=total)
