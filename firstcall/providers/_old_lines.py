"""Calls of old tutorials, told in the words of their provider's folder."""

from __future__ import annotations

from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.text import Words


def old_line(words: Words, id: str, call: Call, mended: Call) -> BrokenCall:
    """A call that fails today and its smallest fix, with the title, reason and label that stand in `# old <id>`."""
    title, why, fix = words.title(f"old {id}"), words.line(f"old {id}"), words.line(f"old {id}/fix")
    return BrokenCall(id, title, why, fix, call, mended)
