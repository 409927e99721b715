"""The response object: what was asked, what came, what it cost.

Shape: openai 3.57.0 `types/responses/response.py`, `response_usage.py`.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.practice.prompt_cache import Cached
from firstcall.practice.wires.openai.request import CACHE_SECONDS, served_tier
from firstcall.practice.wires.openai.responses.output import Status
from firstcall.practice.wires.openai.responses.request import Wanted, conversation_in
from firstcall.practice.wires.openai.responses.stored import new_id


def begun(wanted: Wanted) -> dict[str, Any]:
    """A response of which nothing is there yet: what it repeats of the request, with OpenAI's defaults."""
    request = wanted.chat
    said = repeated(wanted.fields, request.id, request.effort, request.temperature)
    conversation = conversation_in(wanted.fields)
    within = {} if conversation is None else {"conversation": {"id": conversation}}
    background = wanted.fields.get("background") is True
    return {**said, "background": background, "store": wanted.stores, **within, **_cache_options(wanted)}


def repeated(fields: Mapping[str, Any], model: str, effort: str | None, temperature: float) -> dict[str, Any]:
    """The same for one that is not stored, from the fields of a request and what was made of some of them."""
    reasoning, text = fields.get("reasoning") or {}, fields.get("text") or {}
    return {
        "id": new_id("resp"),
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "background": False,
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "instructions": fields.get("instructions"),
        "max_output_tokens": fields.get("max_output_tokens"),
        "max_tool_calls": fields.get("max_tool_calls"),
        "model": model,
        "output": [],
        "parallel_tool_calls": fields.get("parallel_tool_calls") is not False,
        "previous_response_id": fields.get("previous_response_id"),
        "prompt_cache_key": fields.get("prompt_cache_key"),
        "prompt_cache_retention": fields.get("prompt_cache_retention"),
        "reasoning": {"effort": effort, "summary": reasoning.get("summary")},
        "safety_identifier": fields.get("safety_identifier"),
        "service_tier": "auto",
        "store": False,
        "temperature": temperature,
        "text": {
            "format": text.get("format") or {"type": "text"},
            "verbosity": text.get("verbosity") or "medium",
        },
        "tool_choice": fields.get("tool_choice") or "auto",
        "tools": [{"strict": True, "parameters": None, **tool} for tool in fields.get("tools") or ()],
        "top_logprobs": fields.get("top_logprobs") or 0,
        "top_p": 1.0 if fields.get("top_p") is None else fields["top_p"],
        "truncation": fields.get("truncation") or "disabled",
        "usage": None,
        "user": fields.get("user"),
        "metadata": fields.get("metadata") or {},
    }


def _cache_options(wanted: Wanted) -> dict[str, Any]:
    if not wanted.chat.model.cache_writes:
        return {}
    asked = wanted.fields.get("prompt_cache_options") or {}
    options = {"mode": wanted.chat.cache_mode, "ttl": asked.get("ttl") or "30m"}
    if asked.get("comparison_response_id"):
        options["comparison_response_id"] = asked["comparison_response_id"]
    return {"prompt_cache_options": options}


def ended(
    response: Mapping[str, Any], status: Status, output: Sequence[Mapping[str, Any]], usage: Mapping[str, Any]
) -> dict[str, Any]:
    """The response as it is when all of it has been said, or as much as the limit allowed."""
    return {
        **response,
        "status": status,
        "completed_at": int(time.time()) if status == "completed" else None,
        "incomplete_details": {"reason": "max_output_tokens"} if status == "incomplete" else None,
        "output": list(output),
        "service_tier": served_tier(str(response["service_tier"])),
        "usage": dict(usage),
    }


def usage(wanted: Wanted, cached: Cached, thinking: int, said: int) -> dict[str, Any]:
    return {
        "input_tokens": wanted.tokens,
        "input_tokens_details": {"cached_tokens": cached.read, **_written(wanted, cached)},
        "output_tokens": thinking + said,
        "output_tokens_details": {"reasoning_tokens": thinking},
        "total_tokens": wanted.tokens + thinking + said,
    }


def _written(wanted: Wanted, cached: Cached) -> dict[str, Any]:
    """Older models do not count what they write."""
    if not wanted.chat.model.cache_writes:
        return {"cache_write_tokens": 0}
    lives = {f"ttl_{ttl}_tokens": cached.written.get(CACHE_SECONDS[ttl], 0) for ttl in ("12h", "30m")}
    return {"cache_write_tokens": cached.written_tokens, "cache_write_tokens_details": lives}
