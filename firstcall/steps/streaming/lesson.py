"""What "Streaming" says: why, how the pieces travel, what comes last, how a stream can end badly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.steps.streaming.exercises import EXERCISES, FAQ, MISTAKES

__all__ = ["EXERCISES", "FAQ", "MISTAKES"]

STEP = "streaming"

IDEA = """
With a stream the reply arrives **piece by piece**, while it is written; the response object becomes something
to loop over. It does **not make the model faster**. It makes the wait feel shorter, because there is something
to read. Press **Run both**: the same call is sent twice at the same moment, once buffered, once streamed.
"""

WHEN = """
**Stream for a person, buffer for a job.** Nobody watches a nightly job: there a stream only adds ways to fail.
A person who waits in front of an empty screen leaves.
"""

SSE = """
The pieces travel over **one** HTTP response that stays open, as **server-sent events**: lines of text that
begin with `data:` (Anthropic: also `event:`), an empty line after each event. Each mark below is one event of
your last stream, where it arrived.
"""

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

NOT_HERE_YET = "Ollama streams unless told not to. Google and Ollama cannot be called from here yet."

USAGE = {
    "anthropic": "The output count is **cumulative**: `message_delta` says how many tokens there are so far, "
    "so take the last one and add nothing up. `stream.get_final_message().usage` has both halves.",
    "openai": 'The counts come only if you ask: `stream_options={"include_usage": True}`. Then one more chunk '
    "follows the text, with **no choices** in it. If the stream is broken off, it never comes.",
}

NO_CHOICES = """
Most tutorials read `chunk.choices[0]` in the loop. On the chunk that brings the counts this fails, at the very
end, when the whole reply has been shown. Here it is on the last chunk that **you** received:
"""

STOPPED = """
A stream can be **stopped midway**: press Stop above while it runs. The connection is closed, the model stops
writing. What had come is **kept and counted**: the prompt in full, and what was written until then.
Anthropic had told its input count at the start; the output is estimated from the text, because the last
count never came. OpenAI's counts are lost altogether, so both are estimated.
"""

LOOK_FOR_THE_END = """
**No SDK raises an error for this.** The loop just ends, as if all were said. The only sign is that the stop
reason is missing, so look for it.
"""

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

DROPPED = """
When the **connection drops** there is an exception, but not the same one everywhere, and the SDK does not
retry once text has arrived. Catch it around the loop, not only around the call, and keep what you have.
"""

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
        LOOK_FOR_THE_END,
        {"fault": "early_end", "after_tokens": 25},
        NOTICE,
    ),
    Ending("dropped", "Drop the connection", DROPPED, {"fault": "drop", "after_tokens": 25}, CATCH),
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
