"""What old code does with roles, and the smallest change where a provider refuses it today.

Anthropic refuses a system role at the head of `messages` (https://github.com/anthropics/claude-code/issues/61412)
and, from Opus 4.6, Sonnet 4.6 and Haiku 5.5 on, a list that ends with the assistant
(https://platform.claude.com/docs/en/models/haiku-5-5/migration-guide).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.ui import broken_lines
from firstcall.ui.broken_lines import Broken
from firstcall.ui.desk import Desk
from firstcall.ui.translate import for_provider


@dataclass(frozen=True, slots=True)
class OldLine:
    """Something that old code does with roles, and the smallest change where a provider refuses it today.

    `refused_by` are the providers (ids) whose default model answers 400; `elsewhere` is said of the others.
    """

    id: str
    title: str
    story: str
    write: Callable[[Settings], Settings]
    mend: Callable[[Settings], Settings]
    mended: str
    refused_by: tuple[str, ...]
    elsewhere: str


def system_inside(settings: Settings) -> Settings:
    """The system prompt as the first entry of the list, whoever the provider is."""
    return replace(settings, system="", messages=(Message("system", settings.system), *settings.messages))


def begun(settings: Settings) -> Settings:
    """The list with the beginning of the reply at its end."""
    return replace(settings, messages=(*settings.messages, Message("assistant", BEGINNING)))


def asked_to_begin(settings: Settings) -> Settings:
    """The same wish in the system prompt."""
    wish = f'Begin your answer with "{BEGINNING}".'
    return replace(settings, system=f"{settings.system} {wish}".strip())


BEGINNING = "In one word:"

OLD_OPENING = Settings(
    model="",
    messages=(Message("user", "What is the capital of France?"),),
    system="Answer in one sentence.",
    max_tokens=1024,
    stream=False,
)

OLD_LINES: tuple[OldLine, ...] = (
    OldLine(
        "system_inside",
        "The system prompt inside the list",
        "Code that was written for OpenAI puts the system prompt into `messages`, as its first entry.",
        system_inside,
        lambda settings: settings,
        "Take the entry out of the list and give its text as `system=`.",
        ("anthropic",),
        "For this provider it is right: the list is where its system prompt belongs.",
    ),
    OldLine(
        "begun",
        "A list that ends with the assistant",
        "An old trick, called prefill: write the first words of the reply yourself and let the model go on.",
        begun,
        asked_to_begin,
        "End the list with a user message, and ask for the beginning in the system prompt.",
        ("anthropic",),
        "This provider takes the list. Do not count on a reply that goes on where your words end.",
    ),
)


def draw(desk: Desk) -> None:
    """Each old line for the provider that the desk has chosen."""
    st.caption(
        f"Each of these worked somewhere, some time ago. Try them with {desk.provider.name}; "
        "choose another provider above to compare."
    )
    broken_lines.draw(desk.step, [line_for(old, desk.provider) for old in OLD_LINES])


def line_for(old: OldLine, provider: Provider) -> Broken:
    """An old line as a call to this provider, to be run and mended."""
    settings = for_provider(OLD_OPENING, provider)
    return Broken(
        f"{old.id}_{provider.id}",
        old.title,
        f"The smallest fix: {old.mended}",
        "run the smallest fix",
        provider.compose(old.write(settings), None),
        provider.compose(old.mend(settings), None),
        old.story,
        old.elsewhere,
    )
