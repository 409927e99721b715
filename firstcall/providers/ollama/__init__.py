"""Ollama's API through the official `ollama` SDK: models on a machine of one's own, without a key.

Facts: https://docs.ollama.com/api/chat and the installed package (`ollama/_client.py`, `ollama/_types.py`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from firstcall import models
from firstcall.providers import Address, Calling, Patience, Provider, Sdk, _programs
from firstcall.providers._own_words import OwnWords
from firstcall.providers.ollama import written
from firstcall.providers.ollama.caching import CACHING
from firstcall.providers.ollama.compose import METHOD, compose
from firstcall.providers.ollama.connect import connect, http_client, raised
from firstcall.providers.ollama.embedding import EMBEDDING
from firstcall.providers.ollama.errors import ERRORS
from firstcall.providers.ollama.explain import explain
from firstcall.providers.ollama.kinds import CHAT
from firstcall.providers.ollama.listed import listed
from firstcall.providers.ollama.old_lines import OLD_LINES
from firstcall.providers.ollama.paths import FIELDS, TABLE, TEXT
from firstcall.providers.ollama.perform import perform
from firstcall.providers.ollama.read import read
from firstcall.providers.ollama.structured import STRUCTURED
from firstcall.providers.ollama.thoughts import THOUGHTS
from firstcall.providers.ollama.tools import TOOLS
from firstcall.providers.ollama.usage import usage_so_far

_FOLDER = Path(__file__).parent
_VENDOR = models.vendor("ollama")

SDK = Sdk(
    package="ollama",
    javascript_package="ollama",
    javascript_version="0.6.4",
    client="ollama.Client",
    methods=(METHOD,),
    kinds=(CHAT,),
    errors=ERRORS,
    # `ollama/_client.py`, `BaseClient`: nothing tries again, and `timeout` is `None`.
    # JavaScript's client takes a `fetch` in place of a time-out (`dist/browser.d.ts`, `Config`).
    patience=Patience(
        retries=(),
        usual_retries=0,
        usual_seconds=None,
        javascript="fetch: (url, init) => fetch(url, {{ ...init, signal: AbortSignal.timeout({milliseconds}) }})",
    ),
    base_url="host",
    brackets=True,  # `ollama/_types.py`, `SubscriptableBaseModel`
    client_arguments=frozenset({"host", "timeout", "headers", "follow_redirects"}),
    # The rest is given to `httpx.Client`, which has these.
    app_decides=frozenset(
        "host base_url transport mounts proxy verify cert trust_env event_hooks default_encoding".split()
    ),
    app_signs_in=frozenset({"auth", "cookies"}),
)
ADDRESS = Address(
    key_variable="OLLAMA_API_KEY",  # `ollama/_client.py`: for ollama.com, and sent wherever the host is
    base_url_variable="OLLAMA_HOST",  # `ollama/_client.py`, `BaseClient.__init__`
    base_url="http://127.0.0.1:11434",
    practice_path=_VENDOR.practice_path,
    key_page="https://ollama.com/download",
    known_to_sdk=True,
    needs_key=False,
    json_alone=True,  # https://docs.ollama.com/api/chat: no request there has a `content-type`
    takes_host=True,  # `ollama/_client.py`, `_parse_host`
)

PROVIDER = Provider(
    id="ollama",
    name=_VENDOR.name,
    colour="#CC79A7",
    sdk=SDK,
    address=ADDRESS,
    compose=partial(compose, "ollama"),
    read=read,
    calling=Calling(
        http_client=http_client,
        connect=connect,
        perform=perform,
        usage_so_far=usage_so_far,
        raised=raised,
        listed=listed,
        explain=partial(explain, _VENDOR.name, ADDRESS.key_variable),
    ),
    fields=FIELDS,
    table=_programs.table(TABLE, ADDRESS, knows=True),
    templates=_programs.programs(_FOLDER, ADDRESS, knows=True),
    written={"curl": written.body},
    takes=frozenset({"bad-parameter"}),  # ollama/ollama `api/types.go`, `DefaultOptions`: -1 is no limit
    wrong_key_status=None,
    old_lines=OLD_LINES,
    words=OwnWords(_FOLDER),
    classic_path=TEXT,
    caching=CACHING,
    thoughts=THOUGHTS,
    structured=STRUCTURED,
    tools=TOOLS,
    embedding=EMBEDDING,
)
