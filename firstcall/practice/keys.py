"""Practice keys: where a request carries one, and which are accepted.

A key that begins with `sk-practice-` opens the practice server and nothing else in the world.
"""

from __future__ import annotations

from collections.abc import Mapping

PREFIX = "sk-practice-"
LONGEST = 256


def accepted(key: str) -> bool:
    return key.startswith(PREFIX) and len(key) <= LONGEST


def bearer(headers: Mapping[str, str]) -> str:
    """The token of `Authorization: Bearer …`, empty where there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def api_key(headers: Mapping[str, str]) -> str:
    """The value of `x-api-key`, empty where there is none."""
    return headers.get("x-api-key", "").strip()


def goog_api_key(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    """The value of `x-goog-api-key`, or of `key` in the address, empty where there is none."""
    return headers.get("x-goog-api-key", "").strip() or query.get("key", "").strip()


def anywhere(headers: Mapping[str, str], query: Mapping[str, str]) -> str:
    """The key of a request to any vendor, wherever that vendor wants it."""
    return api_key(headers) or bearer(headers) or goog_api_key(headers, query)


def masked(key: str) -> str:
    """A key as OpenAI's 401 repeats it: eight characters, a star for each of the others, the last four.

    One of twelve or fewer is shown whole (continuedev/continue 10276, 10250).
    """
    return f"{key[:8]}{'*' * (len(key) - 12)}{key[-4:]}" if len(key) > 12 else key
