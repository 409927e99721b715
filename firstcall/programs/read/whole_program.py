"""A whole program as the linter sees it: its API calls and its clients. What stands in it otherwise is in `tree`."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from firstcall import models
from firstcall.models import Model
from firstcall.programs.read.client import OPTIONS, chain
from firstcall.programs.read.tree import DEPTH, Tree

_DATED = re.compile(r"-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$")
_CLASSES = {
    "Anthropic": "anthropic",
    "AsyncAnthropic": "anthropic",
    "OpenAI": "openai",
    "AsyncOpenAI": "openai",
}
_CLOUDS = {
    "AnthropicBedrock": "anthropic", "AnthropicVertex": "anthropic", "AnthropicFoundry": "anthropic",
    "AzureOpenAI": "openai", "AsyncAzureOpenAI": "openai",
}  # fmt: skip
_HOSTS = {"anthropic": "api.anthropic.com", "openai": "api.openai.com"}
_METHODS: Mapping[str, tuple[str, str]] = {
    "messages.create": ("anthropic", "message"),
    "messages.stream": ("anthropic", "message"),
    "messages.parse": ("anthropic", "message"),
    "chat.completions.create": ("openai", "chat"),
    "chat.completions.stream": ("openai", "chat"),
    "chat.completions.parse": ("openai", "chat"),
    "responses.create": ("openai", "response"),
    "responses.stream": ("openai", "response"),
    "responses.parse": ("openai", "response"),
    "ChatCompletion.create": ("openai", "chat"),
    "ChatCompletion.acreate": ("openai", "chat"),
    "Completion.create": ("openai", "completion"),
}
_OTHER_SERVICES = frozenset({"threads", "batches"})


@dataclass(frozen=True, eq=False)
class ApiCall:
    """One API call of a program. `kind` is the shape of its reply: message, chat, response, completion.

    `words` are its named arguments by name (also through `**` of a dict that can be read); `whole`
    says that an argument which is not there is really not given. `elsewhere` means another server
    than the provider's own, whose models and rules nobody here knows.
    """

    node: ast.Call
    provider: str
    method: str
    kind: str
    words: Mapping[str, ast.expr]
    whole: bool
    client: ast.Call | None
    elsewhere: bool
    model_node: ast.expr | None
    model_id: str | None

    @property
    def legacy(self) -> bool:
        """Whether it is a call of an SDK generation that is gone."""
        return self.method[0].isupper() or self.kind == "prompt"

    @property
    def model(self) -> Model | None:
        return None if self.elsewhere or self.model_id is None else known_model(self.model_id)


def known_model(id: str) -> Model | None:
    """The catalogue's entry, also for an id with a date behind it."""
    return models.find(id) or models.find(undated(id))


def undated(id: str) -> str:
    """`gpt-4o-mini` of `gpt-4o-mini-2024-07-18`."""
    return _DATED.sub("", id)


@dataclass
class Sketch(Tree):
    """One program. `provider_id` decides where the program itself does not say whose call it makes."""

    provider_id: str | None = None

    def class_of(self, call: ast.Call) -> str | None:
        """The provider whose client this call makes."""
        func = call.func
        name = func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""
        if name == "Client" and isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
            return func.value.id if func.value.id in _HOSTS else None
        return _CLASSES.get(name) or _CLOUDS.get(name)

    @cached_property
    def clients(self) -> tuple[tuple[ast.Call, str], ...]:
        """Every client that the program makes, with its provider."""
        return tuple((node, made) for node in self.all(ast.Call) if (made := self.class_of(node)))

    @cached_property
    def calls(self) -> tuple[ApiCall, ...]:
        return tuple(call for node in self.all(ast.Call) if (call := self._api_call(node)))

    @cached_property
    def provider(self) -> str | None:
        """Whose API the program is about: of its calls, clients or imports; else what was told."""
        for call in self.calls:
            return call.provider
        for _, made in self.clients:
            return made
        named = [name for name in _HOSTS if name in self.imported]
        return named[0] if len(named) == 1 else self.provider_id

    def _api_call(self, node: ast.Call) -> ApiCall | None:
        names = chain(node.func)
        fitting = [m for m in _METHODS if names[-len(m.split(".")) :] == m.split(".")]
        if not fitting and isinstance(node.func, ast.Attribute):
            return self._prompt_call(node, names)
        if not fitting or _OTHER_SERVICES.intersection(names):
            return None
        method = max(fitting, key=len)
        provider, kind = _METHODS[method]
        words, whole = self.words_of(node)
        if method.startswith("messages.") and not self._is_anthropic(node, words):
            return None
        return self._made(node, provider, method, kind, words, whole)

    def _prompt_call(self, node: ast.Call, names: list[str]) -> ApiCall | None:
        """`client.completions.create(prompt=…, max_tokens_to_sample=…)` of the first Anthropic SDKs."""
        words, whole = self.words_of(node)
        if names[-2:] == ["completions", "create"] and "max_tokens_to_sample" in words:
            return self._made(node, "anthropic", "completions.create", "prompt", words, whole)
        return None

    def _is_anthropic(self, node: ast.Call, words: Mapping[str, ast.expr]) -> bool:
        """Other packages have a `messages.create` too: Twilio's takes `to` and `body`."""
        if {"to", "body", "from_"} & set(words):
            return False
        made = {provider for _, provider in self.clients}
        mentions = any(name.partition(".")[0] == "anthropic" for name in self.imported)
        return mentions or "anthropic" in made or self.provider_id == "anthropic" or "messages" in words

    def _made(
        self, node: ast.Call, provider: str, method: str, kind: str, words: dict[str, ast.expr], whole: bool
    ) -> ApiCall:
        client = self._client_of(node, provider)
        asked = words.get("model") or words.get("engine")
        written = self.origin(asked) if asked is not None else None
        id = self.value(written)
        return ApiCall(
            node, provider, method, kind, words, whole, client, self._elsewhere(client, provider), written,
            id if isinstance(id, str) else None,
        )  # fmt: skip

    def _client_of(self, node: ast.Call, provider: str) -> ast.Call | None:
        base: ast.expr = node.func
        for _ in range(DEPTH):
            if isinstance(base, ast.Attribute):
                base = base.value
            elif isinstance(base, ast.Call) and not self.class_of(base):
                if not (isinstance(base.func, ast.Attribute) and base.func.attr in OPTIONS):
                    break
                base = base.func.value
            elif isinstance(base, ast.Name) and (found := self.binding(base)) and found.value is not None:
                base = found.value
            else:
                break
        if isinstance(base, ast.Call) and self.class_of(base):
            return base
        mine = [client for client, made in self.clients if made == provider]
        return mine[0] if len(mine) == 1 else None

    def _elsewhere(self, client: ast.Call | None, provider: str) -> bool:
        if client is None:
            return False
        name = client.func.attr if isinstance(client.func, ast.Attribute) else getattr(client.func, "id", "")
        words, _ = self.words_of(client)
        if "base_url" not in words:
            return name in _CLOUDS
        return host_of(self.value(words["base_url"])) != _HOSTS[provider]


def host_of(url: Any) -> str | None:
    """The host of a base URL, `None` where it is no text or no URL."""
    if not isinstance(url, str):
        return None
    try:
        return urlsplit(url.strip()).hostname
    except ValueError:
        return None
