"""Which Messages requests a model takes, and the words with which Anthropic refuses another.

Shapes are checked in `anthropic_shapes`; here is what depends on the model and on what the
messages say. The sentences come from public reports: `temperature: range: 0..1`
(anthropics/anthropic-sdk-python 893), prefill (cortexkit/magic-context 511), the system role
(anthropics/claude-code 61412), signatures (anthropics/claude-code 10627),
token limits (ChatGPTNextWeb/NextChat 4964), temperature and thinking types
(platform.claude.com, "Troubleshooting thinking", "Migrating to 2026-10-21").
Where the API's sentence for a case is not published, it is worded after its neighbours.
"""

from __future__ import annotations

from firstcall.models import Model, find
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic import media, structured, tool_use
from firstcall.practice.wires.anthropic.blocks import (
    Block,
    TextBlock,
    ThinkingBlock,
    text_of,
)
from firstcall.practice.wires.anthropic.shapes import (
    Adaptive,
    CountRequest,
    Enabled,
    Message,
    Request,
    Request2023,
)
from firstcall.practice.wires.anthropic.signatures import genuine


def model_of(id: str, vendor: str) -> Model:
    """The catalogue's entry for a model of this vendor; an unknown and a retired model get the same 404, as at Anthropic."""
    model = find(id)
    if model is None or model.provider != vendor or model.retired():
        raise Refusal(404, f"model: {id[:200]}", "not_found_error")
    return model


def check(request: Request, model: Model) -> None:
    """Raises `Refusal` for a request that this model does not take."""
    if request.thread is not None:
        raise _no_threads()
    check_messages(request, model)
    if request.max_tokens > model.output_tokens:
        raise Refusal(
            400,
            f"max_tokens: {request.max_tokens} > {model.output_tokens}, which is the maximum allowed "
            f"number of output tokens for {request.model}",
        )
    if any(not stop.strip() for stop in request.stop_sequences):
        raise Refusal(400, "stop_sequences: each stop sequence must contain non-whitespace")
    _check_thinking(request, model)
    if isinstance(request, Request2023):
        _check_sampling(request, model)


def _no_threads() -> Refusal:
    """The SDKs' tool runners go on without a thread when they read these details.

    anthropic 2.14.0 `types/thread_unsupported_request_error_details.py`, `lib/threads/_thread_state.py`.
    """
    said = "thread: the practice server keeps no conversations. Send the whole conversation without `thread`."
    return Refusal(400, said, error_details={"error_code": "thread_unsupported_request"})


def check_messages(request: CountRequest, model: Model) -> None:
    if not request.messages:
        raise Refusal(400, "messages: at least one message is required")
    tool_use.check(request)
    if request.output_config.format is not None:
        structured.check(request.output_config.format.schema_, "output_config.format.schema")
    last = len(request.messages) - 1
    for place, message in enumerate(request.messages):
        _check_role(message.role, place, model)
        _check_content(message, place, place == last)
        _check_signatures(message, place)
    media.check(request.messages, model)
    if request.messages[last].role == "assistant":
        if not model.prefill:
            raise Refusal(
                400,
                "This model does not support assistant message prefill. "
                "The conversation must end with a user message.",
            )
        if text_of(request.messages[last].content)[-1:].isspace():
            raise Refusal(400, "messages: final assistant content cannot end with trailing whitespace")
    for block in request.system if isinstance(request.system, list) else ():
        if not block.text:
            raise Refusal(400, "system: text content blocks must be non-empty")


def _check_role(role: str, place: int, model: Model) -> None:
    if role == "system" and place == 0:
        raise Refusal(
            400,
            'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, '
            'not "system" as an input message role.',
        )
    if role == "system" and not model.system_turns:
        raise Refusal(400, "role 'system' is not supported on this model")
    if role not in {"user", "assistant", "system"}:
        raise Refusal(
            400, f'messages: Unexpected role "{role[:80]}". Allowed roles are "user" or "assistant"'
        )
    if role == "assistant" and place == 0:
        raise Refusal(400, 'messages: first message must use the "user" role')


def _check_content(message: Message, place: int, last: bool) -> None:
    if not message.content and message.role != "assistant":
        raise Refusal(400, f"messages.{place}: {message.role} messages must have non-empty content")
    if not message.content and not last:
        raise Refusal(
            400,
            f"messages.{place}: all messages must have non-empty content "
            "except for the optional final assistant message",
        )
    texts = [message.content] if isinstance(message.content, str) else _texts(message.content)
    if isinstance(message.content, list) and not all(texts):
        raise Refusal(400, "messages: text content blocks must be non-empty")
    if message.role != "assistant" and any(text and not text.strip() for text in texts):
        raise Refusal(400, "messages: text content blocks must contain non-whitespace text")


def _check_signatures(message: Message, place: int) -> None:
    for at, block in enumerate(message.content if isinstance(message.content, list) else ()):
        if isinstance(block, ThinkingBlock) and not genuine(block.signature, block.thinking):
            raise Refusal(400, f"messages.{place}.content.{at}: Invalid `signature` in `thinking` block")


def _texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, TextBlock)]


def _check_thinking(request: Request, model: Model) -> None:
    effort = request.output_config.effort
    if effort is not None and effort not in model.effort:
        if not model.effort:
            raise Refusal(400, "This model does not support the effort parameter.")
        raise Refusal(400, f"output_config.effort: '{effort}' is not supported for this model")
    if request.thinking is None:
        return
    kind = request.thinking.type
    if kind not in model.thinking_types:
        raise Refusal(400, _unsupported_thinking(kind))
    if isinstance(request.thinking, Enabled) and request.max_tokens <= request.thinking.budget_tokens:
        raise Refusal(400, "`max_tokens` must be greater than `thinking.budget_tokens`.")


def _unsupported_thinking(kind: str) -> str:
    if kind == "adaptive":
        return "adaptive thinking is not supported on this model"
    said = f'"thinking.type.{kind}" is not supported for this model.'
    if kind == "enabled":
        said += ' Use "thinking.type.adaptive" and "output_config.effort" to control thinking behavior.'
    return said


def _check_sampling(request: Request2023, model: Model) -> None:
    for name in ("temperature", "top_p"):
        value = getattr(request, name)
        if value is not None and not 0 <= value <= 1:
            raise Refusal(400, f"{name}: range: 0..1")
    if request.temperature is not None and request.top_p is not None:
        raise Refusal(
            400, "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
        )
    if model.temperature == "refused":
        _check_deprecated(request)
    thinking = isinstance(request.thinking, Enabled | Adaptive)
    if thinking and request.temperature not in (None, 1):
        raise Refusal(400, "`temperature` may only be set to 1 when thinking is enabled.")


def _check_deprecated(request: Request2023) -> None:
    """Models that dropped sampling still take a temperature of 1 under the old version."""
    for name, only in (("temperature", 1), ("top_p", None), ("top_k", None)):
        value = getattr(request, name)
        if value is not None and value != only:
            raise Refusal(400, f"`{name}` is deprecated for this model.")
