"""Fields behind a beta header, and `null` for optional ones: taken where the SDK's types and the API take them."""

from __future__ import annotations

from types import NoneType
from typing import Any, NotRequired, Required, get_args, get_origin, get_type_hints

import anthropic
import httpx2
import pytest
from anthropic.types.message_create_params import MessageCreateParamsBase
from openai.types.chat.completion_create_params import CompletionCreateParamsBase
from openai.types.responses.response_create_params import ResponseCreateParamsBase

from tests.practice.wires.conftest import KEY

OPENAI = {"authorization": f"Bearer {KEY}"}
MODEL = "claude-haiku-5-5"
EDITS = {
    "edits": [{"type": "clear_tool_uses_20250919", "trigger": {"type": "input_tokens", "value": 30_000}}]
}
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
FORMAT = {"type": "json_schema", "schema": SCHEMA}
SERVER = {"type": "url", "url": "https://mcp.example.com/sse", "name": "example"}


def claude(**changes: Any) -> dict[str, Any]:
    question = [{"role": "user", "content": "What is the capital of France?"}]
    return {"model": MODEL, "max_tokens": 1000, "messages": question} | changes


def post(url: str, body: dict[str, Any], betas: str = "", path: str = "/v1/messages") -> httpx2.Response:
    headers = {"x-api-key": KEY, "anthropic-version": "2026-10-21"} | (
        {"anthropic-beta": betas} if betas else {}
    )
    return httpx2.post(f"{url}/anthropic{path}", json=body, headers=headers)


GATED = [
    ("context_management", EDITS, "context-management-2025-06-27"),
    ("output_format", FORMAT, "structured-outputs-2025-11-13"),
    ("fallbacks", [{"model": "claude-sonnet-5-5"}], "server-side-fallback-2026-07-01"),
    ("fallbacks", "default", "server-side-fallback-2026-06-01"),
    ("mcp_servers", [], "mcp-client-2025-11-20"),
    ("billing_policy", {"type": "billing_policy"}, "user-profiles-billing-2026-10-01"),
    ("output_config", {"task_budget": {"type": "tokens", "total": 20_000}}, "task-budgets-2026-03-13"),
]


@pytest.mark.parametrize(("field", "value", "beta"), GATED)
def test_a_field_needs_its_header(url: str, field: str, value: Any, beta: str) -> None:
    for without in ("", "files-api-2025-04-14"):
        answer = post(url, claude(**{field: value}), without)
        named = "output_config.task_budget" if field == "output_config" else field
        assert answer.status_code == 400
        assert answer.json()["error"]["message"] == f"{named}: Extra inputs are not permitted"
    assert post(url, claude(**{field: value}), f"files-api-2025-04-14, {beta}").status_code == 200


def test_no_edit_of_the_context_is_applied_and_the_answer_says_so(claudes: anthropic.Anthropic) -> None:
    asked: Any = claude(context_management=EDITS, betas=["context-management-2025-06-27"])
    message = claudes.beta.messages.create(**asked)
    assert message.context_management and message.context_management.applied_edits == []
    with claudes.beta.messages.stream(**asked) as stream:
        ends = [event for event in stream if event.type == "message_delta"]
    assert ends[0].context_management and ends[0].context_management.applied_edits == []
    assert "context_management" not in claudes.messages.create(**claude()).model_extra


def test_the_old_name_of_the_format_gives_json(url: str, claudes: anthropic.Anthropic) -> None:
    body = post(url, claude(output_format=FORMAT), "structured-outputs-2025-11-13").json()
    text = "".join(block.get("text", "") for block in body["content"])
    assert text.startswith('{"city"')
    both = claude(output_format=FORMAT, output_config={"format": FORMAT})
    refused = post(url, both, "structured-outputs-2025-11-13").json()["error"]["message"]
    assert refused == "output_format: Cannot be combined with `output_config.format`."
    open_schema = {"type": "json_schema", "schema": {"type": "object", "properties": {}}}
    assert post(url, claude(output_format=open_schema), "structured-outputs-2025-11-13").status_code == 400


@pytest.mark.parametrize(
    ("field", "value", "beta", "sentence"),
    [
        ("mcp_servers", [SERVER], "mcp-client-2025-11-20", "connects to no MCP servers."),
        ("compaction", {"type": "summarize"}, "compact-2026-09-04", "compacts no conversations."),
        ("fallback_credit_token", "fct_1", "fallback-credit-2026-07-01", "gives out no such tokens."),
    ],
)
def test_what_is_not_served_says_so(url: str, field: str, value: Any, beta: str, sentence: str) -> None:
    said = post(url, claude(**{field: value}), beta).json()["error"]["message"]
    assert said == f"{field}: The practice server {sentence}"


@pytest.mark.parametrize(
    ("field", "value", "beta", "sentence"),
    [
        ("fallbacks", [{}], "server-side-fallback-2026-07-01", "fallbacks.0.model: Field required"),
        ("fallbacks", 1, "server-side-fallback-2026-07-01", "fallbacks: Input should be 'default'"),
        ("context_management", {"edits": [{"type": "x"}]}, "context-management-2025-06-27",
         "context_management.edits.0.type: Input should be 'clear_tool_uses_20250919'"),
        ("mcp_servers", [{"type": "url"}], "mcp-client-2025-11-20", "mcp_servers.0.name: Field required"),
    ],
)  # fmt: skip
def test_fields_of_another_shape(url: str, field: str, value: Any, beta: str, sentence: str) -> None:
    assert post(url, claude(**{field: value}), beta).json()["error"]["message"].startswith(sentence)


def test_tokens_are_counted_with_the_same_fields(url: str) -> None:
    body = claude(context_management=EDITS)
    del body["max_tokens"]
    path = "/v1/messages/count_tokens"
    assert post(url, body, "", path).status_code == 400
    assert post(url, body, "context-management-2025-06-27", path).status_code == 200


def test_the_header_names_betas(url: str) -> None:
    said = post(url, claude(), "structured-outputs, pdfs-2024-09-25").json()["error"]["message"]
    assert said.startswith("Unexpected value(s) `structured-outputs` for the `anthropic-beta` header.")
    old = "pdfs-2024-09-25,fine-grained-tool-streaming-2025-05-14,claude-code-20250219"
    assert post(url, claude(), old).status_code == 200


def optional(params: Any) -> dict[str, bool]:
    """For each field of a request whether the SDK's type of it takes `None`."""
    hints = get_type_hints(params, include_extras=True)
    return {name: _takes_none(hint) for name, hint in hints.items()}


def _takes_none(hint: Any) -> bool:
    if get_origin(hint) in (Required, NotRequired):
        return _takes_none(get_args(hint)[0])
    return NoneType in get_args(hint)


@pytest.mark.parametrize(("name", "takes"), optional(CompletionCreateParamsBase).items())
def test_chat_takes_null_where_the_sdk_does(url: str, name: str, takes: bool) -> None:
    body = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "Hi"}], name: None}
    answer = httpx2.post(f"{url}/openai/v1/chat/completions", json=body, headers=OPENAI)
    assert (answer.status_code == 200) == takes, answer.text


@pytest.mark.parametrize(
    "name", [name for name, takes in optional(ResponseCreateParamsBase).items() if takes]
)
def test_responses_takes_null_where_the_sdk_does(url: str, name: str) -> None:
    body = {"model": "gpt-4o-mini", "input": "Hi", name: None}
    answer = httpx2.post(f"{url}/openai/v1/responses", json=body, headers=OPENAI)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("name", [name for name, takes in optional(MessageCreateParamsBase).items() if takes])
def test_messages_takes_null_where_the_sdk_does(url: str, name: str) -> None:
    answer = post(url, claude(**{name: None}))
    assert answer.status_code == 200, answer.text
