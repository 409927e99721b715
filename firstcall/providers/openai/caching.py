"""OpenAI's prompt caching: by itself, and a key that leads alike prompts to the same machine.

https://developers.openai.com/api/docs/guides/prompt-caching and `openai/types/completion_usage.py`. Other servers of
its protocol need not send `prompt_tokens_details`, and refuse arguments that they do not know.
"""

from __future__ import annotations

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._caching import Caching

_KEY = "museum-guide"


def _adds(call: Call) -> Call:
    return changed(call, prompt_cache_key=_KEY)


_DETAILS = "response.usage.prompt_tokens_details"

# `openai/types/chat/completion_create_params.py`, and `chat_completion_content_part_text_param.py` for the last.
_MARKS = frozenset({"prompt_cache_key", "prompt_cache_options", "prompt_cache_breakpoint"})

ON_ITS_WIRE = Caching(
    marks=_MARKS,
    counters={
        "input": "response.usage.prompt_tokens",
        "read": f"{_DETAILS}.cached_tokens if {_DETAILS} else None",
    },
)
CACHING = Caching(
    adds=_adds,
    marks=_MARKS,
    counters={
        "input": "response.usage.prompt_tokens",
        "written": f"{_DETAILS}.cache_write_tokens",
        "read": f"{_DETAILS}.cached_tokens",
    },
)
RESPONSES = Caching(
    adds=_adds,
    marks=_MARKS,
    counters={
        "input": "response.usage.input_tokens",
        "written": "response.usage.input_tokens_details.cache_write_tokens",
        "read": "response.usage.input_tokens_details.cached_tokens",
    },
)
