"""What a request to a Gemini model may be, and the words with which Google refuses another.

Fields are in `shapes`, turns in `contents`; here is what depends on the model. Sources of the sentences, besides those
in provider reports named there: `candidateCount` (googleapis/js-genai 1609), `responseLogprobs`
(googleapis/python-genai 1921), thinking levels (earendil-works/pi 9455, RooCodeInc/Roo-Code 10700), stop sequences
(continuedev/continue 2702), `maxOutputTokens` (stackblitz-labs/bolt.diy 955), cached content (BerriAI/litellm 17304),
function calling without functions (AstrBotDevs/AstrBot 7407).
Where the API's sentence for a case is not published, it is worded after its neighbours.

Accepted and without effect: the penalties, `topK`, `topP`, `speechConfig`, `imageConfig`, `labels`,
`serviceTier`, `store`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall import models
from firstcall.models import Model, find
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google import media
from firstcall.practice.wires.google.calls import check_calls
from firstcall.practice.wires.google.contents import check_contents, text_of
from firstcall.practice.wires.google.errors import bad_request, not_served, refused
from firstcall.practice.wires.google.protobuf import Message, Violations, read, snake
from firstcall.practice.wires.google.schemas import json_schema

MOST_STOPS = 5
_CLOSED = ("gemini-2.5",)
"""How ids begin that answer to older keys only; a practice key is a new one."""
_MIME_TYPES = ("text/plain", "application/json", "application/xml", "application/yaml", "text/x.enum")

_BESIDE_CACHED = frozenset({"systemInstruction", "tools", "toolConfig"})
_CACHED_ALONE = (
    "CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.\n\n"
    "Proposed fix: move those values to CachedContent from GenerateContent request."
)


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was found in order. `effort` is `None` where nothing is thought before the answer, `budget` the
    most tokens of thinking. `safety` are the thresholds by category; `schema` is that of the answer, if any;
    `cached_content` names a beginning that was cached."""

    model: Model
    contents: tuple[Mapping[str, Any], ...]
    system: str
    limit: int
    stops: tuple[str, ...]
    temperature: float
    seed: int | None
    effort: str | None
    budget: int | None
    include_thoughts: bool
    tools: tuple[Mapping[str, Any], ...]
    tool_config: Mapping[str, Any]
    mime_type: str
    schema: Mapping[str, Any] | None
    safety: Mapping[str, str]
    cached_content: str


def request_of(fields: Mapping[str, Any], model: Model) -> Request:
    """The request to a model in the fields of a body. Raises `Refusal` for whatever the API does not take."""
    contents = fields.get("contents", [])
    check_contents(contents, model)
    check_calls(contents, model)
    config = fields.get("generationConfig", {})
    _check_sampling(config, model)
    _check_form(config, model)
    check_tools(fields)
    if fields.get("cachedContent") and not _BESIDE_CACHED.isdisjoint(fields):
        raise refused(_CACHED_ALONE)
    effort, budget = _thinking(config.get("thinkingConfig", {}), model)
    return Request(
        model=model,
        contents=media.read(contents, config.get("mediaResolution", "")),
        system=text_of(fields.get("systemInstruction", {})),
        limit=config.get("maxOutputTokens", model.output_tokens),
        stops=tuple(config.get("stopSequences", ())),
        temperature=1.0 if model.temperature == "ignored" else float(config.get("temperature", 1.0)),
        seed=config.get("seed"),
        effort=effort,
        budget=budget,
        include_thoughts=config.get("thinkingConfig", {}).get("includeThoughts", False),
        tools=tuple(fields.get("tools", ())),
        tool_config=fields.get("toolConfig", {}).get("functionCallingConfig", {}),
        mime_type=config.get("responseMimeType", "text/plain"),
        schema=_schema(config),
        cached_content=fields.get("cachedContent", ""),
        safety={
            each.get("category", ""): each.get("threshold", "") for each in fields.get("safetySettings", ())
        },
    )


def fields_of(body: bytes, kind: Message) -> dict[str, Any]:
    """The fields in a body, in camel case. Raises `Refusal` for what is not JSON or does not fit."""
    try:
        value = parsed(body) if body else {}
    except ValueError as error:
        start = body[:60].decode("utf-8", "replace")
        raise refused(f"Invalid JSON payload received. Unexpected token.\n{start}\n^") from error
    if isinstance(value, list):
        raise refused('Invalid JSON payload received. Unknown name "": Root element must be a message.')
    wrong: Violations = []
    found: dict[str, Any] = read(value, kind, "", wrong)
    if wrong:
        raise bad_request(wrong)
    return found


def model_of(id: str, vendor: str, version: str, method: str = "generateContent") -> Model:
    """The catalogue's entry for a model of this vendor. One that is closed to new keys, and one that does
    something else than to write, are refused in other words than an unknown one."""
    model = find(id)
    if model is not None and model.provider == vendor and not model.retired():
        return model
    if id in models.vendor(vendor).gone and id.startswith(_CLOSED):
        raise Refusal(
            404,
            f"This model models/{id} is no longer available to new users. Please update your code to use "
            f"models/{models.vendor(vendor).default}",
        )
    does = models.vendor(vendor).no_chat.get(id, "embeddings")
    if does != "embeddings":
        raise not_served(f"{does}, which is what {id} makes")
    raise unknown_model(id, version, method)


def unknown_model(id: str, version: str, method: str) -> Refusal:
    return Refusal(
        404,
        f"models/{id[:200]} is not found for API version {version}, or is not supported for {method}. Call "
        "ModelService.ListModels to see the list of available models and their supported methods.",
    )


def _check_sampling(config: Mapping[str, Any], model: Model) -> None:
    if not 0 <= config.get("temperature", 1) <= 2:
        raise _out_of_place("temperature", "temperature must be in the range [0.0, 2.0]")
    if not 0 <= config.get("topP", 1) <= 1:
        raise _out_of_place("top_p", "top_p must be in the range [0.0, 1.0]")
    for name, said in (
        ("topK", "top_k"),
        ("candidateCount", "candidate_count"),
        ("maxOutputTokens", "max_output_tokens"),
    ):
        if config.get(name, 1) < 1:
            raise _out_of_place(said, f"{said} must be positive")
    if config.get("candidateCount", 1) > 1:
        raise refused("Multiple candidates is not enabled for this model")
    if config.get("responseLogprobs"):
        raise refused(f"Logprobs is not enabled for models/{model.id}")
    if "logprobs" in config:
        raise refused("The logprobs parameter is not supported unless response_logprobs is set to true.")
    most = config.get("maxOutputTokens", 1)
    if most > model.output_tokens:
        raise refused(
            f"Unable to submit request because it has a maxOutputTokens value of {most} but the supported range is "
            f"from 1 (inclusive) to {model.output_tokens + 1} (exclusive). Update the value and try again."
        )
    if len(config.get("stopSequences", ())) > MOST_STOPS:
        raise _out_of_place("stop_sequences", f"the number of stop_sequences must not exceed {MOST_STOPS}")


def _check_form(config: Mapping[str, Any], model: Model) -> None:
    """What the answer is to be: text, JSON, by which schema."""
    mime_type = config.get("responseMimeType", "text/plain")
    if mime_type not in _MIME_TYPES:
        *first, last = [f"`{each}`" for each in _MIME_TYPES]
        raise _out_of_place("response_mime_type", f"allowed mimetypes are {', '.join(first)} and {last}.")
    schemas = [name for name in ("responseSchema", "responseJsonSchema") if name in config]
    if len(schemas) > 1:
        raise refused("Only one of response_schema and response_json_schema can be set.")
    if schemas and mime_type not in ("application/json", "text/x.enum"):
        name = "response_schema" if schemas == ["responseSchema"] else "response_json_schema"
        raise _out_of_place(name, f"{name} is only allowed when response_mime_type is `application/json`")
    other = [each for each in config.get("responseModalities", ()) if each != "TEXT"]
    if other:
        raise refused(
            f"The requested combination of response modalities ({', '.join(config['responseModalities'])}) is not "
            f"supported by the model. models/{model.id} accepts the following combination of response modalities:\n* TEXT\n"
        )


def _schema(config: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The JSON schema of the answer, `None` where the request has none."""
    if "responseSchema" in config:
        return json_schema(config["responseSchema"])
    given = config.get("responseJsonSchema")
    return given if isinstance(given, dict) else None


def check_tools(fields: Mapping[str, Any]) -> None:
    """Raises `Refusal` for tools that are no functions, and for a function calling config that has no functions or
    names such as are not there."""
    for name in dict.fromkeys(name for tool in fields.get("tools", ()) for name in tool):
        if name != "functionDeclarations":
            raise not_served(f"the tool '{snake(name)}', only functions")
    config = fields.get("toolConfig", {}).get("functionCallingConfig", {})
    names = [
        each.get("name") for tool in fields.get("tools", ()) for each in tool.get("functionDeclarations", ())
    ]
    if config and not names:
        raise refused("Function calling config is set without function_declarations.")
    allowed = config.get("allowedFunctionNames", ())
    if allowed and config.get("mode") not in ("ANY", "VALIDATED"):
        raise refused("Allowed function names can only be set when function calling mode is ANY.")
    for name in allowed:
        if name not in names:
            raise refused(f"Allowed function name {name[:80]} is not found in function_declarations.")


def _thinking(config: Mapping[str, Any], model: Model) -> tuple[str | None, int | None]:
    """How much the model thinks about this request, and the most tokens that it may take for it."""
    level, budget = config.get("thinkingLevel"), config.get("thinkingBudget")
    if level is not None and budget is not None:
        raise refused("You can only set only one of thinking budget and thinking level.")
    if (level is not None or budget is not None) and not model.effort:
        raise refused(f"Thinking {'level' if budget is None else 'budget'} is not supported for this model.")
    if config.get("includeThoughts") and (budget == 0 or not model.effort):
        raise refused("Thinking_config.include_thoughts is only enabled when thinking is enabled.")
    effort = model.default_effort if level in (None, "THINKING_LEVEL_UNSPECIFIED") else str(level).lower()
    if effort is not None and effort not in model.effort:
        raise refused(
            f"Thinking level {level} is not supported for this model. Please retry with other thinking level."
        )
    quiet = effort in model.thinking_off or budget == 0
    return (None if quiet and not (budget or 0) > 0 else effort), (budget if budget and budget > 0 else None)


def _out_of_place(field: str, said: str) -> Refusal:
    return refused(f"* GenerateContentRequest.generation_config.{field}: {said}\n")
