"""What tutorials ask, asked on every wire: the same words get the same kind of reply, stop sequences included."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.practice.wires.conftest import KEY

Turns = list[tuple[str, str]]
BEARER = {"authorization": f"Bearer {KEY}"}


def chat(url: str, turns: Turns, stop: str | None) -> str:
    body: dict[str, Any] = {"model": "gpt-4o-mini", "temperature": 0, "messages": roles(turns), "stop": stop}
    answer = httpx2.post(f"{url}/openai/v1/chat/completions", json=body, headers=BEARER)
    return str(answer.json()["choices"][0]["message"]["content"])


def responses(url: str, turns: Turns, stop: str | None) -> str:
    body = {"model": "gpt-4o-mini", "temperature": 0, "input": roles(turns)}
    answer = httpx2.post(f"{url}/openai/v1/responses", json=body, headers=BEARER)
    return str(answer.json()["output"][0]["content"][0]["text"])


def completions(url: str, turns: Turns, stop: str | None) -> str:
    body = {
        "model": "gpt-3.5-turbo-instruct",
        "temperature": 0,
        "prompt": turns[0][1],
        "max_tokens": 900,
        "stop": stop,
    }
    answer = httpx2.post(f"{url}/openai/v1/completions", json=body, headers=BEARER)
    return str(answer.json()["choices"][0]["text"])


def messages(url: str, turns: Turns, stop: str | None) -> str:
    body: dict[str, Any] = {
        "model": "claude-haiku-4-5",
        "max_tokens": 900,
        "temperature": 0,
        "messages": roles(turns),
    }
    body |= {"stop_sequences": [stop]} if stop else {}
    headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01"}
    return str(
        httpx2.post(f"{url}/anthropic/v1/messages", json=body, headers=headers).json()["content"][0]["text"]
    )


def gemini(url: str, turns: Turns, stop: str | None) -> str:
    contents = [
        {"role": "model" if role == "assistant" else role, "parts": [{"text": text}]} for role, text in turns
    ]
    config = {"temperature": 0, **({"stopSequences": [stop]} if stop else {})}
    body = {"contents": contents, "generationConfig": config}
    answer = httpx2.post(
        f"{url}/google/v1/models/gemini-3.1-flash-lite:generateContent",
        json=body,
        headers={"x-goog-api-key": KEY},
    )
    return str(answer.json()["candidates"][0]["content"]["parts"][0]["text"])


def ollama(url: str, turns: Turns, stop: str | None) -> str:
    options = {"temperature": 0, **({"stop": [stop]} if stop else {})}
    body = {"model": "llama3.2", "messages": roles(turns), "stream": False, "options": options}
    return str(httpx2.post(f"{url}/ollama/api/chat", json=body).json()["message"]["content"])


def roles(turns: Turns) -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role, text in turns]


WIRES: list[Callable[[str, Turns, str | None], str]] = [
    chat,
    responses,
    completions,
    messages,
    gemini,
    ollama,
]
PROMPTS = [
    (
        "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ...",
        r"1, 2, 3, [^\n]*, 99, 100",
    ),
    ("List three uses of embeddings.", r"1\. .+\n2\. .+\n3\. .+"),
    ("List five uses of a paperclip.", r"(?:\d\. .+\n?){5}"),
    ("Reply with exactly this text and nothing else: pong 42", r"pong 42"),
    ("Answer in exactly three words. What is the capital of France?", r"\S+ \S+ Paris\."),
    ("Summarize in <summary> tags: The cat sat on the mat.", r"<summary>.+</summary>"),
    ("great -> positive\nawful -> negative\nlovely ->", r"positive"),
    ("Is the earth round?", r".*(?:ball|round).*"),
    ("Name three rivers", r"1\. .+\n2\. .+\n3\. .+"),
    ("How do I cook pasta?", r".*boil.*"),
]


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize(("prompt", "form"), PROMPTS)
def test_a_prompt_gets_its_reply(url: str, wire: Callable[..., str], prompt: str, form: str) -> None:
    assert re.fullmatch(form, wire(url, [("user", prompt)], None), re.DOTALL)


@pytest.mark.parametrize("wire", [chat, completions, messages, gemini, ollama])
def test_a_list_stops_where_it_is_told_to(url: str, wire: Callable[..., str]) -> None:
    asked: Turns = [("user", "List the planets starting with 1.")]
    assert len(wire(url, asked, None).splitlines()) == 8
    assert wire(url, asked, "2.").strip() == "1. Mercury"


def test_a_reply_begun_inside_json_is_continued(url: str) -> None:
    begun = '{"name": "'
    turns: Turns = [("user", "Give me a JSON object with name and age: Ada is 36."), ("assistant", begun)]
    assert re.fullmatch(r'Ada", "age": 36\}', messages(url, turns, None))
