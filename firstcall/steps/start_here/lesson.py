"""What "Start here" says: what a call is, where beginners get stuck, how progress is kept."""

from __future__ import annotations

from dataclasses import dataclass

DIAGRAM = """
sequenceDiagram
    participant P as Your program
    participant M as The model
    P->>M: a list of messages
    M-->>P: text
"""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A place where beginners get stuck, what it is about, and the step that deals with it."""

    name: str
    about: str
    step: str


HURDLES = (
    Hurdle("The key", "getting one, and using it without leaking it.", "setup"),
    Hurdle("The reply", "which field of the response holds the text.", "first_call"),
    Hurdle("The parameters", "which to touch, and which to leave alone.", "tune"),
    Hurdle("The bad day", "going on when the network or the provider misbehaves.", "failures"),
)
