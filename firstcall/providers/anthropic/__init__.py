"""Anthropic's Messages API through the official `anthropic` SDK, version 2.

Facts: https://platform.claude.com/docs/en/api/messages and the installed package
(`anthropic/types/message.py`, `anthropic/types/usage.py`, `anthropic/_exceptions.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from firstcall import models
from firstcall.providers import Address, BrokenCall, Calling, Cell, Many, Provider, Sdk, _programs
from firstcall.providers._own_words import OwnWords
from firstcall.providers._patience import waiting
from firstcall.providers.anthropic.caching import CACHING
from firstcall.providers.anthropic.compose import compose
from firstcall.providers.anthropic.connect import connect, http_client, raised
from firstcall.providers.anthropic.explain import explain
from firstcall.providers.anthropic.kinds import MESSAGE, OLD, TODAYS_VERSION, VERSION_HEADER
from firstcall.providers.anthropic.listing import listed
from firstcall.providers.anthropic.many import MANY
from firstcall.providers.anthropic.old_lines import OLD_LINES
from firstcall.providers.anthropic.paths import FIELDS, TABLE
from firstcall.providers.anthropic.perform import perform
from firstcall.providers.anthropic.read import read
from firstcall.providers.anthropic.structured import STRUCTURED
from firstcall.providers.anthropic.thoughts import THOUGHTS
from firstcall.providers.anthropic.tools import TOOLS
from firstcall.providers.anthropic.usage import count_tokens, usage_so_far

SDK = Sdk(
    package="anthropic",
    javascript_package="@anthropic-ai/sdk",
    javascript_version="1.14.0",
    client="anthropic.Anthropic",
    methods=("messages.create", "messages.stream", "messages.parse"),
    kinds=(MESSAGE,),
    clouds=(
        "AnthropicAWS",
        "AnthropicBedrock",
        "AnthropicBedrockMantle",
        "AnthropicFoundry",
        "AnthropicGoogleCloud",
        "AnthropicVertex",
    ),
    old=OLD,
    client_arguments=frozenset("api_key base_url timeout max_retries default_headers http_client".split()),
    # `anthropic/_client.py`: the arguments of `Anthropic`.
    app_decides=frozenset({"base_url", "http_client"}),
    app_signs_in=frozenset({"auth_token", "credentials", "config", "profile", "webhook_key"}),
    refused=frozenset({"middleware", "open_telemetry"}),
)


def on_its_wire(
    *,
    id: str,
    colour: str,
    key_variable: str,
    base_url: str,
    key_page: str,
    key_prefixes: tuple[str, ...] = (),
    base_url_variable: str = "",
    table: Mapping[str, Cell] = {},
    old_lines: Mapping[str, tuple[BrokenCall, ...]] = {},
    knows: bool = False,
    browsers: bool = False,
) -> Provider:
    """A provider that speaks Anthropic's protocol at `base_url`; name and models are in the catalogue under its `id`.

    `table` replaces cells in which it differs;
    `knows` is for the provider whose variables and URL the SDK knows by itself, `browsers` for one whose API
    answers to web pages."""
    vendor, folder = models.vendor(id), Path(__file__).parent
    address = Address(
        key_variable=key_variable,
        base_url_variable=base_url_variable or key_variable.replace("_API_KEY", "_BASE_URL"),
        base_url=base_url,
        practice_path=vendor.practice_path,
        key_page=key_page,
        key_prefixes=key_prefixes,
        key_headers=("x-api-key",),
        known_to_sdk=knows,
        headers={VERSION_HEADER: TODAYS_VERSION},
        environment_headers={"ANTHROPIC_CUSTOM_HEADERS": None},
    )
    calling = Calling(
        http_client=http_client,
        connect=connect,
        perform=perform,
        usage_so_far=usage_so_far,
        raised=raised,
        waiting=waiting,
        explain=partial(explain, vendor.name, key_variable),
        listed=listed,
        count_tokens=count_tokens,
    )
    return Provider(
        id=id,
        name=vendor.name,
        colour=colour,
        sdk=SDK,
        address=address,
        compose=partial(compose, id),
        read=read,
        calling=calling,
        fields=FIELDS,
        table={**_programs.table(TABLE, address, knows=knows), **table},
        templates={
            **_programs.programs(folder, address, knows=knows),
            **(_programs.pages(folder, address) if browsers else {}),
        },
        traits=frozenset({"system_beside_messages", "no_prefill"}),
        no_credit="400 credit",
        accounts={"spend_limit": 400, "disabled": 400} if knows else {},
        old_lines=old_lines,
        words=OwnWords(folder),
        classic_path="message.content[0].text",
        caching=CACHING,
        thoughts=THOUGHTS,
        many=MANY if knows else Many(),
        structured=STRUCTURED,
        tools=TOOLS,
    )


PROVIDER = on_its_wire(
    id="anthropic",
    colour="#D55E00",
    key_variable="ANTHROPIC_API_KEY",
    base_url="https://api.anthropic.com",
    key_page="https://platform.claude.com/settings/keys",
    old_lines=OLD_LINES,
    key_prefixes=("sk-ant-",),
    knows=True,
    browsers=True,  # `anthropic-dangerous-direct-browser-access` in `@anthropic-ai/sdk`, client.mjs
)
