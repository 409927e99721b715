"""What all Mermaid diagrams share: how large they are drawn, and text that is no sign of Mermaid's.

Mermaid's grammar: https://mermaid.js.org/syntax/sequenceDiagram.html
"""

from __future__ import annotations

_LONGEST = 40
_PLAIN = set(" .,()/_+-…")
NARROW = (
    '%%{init: {"sequence": {"width": 92, "actorMargin": 20, "mirrorActors": false, "messageFontSize": 16, '
    '"noteFontSize": 16, "actorFontSize": 16, "boxMargin": 6, "messageMargin": 28}}}%%'
)
"""Drawn narrow, because a picture wider than a phone is shrunk until nobody can read it."""


def safe(text: str) -> str:
    """Text that cannot be taken for Mermaid's own signs: all but letters, digits and plain punctuation
    becomes a character code. Cut to what an arrow can carry."""
    text = " ".join(text.split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return "".join(c if c in _PLAIN or (c.isascii() and c.isalnum()) else f"#{ord(c)};" for c in text)
