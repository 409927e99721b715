"""Signatures of thinking blocks: what stands beside the thinking, and is wanted back with it unchanged.

The vendor's are opaque; these hold a seal of the thinking by which one that was made up, or stands beside other
words, is known (what is checked: anthropics/anthropic-sdk-python 1598).
"""

from __future__ import annotations

import base64
import hmac
import secrets

_MARK = b"practice thinking"
_SALT_BYTES = 32


def signature(thinking: str) -> str:
    """A new signature for this thinking, in base64."""
    salt = secrets.token_bytes(_SALT_BYTES)
    return base64.b64encode(salt + _sealed(salt, thinking)).decode()


def genuine(signature: str, thinking: str) -> bool:
    """Whether a signature was handed out here for this thinking."""
    try:
        given = base64.b64decode(signature, validate=True)
    except ValueError:
        return False
    return hmac.compare_digest(given[_SALT_BYTES:], _sealed(given[:_SALT_BYTES], thinking))


def _sealed(salt: bytes, thinking: str) -> bytes:
    return hmac.digest(_MARK, salt + thinking.encode("utf-8", "replace"), "sha512")
