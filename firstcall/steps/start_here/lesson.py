"""What "Start here" says: what a call is, where beginners get stuck, how progress is kept."""

from __future__ import annotations

from dataclasses import dataclass

IDEA = """
You send a **list of messages** to a model, and you get **text** back. That is an LLM API call. Everything
that is built on top, such as search over your documents, agents, tools and tests, is a loop around this
one call.
"""

DIAGRAM = """
sequenceDiagram
    participant P as Your program
    participant M as The model
    P->>M: a list of messages
    M-->>P: text
"""

PICTURE = """
**A picture from everyday life.** Think of a counter in an office. You fill in one form well, hand it over,
and get a written answer. You need not know what happens behind the counter. You do need to know which
boxes the form has, that the counter remembers nothing of your last visit, and what to do when it is closed.
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

PRACTICE = """
**Practice** calls are answered by a small server inside this app that speaks the provider's real protocol.
The official SDK talks to it over real HTTP, so everything is real except the words of the reply.
**Live** calls go to the provider and cost money: paste a key under **Keys** in the sidebar, or set one as
*Set up* shows.
"""

KEPT = """
Your progress needs no account, and it is still there after a reload and after a restart of the app. Your
browser holds a cookie with a random id, `{cookie}`. Under that id the app keeps, in a file on the machine
where it runs, which steps you opened and which exercises you solved, with the time. That is all: no name,
no prompt, no reply, no key. Another browser or a private window starts from the beginning. Whoever runs the
app chooses the file with `FIRSTCALL_LEDGER`; with `:memory:` progress ends with the app.
"""
