"""What "Streaming" says: why, how the pieces travel, what comes last, how a stream can end badly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.steps.streaming import WORDS
from firstcall.steps.streaming.exercises import EXERCISES

__all__ = ["EXERCISES"]

STEP = "streaming"


FRAMING: tuple[dict[str, str], ...] = (
    {
        "provider": "Anthropic",
        "a piece": "`event:` and `data:` lines",
        "the end": "`event: message_stop`",
        "token counts": "input in `message_start`, output in `message_delta`; no option needed",
    },
    {
        "provider": "OpenAI",
        "a piece": "`data:` lines",
        "the end": "`data: [DONE]`",
        "token counts": 'one chunk without choices, only with `{"include_usage": True}`',
    },
    {
        "provider": "Google Gemini",
        "a piece": "`data:` lines, each a whole response object",
        "the end": "the connection closes",
        "token counts": "on every chunk; the last one counts",
    },
    {
        "provider": "Ollama",
        "a piece": "**lines of JSON**, no events",
        "the end": 'a line with `"done": true`',
        "token counts": "on that last line",
    },
)


USAGE = {
    "anthropic": "The output count is **cumulative**: `message_delta` says how many tokens there are so far, "
    "so take the last one and add nothing up. `stream.get_final_message().usage` has both halves.",
    "openai": 'The counts come only if you ask: `stream_options={"include_usage": True}`. Then one more chunk '
    "follows the text, with **no choices** in it. If the stream is broken off, it never comes.",
}


NOTICE: Mapping[str, str] = {
    "anthropic": """\
message = stream.get_final_message()
if message.stop_reason is None:  # half an answer: show it as such, or ask again
    raise RuntimeError("The stream ended early")
""",
    "openai": """\
stop_reason = None
for chunk in stream:
    if chunk.choices:
        stop_reason = chunk.choices[0].finish_reason or stop_reason
if stop_reason is None:  # half an answer: show it as such, or ask again
    raise RuntimeError("The stream ended early")
""",
}


CATCH: Mapping[str, str] = {
    "anthropic": """\
try:
    for text in stream.text_stream:
        print(text, end="", flush=True)
except httpx2.RemoteProtocolError:  # not wrapped: anthropic.APIConnectionError does not catch it
    print("(the connection broke)")
""",
    "openai": """\
try:
    for chunk in stream:
        ...
except openai.APIConnectionError:
    print("(the connection broke)")
""",
}


@dataclass(frozen=True, slots=True)
class Ending:
    """A stream that ends badly. `fault` is what the practice server does (`practice/faults.py`);
    `advice` is code by provider; `path` is what shows it, by provider."""

    id: str
    button: str
    text: str
    fault: Mapping[str, Any]
    advice: Mapping[str, str]


ENDINGS = (
    Ending(
        "early",
        "Let it end early",
        WORDS.say("look_for_the_end"),
        {"fault": "early_end", "after_tokens": 25},
        NOTICE,
    ),
    Ending(
        "dropped", "Drop the connection", WORDS.say("dropped"), {"fault": "drop", "after_tokens": 25}, CATCH
    ),
)

OPENING = Settings(
    model="",
    messages=(Message("user", "Write a short story about a fox who learns to swim."),),
    max_tokens=1024,
    stream=True,
)


def both_ways(provider: Provider, call: Call) -> tuple[Call, Call]:
    """The same call buffered and streamed."""
    settings = provider.read(call)
    buffered = provider.compose(replace(settings, stream=False), call)
    streamed = call if call.streamed else provider.compose(replace(settings, stream=True), call)
    return buffered, streamed
