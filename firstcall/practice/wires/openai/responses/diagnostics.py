"""Why a prompt could not be read from the cache as far as it could have been, compared with an earlier response.

Kinds and reasons: openai 3.57.0 `types/responses/response.py` (`PromptCacheDiagnostics`); the comparison is asked
for by `prompt_cache_options.comparison_response_id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from firstcall.practice.prompt_cache import Cached
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.counting import prompt_tokens
from firstcall.practice.wires.openai.responses.items import as_messages
from firstcall.practice.wires.openai.responses.request import Wanted, instructed
from firstcall.practice.wires.openai.responses.stored import Shelf, Stored


def diagnosed(wanted: Wanted, response: Mapping[str, Any], cached: Cached, shelf: Shelf) -> dict[str, Any]:
    """The field of the response that says so; nothing where it was not asked for. `response` is the one just begun."""
    id = (wanted.fields.get("prompt_cache_options") or {}).get("comparison_response_id")
    if id is None:
        return {}
    try:
        said = _compared(wanted, response, cached, shelf.get(id))
    except Refusal:
        said = {"type": "comparison_response_not_found"}
    return {"prompt_cache_diagnostics": said}


def _compared(wanted: Wanted, response: Mapping[str, Any], cached: Cached, earlier: Stored) -> dict[str, Any]:
    reason = next(_changed(response, earlier.response), None)
    shared, all_shared = ((), False) if reason else _shared(wanted, earlier)
    if all_shared:
        return {"type": "cache_hit" if cached.read else "unavailable"}
    reusable = prompt_tokens(wanted.chat._replace(messages=shared)) if shared else 0
    return {
        "type": "cache_miss",
        "reason": reason or "input_changed",
        "cache_missed_tokens": wanted.tokens - reusable,
        "comparison_reusable_tokens": reusable,
    }


def _shared(wanted: Wanted, earlier: Stored) -> tuple[tuple[Any, ...], bool]:
    """The messages with which both prompts begin, and whether that is all of the earlier one."""
    before = [*instructed(earlier.response), *as_messages(earlier.items)]
    pairs = zip(before, wanted.chat.messages, strict=False)
    shared = tuple(one for one, other in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return shared, len(shared) == len(before)


def _changed(now: Mapping[str, Any], then: Mapping[str, Any]) -> Iterator[str]:
    """What was not the same, of that which comes before the prompt: nothing can be read after it."""
    text, before = now["text"], then["text"]
    for reason, one, other in (
        ("model_changed", now["model"], then["model"]),
        ("prompt_cache_key_changed", now["prompt_cache_key"], then["prompt_cache_key"]),
        ("tools_changed", now["tools"], then["tools"]),
        ("text_format_changed", text["format"], before["format"]),
        ("reasoning_effort_changed", now["reasoning"]["effort"], then["reasoning"]["effort"]),
        ("verbosity_changed", text["verbosity"], before["verbosity"]),
    ):
        if one != other:
            yield reason
