"""OpenAI's Responses API, the newer of its two ways, through the same SDK.

Facts: https://platform.openai.com/docs/api-reference/responses and the installed package
(`openai/types/responses/`).
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from firstcall.providers import Provider, Way, _programs
from firstcall.providers._own_words import OwnWords
from firstcall.providers.openai.caching import RESPONSES
from firstcall.providers.openai.responses.compose import compose
from firstcall.providers.openai.responses.kind import RESPONSE
from firstcall.providers.openai.responses.many import MANY
from firstcall.providers.openai.responses.paths import FIELDS, TABLE
from firstcall.providers.openai.responses.perform import perform
from firstcall.providers.openai.responses.read import read
from firstcall.providers.openai.responses.structured import STRUCTURED
from firstcall.providers.openai.responses.tools import TOOLS
from firstcall.providers.openai.responses.usage import usage_so_far
from firstcall.providers.openai.thoughts import RESPONSES as THOUGHTS

_FOLDER = Path(__file__).parent


def beside(chat: Provider) -> Provider:
    """The same provider called by the Responses API: what is not told anew is that of Chat Completions."""
    return replace(
        chat,
        way=Way("responses", "Responses", RESPONSE),
        compose=partial(compose, chat.id),
        read=read,
        calling=replace(chat.calling, perform=perform, usage_so_far=usage_so_far),
        fields=FIELDS,
        table={**chat.table, **_programs.table(TABLE, chat.address, knows=True)},
        templates={
            **_programs.programs(_FOLDER, chat.address, knows=True),
            **_programs.pages(_FOLDER, chat.address),
        },
        traits=frozenset({"system_beside_messages"}),
        caching=RESPONSES,
        thoughts=THOUGHTS,
        old_lines={},
        many=MANY,
        structured=STRUCTURED,
        tools=TOOLS,
        words=OwnWords(_FOLDER, chat.words.folder),
    )
