"""Google's Gemini API through the official `google-genai` SDK, version 3.

Facts: https://ai.google.dev/api/generate-content and the installed package (`google/genai/types.py`,
`google/genai/errors.py`, `google/genai/_api_client.py`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from firstcall import models
from firstcall.providers import Address, Calling, Inside, Patience, Provider, Sdk, _programs
from firstcall.providers._own_words import OwnWords
from firstcall.providers.google import written
from firstcall.providers.google.caching import CACHING
from firstcall.providers.google.compose import PLAIN, STREAMED, compose
from firstcall.providers.google.connect import connect, http_client, raised, waiting
from firstcall.providers.google.embedding import EMBEDDING
from firstcall.providers.google.errors import ERRORS
from firstcall.providers.google.explain import explain
from firstcall.providers.google.kinds import CONTENT, OLD
from firstcall.providers.google.listed import listed
from firstcall.providers.google.old_lines import OLD_LINES
from firstcall.providers.google.paths import FIELDS, TABLE, TEXT
from firstcall.providers.google.perform import perform
from firstcall.providers.google.read import read
from firstcall.providers.google.structured import STRUCTURED
from firstcall.providers.google.thoughts import THOUGHTS
from firstcall.providers.google.tools import TOOLS
from firstcall.providers.google.usage import count_tokens, usage_so_far

_FOLDER = Path(__file__).parent
_VENDOR = models.vendor("google")

SDK = Sdk(
    package="google-genai",
    javascript_package="@google/genai",
    javascript_client="GoogleGenAI",
    javascript_camel=True,
    client="google.genai.Client",
    methods=(PLAIN, STREAMED),
    kinds=(CONTENT,),
    gives={"chats.create": "google.genai.chats.Chat"},  # `google/genai/chats.py`, `Chats.create`
    asynchronous="aio",
    errors=ERRORS,
    # `google/genai/types.py`, `HttpOptions` and `HttpRetryOptions`: milliseconds, and `attempts` counts the first.
    patience=Patience(
        retries=("http_options", "retry_options", "attempts"),
        timeout=("http_options", "timeout"),
        counts_first=1,
        per_second=1000,
        usual_retries=0,
        usual_seconds=None,
    ),
    old=OLD,
    # `google/genai/client.py`: the arguments of `Client`.
    client_arguments=frozenset({"api_key", "http_options"}),
    # `google/genai/types.py`, `HttpOptions`: what leads elsewhere, whether a client is given it or one call.
    options=Inside("http_options", "google.genai.types.HttpOptions"),
    app_decides=frozenset(
        "base_url base_url_resource_scope httpx_client httpx_async_client aiohttp_client client_args "
        "async_client_args".split()
    ),
    app_signs_in=frozenset({"enterprise", "vertexai", "credentials", "project", "location"}),
    refused=frozenset({"debug_config"}),
    strips_key=True,  # `google/genai/_api_client.py`
    javascript_version="2.32.0",
)
ADDRESS = Address(
    key_variable="GEMINI_API_KEY",
    key_variables_before=("GOOGLE_API_KEY",),  # `google/genai/_api_client.py`, `get_env_api_key`
    base_url_variable="GOOGLE_GEMINI_BASE_URL",  # `google/genai/_base_url.py`
    base_url="https://generativelanguage.googleapis.com",
    practice_path=_VENDOR.practice_path,
    key_page="https://aistudio.google.com/apikey",
    # "AQ." of keys made since 2026, "AIza" of those before: https://ai.google.dev/gemini-api/docs/api-key
    key_prefixes=("AQ.", "AIza"),
    key_headers=("x-goog-api-key",),
    known_to_sdk=True,
)

PROVIDER = Provider(
    id="google",
    name=_VENDOR.name,
    colour="#0072B2",
    sdk=SDK,
    address=ADDRESS,
    compose=partial(compose, "google"),
    read=read,
    calling=Calling(
        http_client=http_client,
        connect=connect,
        perform=perform,
        usage_so_far=usage_so_far,
        raised=raised,
        waiting=waiting,
        explain=partial(explain, _VENDOR.name, ADDRESS.key_variable),
        count_tokens=count_tokens,
        listed=listed,
    ),
    fields=FIELDS,
    table=_programs.table(TABLE, ADDRESS, knows=True),
    # The API answers to pages: `@google/genai` has a build for them, `dist/web`.
    templates={**_programs.programs(_FOLDER, ADDRESS, knows=True), **_programs.pages(_FOLDER, ADDRESS)},
    written={"javascript": written.javascript, "curl": written.body},
    traits=frozenset({"system_beside_messages", "no_prefill"}),
    no_credit="429 quota",
    wrong_key_status=400,
    old_lines=OLD_LINES,
    words=OwnWords(_FOLDER),
    classic_path=TEXT,
    caching=CACHING,
    thoughts=THOUGHTS,
    structured=STRUCTURED,
    tools=TOOLS,
    embedding=EMBEDDING,
)
