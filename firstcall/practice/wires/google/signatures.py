"""Thought signatures: what a model hands out with a thought or a function call, and wants back with it.

https://ai.google.dev/gemini-api/docs/thought-signatures says what they are for, and which two texts stand for one
where there is none to send back. The vendor's are opaque; these carry a mark by which a forged one is known.
"""

from __future__ import annotations

import base64
import hmac
import secrets

_MARK = b"practice thought"
_STANDS_FOR_ANY = ("skip_thought_signature_validator", "context_engineering_is_the_way_to_go")
_ANY = {form for text in _STANDS_FOR_ANY for form in (text.encode(), base64.urlsafe_b64decode(text))}


def signature() -> str:
    """A new signature, in base64."""
    thought = secrets.token_bytes(32)
    return base64.b64encode(thought + _sealed(thought)).decode()


def genuine(given: bytes) -> bool:
    """Whether a signature was handed out here, or is one of the texts that stand for any."""
    return given in _ANY or hmac.compare_digest(given[32:], _sealed(given[:32]))


def _sealed(thought: bytes) -> bytes:
    return hmac.digest(_MARK, thought, "sha256")[:16]
