"""OpenAI's reasoning: counted in Chat Completions, in a summary on request in Responses, never as it was.

https://developers.openai.com/api/docs/guides/reasoning, `openai/types/completion_usage.py` and
`openai/types/shared_params/reasoning.py`. Other servers of the protocol need not count it.
"""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._thoughts import Entries, Thoughts

_DETAILS = "response.usage.completion_tokens_details"

THOUGHTS = Thoughts(tokens=f"{_DETAILS}.reasoning_tokens")


def on_its_wire(model: str) -> Thoughts:
    """Of another server, whose larger model thinks where its first one does not."""
    return Thoughts(tokens=f"{_DETAILS}.reasoning_tokens if {_DETAILS} else None", model=model)


def _on(call: Call) -> Call:
    """The call that asks for a summary, beside what it says of the effort."""
    said = call.arguments.get("reasoning")
    return changed(call, reasoning={**(said if isinstance(said, Mapping) else {}), "summary": "auto"})


def _carried(call: Call) -> Call:
    """Nothing is stored on the server: the reasoning comes along, sealed."""
    return changed(call, store=False, include=["reasoning.encrypted_content"])


def _left_out(turn: Entries) -> Entries:
    return [item for item in turn if item["type"] != "reasoning"]


def _altered(turn: Entries) -> Entries:
    return [
        {**item, "encrypted_content": item["encrypted_content"][::-1]}
        if item["type"] == "reasoning"
        else item
        for item in turn
    ]


RESPONSES = Thoughts(
    on=_on,
    carried=_carried,
    left_out=_left_out,
    altered=_altered,
    words='"\\n".join(part.text for item in response.output if item.type == "reasoning" for part in item.summary)',
    tokens="response.usage.output_tokens_details.reasoning_tokens",
)
