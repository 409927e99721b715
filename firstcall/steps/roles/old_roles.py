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
from firstcall.providers import BrokenCall, Provider, Trait
from firstcall.steps.roles import WORDS
from firstcall.ui import broken_lines
from firstcall.ui.desk import Desk
from firstcall.ui.translate import for_provider


@dataclass(frozen=True, slots=True)
class OldLine:
    """Something that old code does with roles, and the smallest change where a provider refuses it today.

    `refused_with` is the trait of a protocol that answers it with a 400. Its words are `# old <id>`.
    """

    id: str
    write: Callable[[Settings], Settings]
    mend: Callable[[Settings], Settings]
    refused_with: Trait


def system_inside(settings: Settings) -> Settings:
    """The system prompt as the first entry of the list, whoever the provider is."""
    return replace(settings, system="", messages=(Message("system", settings.system), *settings.messages))


def begun(settings: Settings) -> Settings:
    """The list with the beginning of the reply at its end."""
    return replace(settings, messages=(*settings.messages, Message("assistant", BEGINNING)))


def asked_to_begin(settings: Settings) -> Settings:
    """The same wish in the system prompt."""
    wish = WORDS.line("old_opening/wish", beginning=BEGINNING)
    return replace(settings, system=f"{settings.system} {wish}".strip())


BEGINNING = WORDS.line("old_opening/beginning")

OLD_OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("old_opening/user")),),
    system=WORDS.line("old_opening/system"),
    max_tokens=1024,
    stream=False,
)

OLD_LINES: tuple[OldLine, ...] = (
    OldLine("system_inside", system_inside, lambda settings: settings, "system_beside_messages"),
    OldLine("begun", begun, asked_to_begin, "no_prefill"),
)


def draw(desk: Desk) -> None:
    """Each old line for the provider that the desk has chosen."""
    st.caption(WORDS.line("old_lines", provider=desk.provider.name))
    broken_lines.draw(desk.step, [line_for(old, desk.provider) for old in OLD_LINES])


def line_for(old: OldLine, provider: Provider) -> BrokenCall:
    """An old line as a call to this provider, to be run and mended."""
    settings = for_provider(OLD_OPENING, provider)
    said = WORDS.section(f"old {old.id}")
    return BrokenCall(
        f"{old.id}_{provider.id}",
        said.title,
        WORDS.line("old_lines/mended", fix=said.parts["fix"].body),
        WORDS.line("old_lines/fix"),
        provider.compose(old.write(settings), None),
        provider.compose(old.mend(settings), None),
        said.body,
        said.parts["elsewhere"].body,
    )
