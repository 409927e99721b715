"""An explanation for each line of a program, for the margin of the code box."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.providers import Provider

_LINES: tuple[tuple[str, str], ...] = (
    ("from dotenv import", "A small package that reads settings from a file called `.env`."),
    ("import anthropic", "Anthropic's official package: `pip install anthropic`."),
    ("import openai", "OpenAI's official package: `pip install openai`."),
    ("load_dotenv()", "Puts the key from `.env` into the environment, so that it never stands in the code."),
    (
        "anthropic.Anthropic(",
        "The client: it holds the key and the connection. Make one and use it for every call.",
    ),
    (
        "openai.OpenAI(",
        "The client: it holds the key and the connection. Make one and use it for every call.",
    ),
    (
        "client.messages.create(",
        "The call. Nothing travels before this line; the program waits here for the whole reply.",
    ),
    (
        "client.messages.stream(",
        "The call. It opens a stream: the reply arrives piece by piece while it is written.",
    ),
    ("client.chat.completions.create(", "The call. Everything you want is an argument of it."),
    (
        "model=",
        "Which model answers. Ids change and retire: copy them from the provider's page, not from a tutorial.",
    ),
    (
        "max_tokens=",
        "The most it may write, in word-pieces. Thinking counts too. Your first guard against a large bill.",
    ),
    (
        "max_completion_tokens=",
        "The most it may write, in word-pieces, reasoning included. Your first guard against a large bill.",
    ),
    ("reasoning_effort=", "How long it thinks before it answers. With `none` it answers at once."),
    ("system=", "Instructions that stand above the conversation: who it is, how it should answer."),
    ('"role": "system"', "Instructions that stand above the conversation: who it is, how it should answer."),
    ('"role": "user"', "What you say. Each entry has a role and a content."),
    ("messages=[", "The conversation so far, oldest first. The model sees this list and nothing else."),
    ("temperature", "How much chance plays a part: 0 picks the likeliest word each time."),
    ("stream=True", "Ask for pieces as they are written instead of the whole at the end."),
    ("stream_options=", "Asks for one more piece at the end that says how many tokens were used."),
    ("for text in stream.text_stream", "Each round gives the next piece of text, as soon as it is there."),
    ("for chunk in stream", "Each round gives the next piece, called a chunk, as soon as it is there."),
    (
        "if chunk.choices",
        "The last chunk carries only the token counts and no text, so look before you read.",
    ),
    ("chunk.choices[0].delta.content", "The new text in this chunk; it can be missing, hence the `or`."),
    (
        "get_final_message()",
        "The pieces put together: the same object that a call without streaming returns.",
    ),
    (
        "block.text for block in",
        "A reply is a list of blocks. Pick the text ones: a thinking block may stand first.",
    ),
    (
        "choices[0].message.content",
        "The text of the reply. OpenAI could send several choices; you asked for one.",
    ),
    ("stop_reason", "Why it stopped. If the token limit cut it off, it says so here, and nowhere else."),
    ("finish_reason", "Why it stopped. If the token limit cut it off, it says so here, and nowhere else."),
    ("usage.", "The token counts. They are the bill."),
)


def notes(provider: Provider, source: str) -> Mapping[int, str]:
    """An explanation for each line of a program that has one, by line number (from 1)."""
    found = {}
    for number, line in enumerate(source.splitlines()[:200], start=1):
        for fragment, explanation in _LINES:
            if fragment in line:
                found[number] = explanation
                break
    return found
