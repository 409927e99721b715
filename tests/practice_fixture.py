"""What the tests of the practice server share: SDK clients and raw requests against a server without waits."""

from __future__ import annotations

import json
from typing import Any

import httpx2

QUESTION = [{"role": "user", "content": "Hello, who are you?"}]
JSON = {"content-type": "application/json"}
ANTHROPIC = {"x-api-key": "sk-practice-raw", "anthropic-version": "2026-10-21"} | JSON
OPENAI = {"authorization": "Bearer sk-practice-raw"} | JSON
GOOGLE = {"x-goog-api-key": "sk-practice-raw"}
MESSAGES = "/anthropic/v1/messages"
CHAT = "/openai/v1/chat/completions"
GEMINI = "/google/v1beta/models/gemini-3.1-flash-lite"


def claude(**changes: Any) -> dict[str, Any]:
    """The body of a Messages request."""
    return {"model": "claude-haiku-4-5", "max_tokens": 2000, "messages": QUESTION} | changes


def gpt(**changes: Any) -> dict[str, Any]:
    """The body of a Chat Completions request."""
    return {"model": "gpt-4o-mini", "messages": QUESTION} | changes


def gemini(**changes: Any) -> dict[str, Any]:
    """The body of a generateContent request."""
    return {"contents": [{"role": "user", "parts": [{"text": "Hello, who are you?"}]}]} | changes


def post(url: str, body: Any, headers: dict[str, str]) -> httpx2.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return httpx2.post(url, content=content, headers=JSON | headers, verify=False)


def said(answer: httpx2.Response) -> tuple[int, str]:
    """The status and the sentence of an error answer."""
    return answer.status_code, answer.json()["error"]["message"]


def events(answer: httpx2.Response) -> list[str]:
    """The lines after `data: ` of a stream."""
    return [line[6:] for line in answer.text.split("\n") if line.startswith("data: ")]
