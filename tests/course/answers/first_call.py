"""Answers to the exercises of "Your first call"."""

from __future__ import annotations

from firstcall.course.exercise import Evidence
from tests.course.answered import Answers, Did, asked

CLAUDE, GPT = "anthropic", "openai"


def on(provider: str, id: str, text: str, stream: bool = False) -> Did:
    return lambda: Evidence([asked(provider, stream=stream)], answers={f"first_call.{id}": text})


def _number_itself(provider: str) -> Evidence:
    made = asked(provider)
    assert made.reply is not None and made.reply.usage is not None
    return Evidence([made], answers={"first_call.path": str(made.reply.usage.output_tokens)})


def _sum_by_chance() -> Evidence:
    """The tokens of the prompt and what happens to be missing."""
    made = asked(CLAUDE)
    assert made.reply is not None and made.reply.usage is not None
    missing = made.reply.usage.output_tokens - made.reply.usage.input_tokens
    return Evidence([made], answers={"first_call.path": f"message.usage.input_tokens + {missing}"})


def _text_itself() -> Evidence:
    made = asked(GPT)
    return Evidence([made], answers={"first_call.text": repr(made.text)})


def limited(*limits: int, provider: str = GPT) -> Did:
    return lambda: Evidence([asked(provider, max_tokens=limit) for limit in limits])


ANSWERS = {
    "text": Answers(
        {
            "blocks joined": on(CLAUDE, "text", '"".join(b.text for b in message.content if b.type == "text")'),
            "last block": on(CLAUDE, "text", "message.content[-1].text"),
            "path": on(GPT, "text", "response.choices[0].message.content"),
            "printed": on(GPT, "text", "print(response.choices[0].message.content)"),
            "last choice": on(GPT, "text", "`response.choices[-1].message.content`"),
            "streamed": on(GPT, "text", "text", stream=True),
        },
        {
            "nothing sent": lambda: Evidence(answers={"first_call.text": "message.content[-1].text"}),
            "the text itself": _text_itself,
            "second block": on(CLAUDE, "text", "message.content[1].text"),
            "first block": on(CLAUDE, "text", "message.content[0].text"),
            "all blocks": on(CLAUDE, "text", "message.content"),
            "another provider's": on(CLAUDE, "text", "response.choices[0].message.content"),
            "second choice": on(GPT, "text", "response.choices[1].message.content"),
            "the message": on(GPT, "text", "response.choices[0].message"),
            "half of it": on(GPT, "text", "response.choices[0].message.content[:40]"),
            "no expression": on(GPT, "text", "it is in the content"),
        },
    ),
    "stop": Answers(
        {
            "word": on(CLAUDE, "stop", "end_turn"),
            "in quotes": on(CLAUDE, "stop", '"end_turn"'),
            "path": on(CLAUDE, "stop", "message.stop_reason"),
            "another word": on(GPT, "stop", "stop"),
            "another path": on(GPT, "stop", "response.choices[0].finish_reason"),
        },
        {
            "another provider's word": on(CLAUDE, "stop", "stop"),
            "another end": on(CLAUDE, "stop", "max_tokens"),
            "null": on(CLAUDE, "stop", "None"),
            "status": on(CLAUDE, "stop", "200"),
            "a field's name": on(CLAUDE, "stop", "stop_reason"),
            "another path": on(GPT, "stop", "response.model"),
            "of a cut reply": lambda: Evidence([asked(GPT, max_tokens=8)], answers={"first_call.stop": "stop"}),
        },
    ),
    "path": Answers(
        {
            "path": on(CLAUDE, "path", "message.usage.output_tokens"),
            "assigned": on(CLAUDE, "path", "tokens = message.usage.output_tokens"),
            "printed": on(GPT, "path", "print(response.usage.completion_tokens)"),
            "total less prompt": on(GPT, "path", "response.usage.total_tokens - response.usage.prompt_tokens"),
            "streamed": on(GPT, "path", "usage.completion_tokens", stream=True),
        },
        {
            "the number": lambda: _number_itself(CLAUDE),
            "the number at another": lambda: _number_itself(GPT),
            "a sum by chance": _sum_by_chance,
            "tokens in": on(CLAUDE, "path", "message.usage.input_tokens"),
            "total": on(GPT, "path", "response.usage.total_tokens"),
            "another provider's": on(GPT, "path", "message.usage.output_tokens"),
            "all of the usage": on(GPT, "path", "response.usage"),
            "a word": on(GPT, "path", "completion_tokens"),
        },
    ),
    "cut_off": Answers(
        {
            "at 8": limited(8),
            "at 20": limited(20),
            "at 8 with another": limited(8, provider=CLAUDE),
            "whole, then cut": limited(1024, 12),
        },
        {
            "whole": limited(1024),
            "twice whole": limited(1024, 900),
            "whole with another": limited(1024, provider=CLAUDE),
            "refused": limited(0),
            "refused with another": limited(0, provider=CLAUDE),
            "whole, then refused": limited(1024, 0),
        },
    ),
}  # fmt: skip
