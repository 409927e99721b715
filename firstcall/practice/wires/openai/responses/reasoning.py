"""Reasoning items: what a model that thinks shows of it.

Shape: openai 3.57.0 `types/responses/response_reasoning_item.py`. `encrypted_content` lets a client that stores
nothing on the server hand the thinking back. Here there is nothing to hide: it is random, and ends with a mark by
which this server knows its own again (sentence: smallmain/vscode-unify-chat-provider 178).
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from firstcall.practice.refusal import Refusal

_HEAD = b"\x80\x00\x00\x00\x00"
_FILLING, _MARK = 180, 16


def encrypted() -> str:
    """Looks like OpenAI's: it begins with `gAAAAA`."""
    body = _HEAD + secrets.token_bytes(_FILLING)
    return base64.urlsafe_b64encode(body + _mark(body)).decode()


def _mark(body: bytes) -> bytes:
    return blake2b(body, digest_size=_MARK, key=b"practice").digest()


def check(item: Mapping[str, Any]) -> None:
    """Raises `Refusal` when the encrypted content is not this server's."""
    try:
        content = base64.urlsafe_b64decode(str(item["encrypted_content"]).encode())
    except (binascii.Error, ValueError):
        content = b""
    if not content or content[-_MARK:] != _mark(content[:-_MARK]):
        message = (
            f"The encrypted content for item {item.get('id')} could not be verified. "
            "Reason: Encrypted content could not be decrypted or parsed."
        )
        raise Refusal(400, message, code="invalid_encrypted_content")
