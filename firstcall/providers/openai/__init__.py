"""OpenAI's Chat Completions API, and its Responses API beside it, through the official `openai` SDK, version 3.

Facts: https://platform.openai.com/docs/api-reference/chat and the installed package
(`openai/types/chat/chat_completion.py`, `openai/types/completion_usage.py`, `openai/_exceptions.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from firstcall import models
from firstcall.providers import (
    Address,
    BrokenCall,
    Calling,
    Cell,
    Many,
    Provider,
    Sdk,
    Servers,
    Trait,
    Way,
    _programs,
)
from firstcall.providers._own_words import OwnWords
from firstcall.providers._patience import waiting
from firstcall.providers.openai import caching, thoughts, tools
from firstcall.providers.openai.compose import compose
from firstcall.providers.openai.connect import connect, http_client, raised
from firstcall.providers.openai.embedding import MOST, embedding
from firstcall.providers.openai.explain import explain
from firstcall.providers.openai.kinds import CHAT, OLD
from firstcall.providers.openai.listing import listed
from firstcall.providers.openai.many import MANY
from firstcall.providers.openai.old_lines import OLD_LINES
from firstcall.providers.openai.paths import FIELDS, TABLE, TEXT
from firstcall.providers.openai.perform import perform
from firstcall.providers.openai.read import read
from firstcall.providers.openai.responses import beside
from firstcall.providers.openai.responses.kind import RESPONSE
from firstcall.providers.openai.structured import STRUCTURED
from firstcall.providers.openai.usage import usage_so_far

SDK = Sdk(
    package="openai",
    javascript_package="openai",
    javascript_version="6.49.0",
    client="openai.OpenAI",
    methods=(
        "chat.completions.create",
        "chat.completions.stream",
        "chat.completions.parse",
        "responses.create",
        "responses.stream",
        "responses.parse",
    ),
    kinds=(CHAT, RESPONSE),
    clouds=("AzureOpenAI", "BedrockOpenAI"),
    old=OLD,
    client_arguments=frozenset("api_key base_url timeout max_retries default_headers http_client".split()),
    # `openai/_client.py`: the arguments of `OpenAI`.
    app_decides=frozenset({"base_url", "websocket_base_url", "http_client", "data_residency", "provider"}),
    app_signs_in=frozenset({"webhook_secret", "admin_api_key", "workload_identity"}),
)

TRAITS: frozenset[Trait] = frozenset({"usage_on_request", "logprobs"})

ACCOUNTS = {
    "spend_limit": 429,
    "billing": 429,
    "disabled": 401,
    "organization": 401,
    "project": 401,
    "scopes": 401,
}


def on_its_wire(
    *,
    id: str,
    colour: str,
    key_variable: str,
    base_url: str,
    key_page: str,
    no_key: str = "",
    key_prefixes: tuple[str, ...] = (),
    base_url_variable: str = "",
    table: Mapping[str, Cell] = {},
    old_lines: Mapping[str, tuple[BrokenCall, ...]] = {},
    knows: bool = False,
    browsers: bool = False,
    name: str = "",
    words: OwnWords | None = None,
    servers: Servers | None = None,
    offers: tuple[str, ...] = (),
    lacks: Collection[Trait] = (),
) -> Provider:
    """A provider that speaks OpenAI's protocol at `base_url`; name and models are in the catalogue under its `id`.

    `name` is another than that; `table` replaces cells in which it differs, `words` the words; `servers` says that it is one of
    several servers, which `offers` models of its own; `lacks` is what of the protocol it does not have;
    `knows` is for the provider whose variables and URL the SDK knows by itself, `browsers` for one whose API
    answers to web pages."""
    vendor, folder = models.vendor(id), Path(__file__).parent
    words = words or OwnWords(folder)
    traits = TRAITS - set(lacks)
    address = Address(
        key_variable=key_variable,
        base_url_variable=base_url_variable or key_variable.replace("_API_KEY", "_BASE_URL"),
        base_url=base_url,
        practice_path=vendor.practice_path,
        key_page=key_page,
        no_key=no_key,
        key_prefixes=key_prefixes,
        key_headers=("authorization", "api-key"),  # a bearer token, which is most people's way; Azure's own
        known_to_sdk=knows,
        chosen=servers is not None,
        environment_headers={
            "OPENAI_CUSTOM_HEADERS": None,
            "OPENAI_ORG_ID": "openai-organization",
            "OPENAI_PROJECT_ID": "openai-project",
        },
    )
    calling = Calling(
        http_client=http_client,
        connect=connect,
        perform=perform,
        usage_so_far=usage_so_far,
        raised=raised,
        waiting=waiting,
        explain=partial(explain, name or vendor.name, key_variable),
        listed=listed,
    )
    return Provider(
        id=id,
        name=name or vendor.name,
        colour=colour,
        sdk=SDK,
        address=address,
        compose=partial(compose, id, asks_for_usage="usage_on_request" in traits),
        read=read,
        calling=calling,
        fields=FIELDS,
        table={**_programs.table(TABLE, address, knows=knows, said=words.listed("table")), **table},
        templates={
            **_programs.programs(folder, address, knows=knows),
            **(_programs.pages(folder, address) if browsers else {}),
        },
        traits=traits,
        no_credit="429 quota x3",
        accounts=ACCOUNTS if knows else {},
        old_lines=old_lines,
        words=words,
        classic_path=TEXT,
        embedding=embedding(id, tuple(vendor.embedders), MOST if knows else None)
        if vendor.embedders
        else None,
        servers=servers,
        models=offers,
        caching=caching.CACHING if knows else caching.ON_ITS_WIRE,
        many=MANY if knows else Many(),
        structured=STRUCTURED,
        tools=tools.TOOLS if knows else tools.ON_ITS_WIRE,
        thoughts=thoughts.THOUGHTS if knows else thoughts.on_its_wire("" if offers else vendor.large or ""),
    )


_CHAT = on_its_wire(
    id="openai",
    colour="#009E73",
    key_variable="OPENAI_API_KEY",
    base_url="https://api.openai.com/v1",
    key_page="https://platform.openai.com/api-keys",
    old_lines=OLD_LINES,
    key_prefixes=("sk-proj-", "sk-svcacct-"),
    knows=True,
    browsers=True,  # `dangerouslyAllowBrowser` in `openai`, client.mjs
)
PROVIDER = replace(_CHAT, way=Way("", "Chat", CHAT), other_ways=(beside(_CHAT),))
